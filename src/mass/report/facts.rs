//! The facts of a report that apply to the whole list.

use serde::Serialize;

use crate::{
    api::RevocationReason,
    mass::{Job, Run},
    policy::{Moment, RateEstimate},
};

/// The facts of a report that apply to the whole list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct ReportFacts {
    /// The name of the run.
    pub name: String,
    /// The SHA-256 digest of the plan's canonical text.
    pub digest: String,
    /// `true` for a rehearsal: nothing was sent to DigiCert.
    pub rehearsal: bool,
    /// The number of journal lines that the report is based on. `undefined` for a rehearsal.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::mass::safe_integer::serialize_option")]
    #[cfg_attr(test, ts(as = "Option<f64>"))]
    pub journal_lines: Option<u64>,
    /// The time of the report, in milliseconds since 1970.
    #[serde(serialize_with = "crate::mass::safe_integer::serialize")]
    #[cfg_attr(test, ts(type = "number"))]
    pub at_unix_ms: u64,
    /// The deadline, in milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::mass::safe_integer::serialize_option")]
    #[cfg_attr(test, ts(as = "Option<f64>"))]
    pub deadline_unix_ms: Option<u64>,
    /// The actual or estimated time at which the last order is settled, in milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::mass::safe_integer::serialize_option")]
    #[cfg_attr(test, ts(as = "Option<f64>"))]
    pub done_unix_ms: Option<u64>,
    /// The revocation reason for rows without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revocation_reason: Option<RevocationReason>,
    /// The comment for rows without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

impl ReportFacts {
    /// Returns the facts of a run at one moment. `rehearsal`: nothing was sent to DigiCert. `estimate`: the estimate of the
    /// pacer.
    #[must_use]
    pub fn of(run: &Run, rehearsal: bool, moment: &Moment, estimate: RateEstimate) -> Self {
        let Job { name, digest, reason: revocation_reason, comment, deadline_unix_ms, .. } = run.job().clone();
        let last_known = || run.lines().iter().filter_map(|line| line.known_unix_ms).max();
        let done_unix_ms = if run.is_over() { last_known() } else { run.snapshot(moment, estimate).eta_unix_ms };
        let journal_lines = (!rehearsal).then(|| run.journal_lines());
        let at_unix_ms = moment.unix_ms;
        Self {
            name,
            digest,
            rehearsal,
            journal_lines,
            at_unix_ms,
            deadline_unix_ms,
            done_unix_ms,
            revocation_reason,
            comment,
        }
    }
}
