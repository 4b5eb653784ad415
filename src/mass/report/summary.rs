//! The figures of a report. The counts of each group add up to the number of orders.

use serde::Serialize;

use super::{facts::ReportFacts, in_time::InTime};
use crate::mass::{Counts, Line, SkipReason, State};

/// The orders by deadline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct DeadlineCounts {
    /// Orders without a deadline, or with nothing to revoke.
    pub none: u32,
    /// Orders that were known to be revoked by the deadline.
    pub met: u32,
    /// Orders that were not known to be revoked by the deadline.
    pub missed: u32,
    /// Orders that are not revoked; the deadline has not passed.
    pub open: u32,
    /// Orders with an unknown outcome; the deadline has passed.
    pub unknown: u32,
}

/// The figures of a CCADB incident report about a late revocation (ccadb.org/cas/incident-report), counted in orders. An
/// order has at least one certificate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Ccadb {
    /// Orders that were revoked by this run or before.
    pub revoked: u32,
    /// Orders that are not known to be revoked: not sent, in flight, waiting for approval, refused, unknown or on hold.
    pub not_yet_revoked: u32,
    /// Orders that ended before the revocation: expired, canceled or rejected.
    pub ended_before: u32,
    /// Orders without a certificate to revoke: not issued, or not in the account.
    pub nothing_to_revoke: u32,
    /// The actual or estimated time at which the last order is settled, in milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::mass::safe_integer::serialize_option")]
    #[cfg_attr(test, ts(as = "Option<f64>"))]
    pub done_unix_ms: Option<u64>,
}

/// The skipped orders by reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SkipCounts {
    /// Orders that were revoked before.
    pub already_revoked: u32,
    /// Orders that are not issued.
    pub not_issued: u32,
    /// Orders that do not exist in the account.
    pub not_found: u32,
    /// Orders that are canceled, rejected or expired.
    pub ended: u32,
}

/// The figures of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// The number of orders.
    pub orders: u32,
    /// The number of orders in each state.
    pub counts: Counts,
    /// The skipped orders by reason.
    pub skipped: SkipCounts,
    /// The orders by deadline.
    pub deadline: DeadlineCounts,
    /// The figures of a CCADB incident report.
    pub ccadb: Ccadb,
}

impl Summary {
    pub(super) fn of(facts: &ReportFacts, lines: &[Line]) -> Self {
        let mut summary = Self::default();
        for line in lines {
            summary.count(line, facts);
        }
        summary.ccadb.done_unix_ms = facts.done_unix_ms;
        summary
    }

    fn count(&mut self, line: &Line, facts: &ReportFacts) {
        self.orders += 1;
        *self.counts.of(&line.state) += 1;
        *match InTime::of(line, facts) {
            InTime::None => &mut self.deadline.none,
            InTime::Met => &mut self.deadline.met,
            InTime::Missed => &mut self.deadline.missed,
            InTime::Open => &mut self.deadline.open,
            InTime::Unknown => &mut self.deadline.unknown,
        } += 1;
        let State::Skipped(skip) = line.state else {
            let is_revoked = matches!(line.state, State::Revoked { .. });
            *(if is_revoked { &mut self.ccadb.revoked } else { &mut self.ccadb.not_yet_revoked }) += 1;
            return;
        };
        let (skipped, ccadb) = match skip {
            SkipReason::AlreadyRevoked => (&mut self.skipped.already_revoked, &mut self.ccadb.revoked),
            SkipReason::NotIssued => (&mut self.skipped.not_issued, &mut self.ccadb.nothing_to_revoke),
            SkipReason::NotFound => (&mut self.skipped.not_found, &mut self.ccadb.nothing_to_revoke),
            SkipReason::Ended => (&mut self.skipped.ended, &mut self.ccadb.ended_before),
        };
        *skipped += 1;
        *ccadb += 1;
    }
}
