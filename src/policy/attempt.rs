//! The record of what was sent and what was concluded from it, so that an audit can tell the story of a call.

use serde::Serialize;

use crate::api::{Method, Problem, Timestamp};

/// What was concluded from an attempt.
///
/// - `accepted`: a change was answered with a clear yes
/// - `refused`: DigiCert said no and why
/// - `not-processed`: DigiCert's rate limit; nothing happened, the same may be sent again
/// - `ambiguous`: a change was sent and nothing tells yet what became of it
/// - `read`: a read was answered
/// - `read-failed`: a read was not answered, or not clearly
/// - `aborted`: the caller ended it
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(rename = "AttemptDecision"))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the list above is what TypeScript users see too; it says each once")]
pub enum Decision {
    Accepted,
    Refused,
    NotProcessed,
    Ambiguous,
    Read,
    ReadFailed,
    Aborted,
}

/// One request that was handed to the network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(optional_fields))]
pub struct Attempt {
    /// When it was sent: UTC, to the millisecond, by the clock of this machine.
    pub time: Timestamp,
    /// The method.
    pub method: Method,
    /// Path and query.
    pub path: String,
    /// The HTTP status, where there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// What was wrong with the answer, where something was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
    /// What was concluded.
    pub decision: Decision,
}
