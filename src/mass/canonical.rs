//! The canonical text of a plan, which people approve. It is created from a plan, and again from the journal of its run: a journal
//! whose orders or options were changed has another digest than its plan.

use super::{item::Item, sha256::digest_of};
use crate::{
    api::{OrderId, RevocationReason},
    json::json_text,
};

/// The reason of an order that is left out because the list does not mark it as replaced.
pub(super) const NOT_REPLACED: &str = "not replaced yet";

/// The parts of the canonical text: what applies to the whole list, and every order.
#[derive(Debug)]
pub(super) struct Canonical<'a> {
    pub(super) deadline_unix_ms: Option<u64>,
    pub(super) skip_approval: bool,
    pub(super) reason: Option<RevocationReason>,
    pub(super) comment: Option<&'a str>,
    pub(super) orders: Vec<CanonicalOrder<'a>>,
}

/// One order: what is revoked, or why it is left out.
#[derive(Debug)]
pub(super) struct CanonicalOrder<'a> {
    pub(super) item: &'a Item,
    /// The reason of its hold. `None`: it is revoked, if there is something to revoke.
    pub(super) hold: Option<&'a str>,
}

impl<'a> CanonicalOrder<'a> {
    /// Creates the order from the hold of the plan, if there is one, and the option to leave out orders that are not replaced.
    pub(super) fn new(item: &'a Item, hold: Option<&'a str>, only_replaced: bool) -> Self {
        let not_replaced = only_replaced && item.replaced != Some(true);
        Self { item, hold: hold.or(not_replaced.then_some(NOT_REPLACED)) }
    }

    fn order_id(&self) -> OrderId {
        self.item.order_id
    }
}

impl Canonical<'_> {
    /// Returns the text.
    pub(super) fn text(mut self) -> String {
        let deadline = self.deadline_unix_ms.map_or("none".to_owned(), |ms| ms.to_string());
        let approval = if self.skip_approval { "skipped" } else { "required" };
        let mut text =
            format!("certcentral-revoke bulk revocation, version 3\ndeadline {deadline}\napproval {approval}\n");
        self.orders.sort_unstable_by_key(CanonicalOrder::order_id);
        for CanonicalOrder { item, hold } in &self.orders {
            text.push_str(&item.order_id.to_string());
            let note = if hold.is_some() {
                text.push_str(" held");
                *hold
            } else {
                text.push(' ');
                text.push_str(item.reason.or(self.reason).map_or("no reason", RevocationReason::as_str));
                item.comment.as_deref().or(self.comment)
            };
            if let Some(note) = note {
                text.push(' ');
                text.push_str(&json_text(&note));
            }
            text.push('\n');
        }
        text
    }

    /// Returns the SHA-256 digest of the text.
    pub(super) fn digest(self) -> String {
        digest_of(&self.text())
    }
}
