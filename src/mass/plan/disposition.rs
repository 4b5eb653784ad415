//! What a run does with one order of the list.

use super::terms::Terms;
use crate::mass::{Item, SkipReason, SurveyFinding};

/// What a run does with one order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Disposition {
    /// Revokes it.
    Send,
    /// Skips it, because there is nothing to revoke.
    Skip(SkipReason),
    /// Leaves it on hold.
    Hold {
        /// The reason for the hold.
        reason: String,
    },
    /// Leaves it, because the list does not mark it as replaced.
    NotReplaced,
}

/// One order of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// The order, as the list describes it.
    pub item: Item,
    /// What a run does with it.
    pub disposition: Disposition,
}

/// Skips what cannot be revoked, even if it is on hold: the report must not list a revoked order as on hold.
pub(super) fn disposition(item: &Item, finding: &SurveyFinding, terms: &Terms) -> Disposition {
    let skip = match finding {
        SurveyFinding::NotFound => Some(SkipReason::NotFound),
        SurveyFinding::Unread => None,
        SurveyFinding::Found(standing) => match standing.status.as_str() {
            "revoked" => Some(SkipReason::AlreadyRevoked),
            "pending" | "waiting_pickup" | "needs_approval" | "processing" | "needs_csr" => Some(SkipReason::NotIssued),
            "canceled" | "rejected" | "expired" | "denied" => Some(SkipReason::Ended),
            _ => None,
        },
    };
    match (skip, terms.holds.get(&item.order_id)) {
        (Some(skip), _) => Disposition::Skip(skip),
        (None, Some(reason)) => Disposition::Hold { reason: reason.clone() },
        (None, None) if terms.only_replaced && item.replaced != Some(true) => Disposition::NotReplaced,
        (None, None) => Disposition::Send,
    }
}
