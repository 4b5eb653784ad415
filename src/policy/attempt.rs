//! The attempts of a call, for errors and audits.

use serde::Serialize;

use crate::api::{Method, Problem, Timestamp};

/// The result of an attempt.
///
/// - `accepted`: DigiCert confirmed the change
/// - `refused`: DigiCert refused the request
/// - `not-processed`: DigiCert's rate limit refused the request; it had no effect and can be sent again
/// - `ambiguous`: the change was sent and its effect is unknown
/// - `read`: the read succeeded
/// - `read-failed`: the read failed, or its response is unclear
/// - `aborted`: the caller aborted the call
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the list above documents each variant, for TypeScript too")]
pub enum AttemptDecision {
    Accepted,
    Refused,
    NotProcessed,
    Ambiguous,
    Read,
    ReadFailed,
    Aborted,
}

/// One request that was passed to the network, and its result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(optional_fields))]
pub struct Attempt {
    /// The time at which the request was sent: UTC, to the millisecond, by the local clock.
    pub time: Timestamp,
    /// The HTTP method.
    pub method: Method,
    /// The path and query.
    pub path: String,
    /// The HTTP status, if a response arrived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Milliseconds from the start of the request to the end of the response, or to the failure. `undefined` if unknown.
    #[serde(rename = "durationMs", skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<u32>,
    /// Why the response proves neither success nor failure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
    /// The result of the attempt.
    pub decision: AttemptDecision,
}
