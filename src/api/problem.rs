//! Why a response proves neither success nor failure.

use serde::Serialize;

use crate::json::{JsonError, UnexpectedType};

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
/// - `unreadable-input`: `parseRevokeResponse` or `parseDecisionResponse` cannot read what was passed as the response
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

impl Problem {
    pub(super) fn sentence(self) -> &'static str {
        match self {
            Self::ConnectionFailed => "the connection failed before the response was complete",
            Self::Redirect => "the server responded with a redirect, which is never followed",
            Self::ServerError => "the server reported an internal error",
            Self::UnexplainedRefusal => "the refusal does not have DigiCert's error body",
            Self::UnexpectedStatus => "the status is not documented for this call",
            Self::EmptyBody => "the response has no body",
            Self::UnexpectedBody => "the response has a body where none is documented",
            Self::BodyTooLarge => "the response is larger than the limit",
            Self::NotUtf8 => "the response is not UTF-8 text",
            Self::NotJson => "the response is not JSON, or is incomplete",
            Self::NotUnderstood => "the response does not have the documented format",
            Self::NotARevokeRequest => "the response is a request of another type",
            Self::OtherOrder => "the response describes another order",
            Self::OtherRequest => "the response describes another request",
            Self::UnreadableInput => "the response cannot be read",
        }
    }
}

impl From<JsonError> for Problem {
    fn from(error: JsonError) -> Self {
        match error {
            JsonError::Invalid => Self::NotJson,
            // Two readers could understand it differently.
            JsonError::DuplicateName => Self::NotUnderstood,
        }
    }
}

impl From<UnexpectedType> for Problem {
    fn from(_: UnexpectedType) -> Self {
        Self::NotUnderstood
    }
}
