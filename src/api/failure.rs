//! How a call ends that has no outcome: what is wrong, and what that says about the other side.
//! The rule for an answer that is no success lives here too. Not here: what a success looks like.

use std::fmt;

use serde::Serialize;

use super::{
    error::{ApiError, errors_of},
    http::HttpResponse,
    issue::{Issue, Issues},
};

/// Whether a call reads or changes something: a read can be lost without harm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// It changes nothing.
    Read,
    /// It may change something that cannot be changed back.
    Write,
}

/// What a failed call did at DigiCert.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Effect {
    /// Nothing was changed.
    None,
    /// It may have been carried out, or not. Only a read can tell.
    Unknown,
}

/// What is wrong with an answer that is neither a clear yes nor a clear no.
///
/// - `connection-failed`: the call was handed to the network and no whole answer came back
/// - `redirect`: a 3xx; it is not followed, because the key would travel along
/// - `server-error`: a 5xx
/// - `unexplained-refusal`: a 4xx without DigiCert's error body, or a 429 without its rate limit code
/// - `unexpected-status`: a status that means nothing here
/// - `empty-body`, `unexpected-body`: no body where one belongs, or one where none belongs
/// - `body-too-large`, `not-utf8`, `not-json`: the body cannot be read
/// - `not-understood`: JSON, but not the documented shape
/// - `not-a-revoke-request`: a request of another type
/// - `other-order`, `other-request`: the answer is about another one than was asked for
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the list above is what TypeScript users see too; it says each once")]
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
        /// The HTTP status, where there was one.
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

/// What a caller does next differs by this.
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
    /// The WebAssembly core could not be loaded. Only JavaScript can say so.
    CoreUnavailable,
    /// The WebAssembly core crashed. Only JavaScript can say so.
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
            Cause::Unclear { .. } => ErrorCode::UnknownOutcome,
            Cause::TimedOut { .. } | Cause::DeadlinePassed { .. } => ErrorCode::Timeout,
            Cause::Aborted { .. } => ErrorCode::Aborted,
        }
    }

    /// What the call did at DigiCert. Only input, a refusal and an abort before sending prove "nothing".
    #[must_use]
    pub fn effect(&self) -> Effect {
        match &self.cause {
            _ if self.action == Action::Read => Effect::None,
            Cause::InvalidInput(_) | Cause::Refused { .. } | Cause::Aborted { sent: false } => Effect::None,
            Cause::Unclear { .. }
            | Cause::TimedOut { .. }
            | Cause::DeadlinePassed { .. }
            | Cause::Aborted { sent: true } => Effect::Unknown,
        }
    }

    /// Whether the same call may be made again as it is, without reading first.
    #[must_use]
    pub fn retryable(&self) -> bool {
        match self.code() {
            ErrorCode::RateLimited | ErrorCode::ReadFailed => true,
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
                write!(f, "DigiCert refused with status {status}")?;
                errors.iter().try_for_each(|error| match error.message.as_str() {
                    "" => write!(f, ", {}", error.code),
                    message => write!(f, ", {} ({message})", error.code),
                })
            }
            Cause::Unclear { status, problem, .. } => {
                f.write_str(problem.sentence())?;
                status.map_or(Ok(()), |status| write!(f, " (status {status})"))
            }
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
        }
    }
}

/// A failure as plain data, the way it crosses to JavaScript.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct FailureDetails {
    /// What happened, for machines; each code has a class of its own.
    pub code: ErrorCode,
    /// What the call did at DigiCert.
    pub effect: Effect,
    /// Whether the same call may be made again as it is, without reading first.
    pub retryable: bool,
    /// What happened, in a sentence.
    pub message: String,
    /// The HTTP status, where there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub status: Option<u16>,
    /// DigiCert's errors; none where it gave none.
    pub errors: Vec<ApiError>,
    /// What is wrong with the input; none where it was right.
    pub issues: Vec<Issue>,
    /// What is wrong with an answer that is neither yes nor no.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub problem: Option<Problem>,
}

impl From<Failure> for FailureDetails {
    fn from(failure: Failure) -> Self {
        let (code, effect, retryable) = (failure.code(), failure.effect(), failure.retryable());
        let message = failure.to_string();
        let (status, errors, issues, problem) = match failure.cause {
            Cause::InvalidInput(issues) => (None, Vec::new(), issues.0, None),
            Cause::Refused { status, errors } => (Some(status), errors, Vec::new(), None),
            Cause::Unclear { status, problem, errors } => (status, errors, Vec::new(), Some(problem)),
            Cause::TimedOut { .. } | Cause::DeadlinePassed { .. } | Cause::Aborted { .. } => {
                (None, Vec::new(), Vec::new(), None)
            }
        };
        Self { code, effect, retryable, message, status, errors, issues, problem }
    }
}
