//! Whether an order was revoked before its deadline.

use serde::Serialize;

use super::facts::ReportFacts;
use crate::mass::{Line, State};

/// Whether an order was revoked in time.
///
/// - `none`: there is no deadline, or there was nothing to revoke
/// - `met`: known by the deadline to be revoked
/// - `missed`: not revoked by the deadline, or only later known to be
/// - `open`: not revoked; the deadline has not passed
/// - `unknown`: the deadline has passed, and the outcome is unknown
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the list above documents the values")]
pub enum InTime {
    None,
    Met,
    Missed,
    Open,
    Unknown,
}

impl InTime {
    /// Returns the value for one order at the time of the report.
    #[must_use]
    pub fn of(line: &Line, facts: &ReportFacts) -> Self {
        let Some(deadline) = facts.deadline_unix_ms else { return Self::None };
        match &line.state {
            State::Skipped(_) => Self::None,
            State::Revoked { .. } if line.known_unix_ms.is_some_and(|known| known <= deadline) => Self::Met,
            State::Revoked { .. } => Self::Missed,
            _ if facts.at_unix_ms <= deadline => Self::Open,
            State::Sending | State::Unknown { .. } => Self::Unknown,
            State::Waiting | State::Requested { .. } | State::Refused { .. } | State::Held { .. } => Self::Missed,
        }
    }
}
