//! The figures of a report. Each order is in exactly one count of each group: the counts of a group add up to the orders.

use serde::Serialize;

use super::{InTime, ReportFacts};
use crate::mass::{Counts, Line, Skip, State};

/// How many orders were revoked in time; see [`InTime`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct DeadlineCounts {
    /// There is no deadline, or there was nothing to revoke.
    pub none: u32,
    /// Known by the deadline to be revoked.
    pub met: u32,
    /// Not revoked by the deadline, or only later known to be.
    pub missed: u32,
    /// Not revoked, and the deadline is still to come.
    pub open: u32,
    /// The deadline has passed, and nobody can tell whether the order is revoked.
    pub unknown: u32,
}

/// The numbers that a CA reports to the CCADB of a revocation that is late (ccadb.org/cas/incident-report), counted here in
/// orders; an order has one certificate at least.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Ccadb {
    /// Revoked, by this run or before it.
    pub revoked: u32,
    /// Not revoked, as far as is known: not sent, on their way, waiting for approval, refused, unknown, or held.
    pub not_yet_revoked: u32,
    /// To be revoked, and ended before: expired, canceled or rejected.
    pub ended_before: u32,
    /// No certificate that could be revoked: not issued, or DigiCert knows no such order.
    pub nothing_to_revoke: u32,
    /// When the last order will be settled, as far as can be told, or was: milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::mass::safe_integer::serialize_option")]
    #[cfg_attr(test, ts(as = "Option<f64>"))]
    pub done_unix_ms: Option<u64>,
}

/// How many orders were skipped, and why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SkipCounts {
    /// Revoked before.
    pub already_revoked: u32,
    /// No certificate was issued yet.
    pub not_issued: u32,
    /// DigiCert knows no such order.
    pub not_found: u32,
    /// Canceled, rejected or expired.
    pub ended: u32,
}

/// The figures of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// How many orders there are.
    pub orders: u32,
    /// How many are in each state.
    pub counts: Counts,
    /// Why those that were skipped were.
    pub skipped: SkipCounts,
    /// How many were revoked in time.
    pub deadline: DeadlineCounts,
    /// What a CA tells the CCADB.
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
            Skip::AlreadyRevoked => (&mut self.skipped.already_revoked, &mut self.ccadb.revoked),
            Skip::NotIssued => (&mut self.skipped.not_issued, &mut self.ccadb.nothing_to_revoke),
            Skip::NotFound => (&mut self.skipped.not_found, &mut self.ccadb.nothing_to_revoke),
            Skip::Ended => (&mut self.skipped.ended, &mut self.ccadb.ended_before),
        };
        *skipped += 1;
        *ccadb += 1;
    }
}
