//! A failure as plain data, for the error classes.

use serde::Serialize;

use super::{
    cause::Cause,
    error_body::ApiError,
    failure::{Effect, ErrorCode, Failure},
    problem::Problem,
    subject::Subject,
};
use crate::input::Issue;

/// A failure as plain data.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct FailureDetails {
    /// The error code. Each code has its own error class.
    pub code: ErrorCode,
    /// The effect of the call at DigiCert.
    pub effect: Effect,
    /// Whether the same call can be repeated without a read first.
    pub retryable: bool,
    /// A description of the failure.
    pub message: String,
    /// The HTTP status, if a response arrived.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub status: Option<u16>,
    /// The errors that DigiCert reported. Empty if there are none.
    pub errors: Vec<ApiError>,
    /// The issues with the input. Empty if the input is valid.
    pub issues: Vec<Issue>,
    /// Why the response proves neither success nor failure.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub problem: Option<Problem>,
    /// The order, certificate or request of the call, if known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub subject: Option<Subject>,
}

impl FailureDetails {
    /// Describes a failure. The message names the order, certificate or request that the call is about.
    #[must_use]
    pub fn new(failure: Failure, subject: Option<&Subject>) -> Self {
        let (code, effect, retryable) = (failure.code(), failure.effect(), failure.retryable());
        let message = match subject {
            Some(subject) => format!("{subject}: {failure}"),
            None => failure.to_string(),
        };
        let (status, errors, issues, problem) = match failure.cause {
            Cause::InvalidInput(issues) => (None, Vec::new(), issues.0, None),
            Cause::Refused { status, errors } => (Some(status), errors, Vec::new(), None),
            Cause::Unclear { status, problem, errors } => (status, errors, Vec::new(), Some(problem)),
            Cause::UnreadableResponse { status, issues } => {
                (status, Vec::new(), issues.0, Some(Problem::UnreadableInput))
            }
            Cause::NotConnected
            | Cause::InFlight
            | Cause::TimedOut { .. }
            | Cause::DeadlinePassed { .. }
            | Cause::Aborted { .. } => (None, Vec::new(), Vec::new(), None),
        };
        Self { code, effect, retryable, message, subject: subject.cloned(), status, errors, issues, problem }
    }
}

impl From<Failure> for FailureDetails {
    fn from(failure: Failure) -> Self {
        Self::new(failure, None)
    }
}
