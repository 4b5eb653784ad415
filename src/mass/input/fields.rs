//! What a list may say of an order, under which names, and which other names are refused. Not here: values (`values.rs`).

use crate::api::{Issue, Rule, nearest, shown_name};

/// What a list may say of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    OrderId,
    Reason,
    Comment,
    Priority,
    Replaced,
}

/// Without blanks, `-`, `_` and case. `id` alone is none of them: certificates and requests have ids too.
const SPELLINGS: [(&str, Field); 10] = [
    ("orderid", Field::OrderId),
    ("order", Field::OrderId),
    ("ordernumber", Field::OrderId),
    ("reason", Field::Reason),
    ("revocationreason", Field::Reason),
    ("comment", Field::Comment),
    ("comments", Field::Comment),
    ("priority", Field::Priority),
    ("replaced", Field::Replaced),
    ("isreplaced", Field::Replaced),
];

/// What somebody could believe that a list decides. Left unread, more would be revoked than was meant.
const NOT_HERE: [(&str, &str); 5] = [
    ("hold", "holds are given apart from the list"),
    ("held", "holds are given apart from the list"),
    ("onhold", "holds are given apart from the list"),
    ("skipapproval", "whether approval is skipped is decided for the whole list"),
    ("deadline", "the deadline is one for the whole list"),
];

impl Field {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::OrderId => "order_id",
            Self::Reason => "reason",
            Self::Comment => "comment",
            Self::Priority => "priority",
            Self::Replaced => "replaced",
        }
    }

    /// The field of this name; nothing for a name that may be ignored, as an export has many. One that looks like a field
    /// is not ignored: the reason of a misspelt column would be lost without a word.
    ///
    /// # Errors
    /// A name that is nearly one of a field, or that a list does not decide.
    pub(super) fn named(name: &str) -> Result<Option<Self>, Issue> {
        let plain: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
        if let Some((_, field)) = SPELLINGS.iter().find(|(spelling, _)| *spelling == plain) {
            return Ok(Some(*field));
        }
        let name = shown_name(name.trim());
        let refused = |message: String| Err(Issue::new(name, Rule::UnknownField, message));
        if let Some((_, why)) = NOT_HERE.iter().find(|(spelling, _)| *spelling == plain) {
            return refused(format!("{name} cannot stand in a list: {why}; remove it"));
        }
        let within = [Self::Reason, Self::Comment, Self::Priority, Self::Replaced];
        let near = within.into_iter().find(|field| plain.contains(field.name()));
        let near = near.or_else(|| {
            // `order` itself has too many neighbours, `owner` for one; where it is misspelt, the list has no ids at all.
            let spellings = SPELLINGS.map(|(spelling, _)| if spelling == "order" { "orderid" } else { spelling });
            let near = nearest(&plain, &spellings)?;
            SPELLINGS.iter().find(|(spelling, _)| *spelling == near).map(|(_, field)| *field)
        });
        near.map_or(Ok(None), |near| {
            refused(format!("{name} is not a known name; did you mean {}? rename or remove it", near.name()))
        })
    }
}
