//! How a call ends that has no outcome: what is wrong, and what that says about the other side.
//! The rule for an answer that is no success lives here too. Not here: what a success looks like.

use std::fmt;

use serde::Serialize;

use super::{
    error::{ApiError, errors_of},
    http::HttpResponse,
    issue::{Issue, Issues},
    subject::Subject,
};

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
    /// The change may have been made. Only a read can tell.
    Unknown,
}

/// Why a response proves neither success nor failure.
///
/// - `connection-failed`: the request was sent and no complete response arrived
/// - `redirect`: status 3xx; redirects are not followed, because they would carry the API key
/// - `server-error`: status 5xx
/// - `unexplained-refusal`: status 4xx without DigiCert's error body, or 429 without its rate limit code
/// - `unexpected-status`: a status that this endpoint does not document
/// - `empty-body`, `unexpected-body`: a required body is missing, or a body is present where none is documented
/// - `body-too-large`, `not-utf8`, `not-json`: the body cannot be read
/// - `not-understood`: the JSON does not have the documented shape
/// - `not-a-revoke-request`: the request has another type
/// - `other-order`, `other-request`: the response describes another order or request
/// - `unreadable-input`: `parseRevokeResponse` cannot read what was passed as the response
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the list above documents each variant, for TypeScript too")]
pub enum Problem {
    ConnectionFailed,
    Redirect,
    ServerError,
    UnexplainedRefusal,
    UnexpectedStatus,
    EmptyBody,
    UnexpectedBody,
    BodyTooLarge,
    NotUtf8,
    NotJson,
    NotUnderstood,
    NotARevokeRequest,
    OtherOrder,
    OtherRequest,
    UnreadableInput,
}

/// Why a call has no outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// What was given is wrong; nothing was sent.
    InvalidInput(Issues),
    /// DigiCert said no and why.
    Refused {
        /// The HTTP status, a 4xx.
        status: u16,
        /// At least one.
        errors: Vec<ApiError>,
    },
    /// Sent, and no clear answer came.
    Unclear {
        /// The HTTP status, if a response arrived.
        status: Option<u16>,
        /// What is wrong with the answer.
        problem: Problem,
        /// DigiCert's error codes, where the body carried some all the same.
        errors: Vec<ApiError>,
    },
    /// No answer within the time of one attempt.
    TimedOut {
        /// The time of the attempt, in milliseconds.
        after_ms: u32,
    },
    /// The deadline of the whole call passed.
    DeadlinePassed {
        /// The deadline, in milliseconds after the start of the call.
        after_ms: u32,
    },
    /// No connection was established. Nothing was sent.
    NotConnected,
    /// Another call of the same client makes the same change. This one sent nothing.
    InFlight,
    /// What a caller passed as the response to a write cannot be read.
    UnreadableResponse {
        /// The HTTP status, where it can be read.
        status: Option<u16>,
        /// What is wrong with the input.
        issues: Issues,
    },
    /// The caller ended the call.
    Aborted {
        /// Whether the call had been handed to the network by then.
        sent: bool,
    },
}

impl Cause {
    /// The cause in an answer that is no success.
    pub(crate) fn of(response: &HttpResponse) -> Self {
        let status = response.status;
        let errors = errors_of(response);
        let proven = status != 429 || errors.iter().any(ApiError::is_rate_limit);
        let problem = match status {
            400..=499 if proven && !errors.is_empty() => return Self::Refused { status, errors },
            400..=499 => Problem::UnexplainedRefusal,
            0 | 300..=399 => Problem::Redirect,
            500..=599 => Problem::ServerError,
            _ => Problem::UnexpectedStatus,
        };
        Self::Unclear { status: Some(status), problem, errors }
    }

    /// DigiCert's rate limit, where an answer is that: the only proof that a call was not processed.
    pub(crate) fn rate_limit(response: &HttpResponse) -> Option<Self> {
        if response.status != 429 {
            return None;
        }
        let cause = Self::of(response);
        matches!(cause, Self::Refused { .. }).then_some(cause)
    }

    /// An answer that lacks what the next step needs.
    pub(crate) fn not_understood() -> Self {
        Self::Unclear { status: Some(200), problem: Problem::NotUnderstood, errors: Vec::new() }
    }

    pub(crate) fn unclear(response: &HttpResponse, problem: Problem) -> Self {
        Self::Unclear { status: Some(response.status), problem, errors: Vec::new() }
    }
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
    /// Whether the call was to change something.
    pub action: Action,
    /// Why there is no outcome.
    pub cause: Cause,
}

impl Failure {
    /// What happened, for machines.
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

    /// What the call did at DigiCert. Only input, a refusal and an abort before sending prove "nothing".
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

    /// Whether the same call can be repeated without a read first.
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
            Cause::TimedOut { after_ms } => write!(f, "no answer within {after_ms} ms"),
            Cause::DeadlinePassed { after_ms } => write!(f, "the deadline of {after_ms} ms passed"),
            Cause::Aborted { sent: true } => f.write_str("aborted after the call had been sent"),
            Cause::Aborted { sent: false } => f.write_str("aborted before anything was sent"),
        }?;
        if self.effect() == Effect::Unknown {
            f.write_str("; it may have taken effect: read the order before anything is sent again")?;
        }
        Ok(())
    }
}

impl std::error::Error for Failure {}

impl Problem {
    fn sentence(self) -> &'static str {
        match self {
            Self::ConnectionFailed => "the connection failed before a whole answer came",
            Self::Redirect => "the server answered with a redirect, which is never followed",
            Self::ServerError => "the server reported an error of its own",
            Self::UnexplainedRefusal => "the refusal does not carry DigiCert's error body",
            Self::UnexpectedStatus => "the status means nothing for this call",
            Self::EmptyBody => "the answer has no body",
            Self::UnexpectedBody => "the answer has a body where none belongs",
            Self::BodyTooLarge => "the answer is larger than is read",
            Self::NotUtf8 => "the answer is not UTF-8 text",
            Self::NotJson => "the answer is not JSON, or was cut short",
            Self::NotUnderstood => "the answer is not what the API documents",
            Self::NotARevokeRequest => "the answer is a request of another type",
            Self::OtherOrder => "the answer is about another order",
            Self::OtherRequest => "the answer is about another request",
            Self::UnreadableInput => "the response cannot be read",
        }
    }
}

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
