//! The fields of a list, and the names that are accepted or rejected for them.

use crate::{
    api::{Issue, Rule},
    input::{nearest, printable_name},
};

/// A field of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    OrderId,
    Reason,
    Comment,
    Priority,
    Replaced,
}

/// Names without blanks, `-`, `_` and case. `id` is not one of them, because certificates and requests have ids too.
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

/// Names that suggest a setting that a list does not have. Ignoring them could revoke more than intended.
const NOT_IN_A_LIST: [(&str, &str); 5] = [
    ("hold", "pass holds as an option of the plan"),
    ("held", "pass holds as an option of the plan"),
    ("onhold", "pass holds as an option of the plan"),
    ("skipapproval", "pass skipApproval as an option of the plan"),
    ("deadline", "pass deadline as an option of the plan"),
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

    /// Returns the field with this name. `None` for an unknown column, which is ignored, because exports have many columns. A name
    /// that resembles a field is an error: otherwise a misspelled column would be ignored without notice.
    ///
    /// # Errors
    /// For a name that resembles a field, or that is not allowed in a list.
    pub(super) fn named(name: &str) -> Result<Option<Self>, Issue> {
        let normalized: String =
            name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
        if let Some((_, field)) = SPELLINGS.iter().find(|(spelling, _)| *spelling == normalized) {
            return Ok(Some(*field));
        }
        let name = printable_name(name.trim());
        let refused = |message: String| Err(Issue::new(name, Rule::UnknownField, message));
        if let Some((_, why)) = NOT_IN_A_LIST.iter().find(|(spelling, _)| *spelling == normalized) {
            return refused(format!("{name} is not allowed in a list: remove it and {why}"));
        }
        let within = [Self::Reason, Self::Comment, Self::Priority, Self::Replaced];
        let near = within.into_iter().find(|field| normalized.contains(field.name()));
        let near = near.or_else(|| {
            // Too many names resemble `order`, for example `owner`. If it is misspelled, the list has no order ids at all.
            let spellings = SPELLINGS.map(|(spelling, _)| if spelling == "order" { "orderid" } else { spelling });
            let near = nearest(&normalized, &spellings)?;
            SPELLINGS.iter().find(|(spelling, _)| *spelling == near).map(|(_, field)| *field)
        });
        near.map_or(Ok(None), |near| {
            refused(format!("unknown column {name}; did you mean {}? Rename or remove it", near.name()))
        })
    }
}
