//! Pages of the orders of a plan: what a run would do with each, and with which reason and comment.

use serde::Serialize;

use super::{
    disposition::{Disposition, Planned},
    dry_run::Plan,
};
use crate::{
    api::{OrderId, RevocationReason},
    mass::SkipReason,
};

/// What a run does with an order: `send` revokes it. Every other value says why it is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are those of `PlanTotals`")]
pub enum PlanDisposition {
    Send,
    Held,
    NotReplaced,
    AlreadyRevoked,
    NotIssued,
    NotFound,
    Ended,
}

/// One order of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct PlanOrder<'a> {
    /// The order id.
    pub order_id: OrderId,
    /// What a run does with it.
    pub disposition: PlanDisposition,
    /// The reason of a hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<&'a str>,
    /// The revocation reason that is sent: of the row, or of the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revocation_reason: Option<RevocationReason>,
    /// The comment that is sent: of the row, or of the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<&'a str>,
    /// Whether the comment is the row's own.
    pub has_own_comment: bool,
    /// The priority, from 0 to 9. Orders with a higher priority are sent first.
    pub priority: u8,
}

/// A page of the orders of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PlanOrderPage<'a> {
    /// The number of orders, or of those that a run revokes.
    pub total: usize,
    /// The orders of this page, in the order of the list.
    pub rows: Vec<PlanOrder<'a>>,
}

impl From<&Disposition> for PlanDisposition {
    fn from(disposition: &Disposition) -> Self {
        match disposition {
            Disposition::Send => Self::Send,
            Disposition::Hold { .. } => Self::Held,
            Disposition::NotReplaced => Self::NotReplaced,
            Disposition::Skip(SkipReason::AlreadyRevoked) => Self::AlreadyRevoked,
            Disposition::Skip(SkipReason::NotIssued) => Self::NotIssued,
            Disposition::Skip(SkipReason::NotFound) => Self::NotFound,
            Disposition::Skip(SkipReason::Ended) => Self::Ended,
        }
    }
}

impl Plan {
    /// Returns a page of the orders. `only_sent`: only those that a run revokes.
    #[must_use]
    pub fn order_page(&self, only_sent: bool, offset: usize, limit: usize) -> PlanOrderPage<'_> {
        let is_listed = |planned: &&Planned| !only_sent || planned.disposition == Disposition::Send;
        let orders = || self.orders().iter().filter(is_listed);
        let rows = orders().skip(offset).take(limit).map(|planned| self.row(planned)).collect();
        PlanOrderPage { total: orders().count(), rows }
    }

    fn row<'a>(&'a self, planned: &'a Planned) -> PlanOrder<'a> {
        let Planned { item, disposition } = planned;
        let terms = self.terms();
        let detail = if let Disposition::Hold { reason } = disposition { Some(reason.as_str()) } else { None };
        PlanOrder {
            order_id: item.order_id,
            disposition: disposition.into(),
            detail,
            revocation_reason: item.reason.or(terms.reason),
            comment: item.comment.as_deref().or(terms.comment.as_deref()),
            has_own_comment: item.comment.is_some(),
            priority: item.priority,
        }
    }
}
