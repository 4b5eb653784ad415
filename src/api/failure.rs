//! A call without an outcome: its error code, its effect at DigiCert, and its message.

use std::fmt;

use serde::Serialize;

use super::cause::Cause;

/// Whether a call reads or writes. A lost read does no harm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// The call changes nothing.
    Read,
    /// The call may make an irreversible change.
    Write,
}

/// The effect of a failed call at DigiCert. `none`: nothing changed. `unknown`: the change may have been made; read the order
/// before the next call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Effect {
    /// Nothing changed.
    None,
    /// The change may have been made. Only a read can show it.
    Unknown,
}

/// The error code. Each code has its own error class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each is documented at its error class")]
pub enum ErrorCode {
    InvalidInput,
    AccessDenied,
    NotFound,
    RateLimited,
    Refused,
    UnknownOutcome,
    ReadFailed,
    Timeout,
    Aborted,
    /// Another call of the same client is making the same change.
    InFlight,
    /// No connection could be established, so nothing was sent.
    NotConnected,
    /// The WebAssembly core could not be loaded. Only JavaScript produces this code.
    CoreUnavailable,
    /// The WebAssembly core crashed. Only JavaScript produces this code.
    CoreCrashed,
}

/// A call without an outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Whether the call reads or writes.
    pub action: Action,
    /// Why there is no outcome.
    pub cause: Cause,
}

impl Failure {
    /// Returns the error code.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        match &self.cause {
            Cause::InvalidInput(_) => ErrorCode::InvalidInput,
            Cause::Refused { status: 401 | 403, .. } => ErrorCode::AccessDenied,
            Cause::Refused { status: 404, .. } => ErrorCode::NotFound,
            Cause::Refused { status: 429, .. } => ErrorCode::RateLimited,
            Cause::Refused { .. } => ErrorCode::Refused,
            Cause::Unclear { .. } if self.action == Action::Read => ErrorCode::ReadFailed,
            Cause::Unclear { .. } | Cause::UnreadableResponse { .. } => ErrorCode::UnknownOutcome,
            Cause::NotConnected => ErrorCode::NotConnected,
            Cause::InFlight => ErrorCode::InFlight,
            Cause::TimedOut { .. } | Cause::DeadlinePassed { .. } => ErrorCode::Timeout,
            Cause::Aborted { .. } => ErrorCode::Aborted,
        }
    }

    /// Returns the effect at DigiCert. Only invalid input, a refusal, and an end before sending prove that nothing changed.
    #[must_use]
    pub fn effect(&self) -> Effect {
        match &self.cause {
            _ if self.action == Action::Read => Effect::None,
            Cause::InvalidInput(_)
            | Cause::Refused { .. }
            | Cause::NotConnected
            | Cause::InFlight
            | Cause::Aborted { sent: false } => Effect::None,
            Cause::Unclear { .. }
            | Cause::UnreadableResponse { .. }
            | Cause::TimedOut { .. }
            | Cause::DeadlinePassed { .. }
            | Cause::Aborted { sent: true } => Effect::Unknown,
        }
    }

    /// Returns whether the same call can be repeated without a read first.
    #[must_use]
    pub fn retryable(&self) -> bool {
        match self.code() {
            ErrorCode::RateLimited | ErrorCode::ReadFailed | ErrorCode::NotConnected => true,
            ErrorCode::Timeout => self.effect() == Effect::None,
            _ => false,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.cause {
            Cause::InvalidInput(issues) => write!(f, "nothing was sent: {issues}"),
            Cause::Refused { status, errors } => {
                write!(f, "DigiCert refused with status {}", u32::from(*status))?;
                errors.iter().try_for_each(|error| match error.message.as_str() {
                    "" => write!(f, ", {}", error.code),
                    message => write!(f, ", {} ({message})", error.code),
                })
            }
            Cause::Unclear { status, problem, .. } => {
                f.write_str(problem.sentence())?;
                status.map_or(Ok(()), |status| write!(f, " (status {})", u32::from(status)))
            }
            Cause::NotConnected => f.write_str("no connection was established; nothing was sent"),
            Cause::InFlight => {
                f.write_str("this client is already making the same change; wait for the result of that call")
            }
            Cause::UnreadableResponse { issues, .. } => write!(f, "the response cannot be read: {issues}"),
            Cause::TimedOut { after_ms } => write!(f, "no response within {after_ms} ms"),
            Cause::DeadlinePassed { after_ms } => write!(f, "the deadline of {after_ms} ms passed"),
            Cause::Aborted { sent: true } => f.write_str("aborted after the request was sent"),
            Cause::Aborted { sent: false } => f.write_str("aborted before anything was sent"),
        }?;
        if self.effect() == Effect::Unknown {
            f.write_str("; it may have taken effect: read the order before you send it again")?;
        }
        Ok(())
    }
}

impl std::error::Error for Failure {}
