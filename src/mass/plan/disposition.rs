//! What a run does with one order of the list.

use super::terms::Terms;
use crate::mass::{Finding, Item, Skip};

/// What is done with one order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Disposition {
    /// It is revoked.
    Send,
    /// There is nothing to do.
    Skip(Skip),
    /// Somebody exempted it.
    Hold {
        /// What was said about it.
        why: String,
    },
    /// Nothing has taken its place yet, as far as the list says.
    NotReplaced,
}

/// One order and what is done with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// What the list says.
    pub item: Item,
    /// What is done.
    pub disposition: Disposition,
}

/// What cannot be revoked is skipped, exempted or not: a hold does not make a revoked order one that still lives.
pub(super) fn disposition(item: &Item, finding: &Finding, terms: &Terms) -> Disposition {
    let skip = match finding {
        Finding::NotFound => Some(Skip::NotFound),
        Finding::Unread => None,
        Finding::Found(standing) => match standing.status.as_str() {
            "revoked" => Some(Skip::AlreadyRevoked),
            "pending" | "waiting_pickup" | "needs_approval" | "processing" | "needs_csr" => Some(Skip::NotIssued),
            "canceled" | "rejected" | "expired" | "denied" => Some(Skip::Ended),
            _ => None,
        },
    };
    match (skip, terms.holds.get(&item.order_id)) {
        (Some(skip), _) => Disposition::Skip(skip),
        (None, Some(why)) => Disposition::Hold { why: why.clone() },
        (None, None) if terms.only_replaced && item.replaced != Some(true) => Disposition::NotReplaced,
        (None, None) => Disposition::Send,
    }
}
