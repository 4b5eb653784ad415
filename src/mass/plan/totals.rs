//! The totals of a plan.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::disposition::{Disposition, Planned};
use crate::{
    api::RevocationReason,
    mass::{SkipReason, SurveyFinding},
};

/// The orders of a plan by result. `send`, `held`, `notReplaced`, `alreadyRevoked`, `notIssued`, `notFound` and `ended` add up
/// to `orders`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PlanTotals {
    /// The number of orders in the list.
    pub orders: u32,
    /// The number of orders that the run revokes. Pass it as `confirm`.
    pub send: u32,
    /// Orders on hold.
    pub held: u32,
    /// Orders that are not revoked because they are not replaced.
    pub not_replaced: u32,
    /// Orders that are revoked already.
    pub already_revoked: u32,
    /// Orders that are not issued. Cancel them instead.
    pub not_issued: u32,
    /// Orders that do not exist in the account.
    pub not_found: u32,
    /// Orders that are canceled, rejected or expired.
    pub ended: u32,
    /// The minimum number of certificates that the run revokes. An order with duplicates counts as two; the exact number would
    /// take three further calls for each order.
    pub min_certificates: u32,
    /// Of the orders to revoke: those with duplicates, as far as known.
    pub with_duplicates: u32,
    /// Of the orders to revoke: those whose product is not TLS/SSL. DigiCert ignores their revocation reason.
    pub reason_ignored: u32,
    /// Of the orders to revoke: those with a pending reissue. DigiCert may refuse them until the reissue is complete or canceled.
    pub reissue_pending: u32,
    /// Of the orders to revoke: those with a status for which the effect of a revocation is not documented.
    pub unknown_status: u32,
    /// Of the orders to revoke: those that could not be read.
    pub unread: u32,
    /// The number of orders to revoke for each reason. `unspecified` includes orders without a reason.
    pub by_reason: BTreeMap<&'static str, u32>,
    /// The number of orders to revoke for each priority.
    #[serde(serialize_with = "text_keys")]
    pub by_priority: BTreeMap<u8, u32>,
}

/// Serializes the keys as text, because the keys of a JavaScript object are text.
fn text_keys<S: Serializer>(counts: &BTreeMap<u8, u32>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(counts.iter().map(|(priority, count)| (priority.to_string(), count)))
}

impl PlanTotals {
    /// Counts one order. `reason`: the revocation reason for rows without one.
    pub(super) fn count(&mut self, planned: &Planned, finding: &SurveyFinding, reason: Option<RevocationReason>) {
        self.orders += 1;
        *match planned.disposition {
            Disposition::Send => &mut self.send,
            Disposition::Hold { .. } => &mut self.held,
            Disposition::NotReplaced => &mut self.not_replaced,
            Disposition::Skip(SkipReason::AlreadyRevoked) => &mut self.already_revoked,
            Disposition::Skip(SkipReason::NotIssued) => &mut self.not_issued,
            Disposition::Skip(SkipReason::NotFound) => &mut self.not_found,
            Disposition::Skip(SkipReason::Ended) => &mut self.ended,
        } += 1;
        if planned.disposition != Disposition::Send {
            return;
        }
        let reason = planned.item.reason.or(reason);
        *self.by_reason.entry(reason.unwrap_or(RevocationReason::Unspecified).as_str()).or_default() += 1;
        *self.by_priority.entry(planned.item.priority).or_default() += 1;
        self.min_certificates += 1;
        match finding {
            SurveyFinding::Found(standing) => {
                let has_duplicates = standing.has_duplicates == Some(true);
                self.min_certificates += u32::from(has_duplicates);
                self.with_duplicates += u32::from(has_duplicates);
                self.reason_ignored += u32::from(standing.is_tls == Some(false) && reason.is_some());
                self.reissue_pending += u32::from(standing.status == "reissue_pending");
                self.unknown_status += u32::from(!matches!(standing.status.as_str(), "issued" | "reissue_pending"));
            }
            SurveyFinding::NotFound | SurveyFinding::Unread => self.unread += 1,
        }
    }
}
