//! What a plan comes to, in numbers. Not here: what is done with one order (`mod.rs`).

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::{Disposition, Planned};
use crate::{
    api::RevocationReason,
    mass::{Finding, Skip},
};

/// A plan in numbers. `send`, `held`, `not_replaced` and the four that are skipped add up to `orders`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Totals {
    /// The orders of the list.
    pub orders: u32,
    /// What is sent. This is the number to type.
    pub send: u32,
    /// Somebody exempted them.
    pub held: u32,
    /// Not sent, because nothing has taken their place yet.
    pub not_replaced: u32,
    /// Revoked already.
    pub already_revoked: u32,
    /// Not issued: they can be cancelled, not revoked.
    pub not_issued: u32,
    /// DigiCert knows no such order.
    pub not_found: u32,
    /// Canceled, rejected or expired.
    pub ended: u32,
    /// Of what is sent: so many certificates at least. An order with duplicates counts as two; how many more it has, only
    /// three further calls for each order would tell.
    pub certificates_at_least: u32,
    /// Of what is sent: orders with duplicates, as far as was read.
    pub with_duplicates: u32,
    /// Of what is sent: orders of which DigiCert ignores the reason, because they are no TLS/SSL products.
    pub reason_ignored: u32,
    /// Of what is sent: a reissue is pending. DigiCert may refuse until it is done or cancelled.
    pub reissue_pending: u32,
    /// Of what is sent: orders with a status of which nobody knows what a revoke does.
    pub unknown_status: u32,
    /// Of what is sent: orders that could not be read.
    pub unread: u32,
    /// Of what is sent: how many for each reason. `unspecified` is DigiCert's word where none is given.
    pub by_reason: BTreeMap<&'static str, u32>,
    /// Of what is sent: how many of each priority.
    #[serde(serialize_with = "text_keys")]
    pub by_priority: BTreeMap<u8, u32>,
}

/// The keys of a JavaScript object are text.
fn text_keys<S: Serializer>(counts: &BTreeMap<u8, u32>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(counts.iter().map(|(priority, count)| (priority.to_string(), count)))
}

impl Totals {
    /// `reason`: why, where a row names none.
    pub(super) fn count(&mut self, planned: &Planned, finding: &Finding, reason: Option<RevocationReason>) {
        self.orders += 1;
        *match planned.disposition {
            Disposition::Send => &mut self.send,
            Disposition::Hold { .. } => &mut self.held,
            Disposition::NotReplaced => &mut self.not_replaced,
            Disposition::Skip(Skip::AlreadyRevoked) => &mut self.already_revoked,
            Disposition::Skip(Skip::NotIssued) => &mut self.not_issued,
            Disposition::Skip(Skip::NotFound) => &mut self.not_found,
            Disposition::Skip(Skip::Ended) => &mut self.ended,
        } += 1;
        if planned.disposition != Disposition::Send {
            return;
        }
        let reason = planned.item.reason.or(reason);
        *self.by_reason.entry(reason.unwrap_or(RevocationReason::Unspecified).as_str()).or_default() += 1;
        *self.by_priority.entry(planned.item.priority).or_default() += 1;
        self.certificates_at_least += 1;
        match finding {
            Finding::Found(standing) => {
                let has_duplicates = standing.has_duplicates == Some(true);
                self.certificates_at_least += u32::from(has_duplicates);
                self.with_duplicates += u32::from(has_duplicates);
                self.reason_ignored += u32::from(standing.is_tls == Some(false) && reason.is_some());
                self.reissue_pending += u32::from(standing.status == "reissue_pending");
                self.unknown_status += u32::from(!matches!(standing.status.as_str(), "issued" | "reissue_pending"));
            }
            Finding::NotFound | Finding::Unread => self.unread += 1,
        }
    }
}
