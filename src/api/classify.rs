//! What a response that is not a success means. Only DigiCert's own error body proves a refusal.

use super::{
    cause::Cause,
    error_body::{ApiError, errors_of},
    problem::Problem,
    response::HttpResponse,
};
use crate::json::Json;

impl Cause {
    /// Classifies a response that is not a success.
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

    /// Returns the cause if the response is DigiCert's rate limit, which is the only proof that a request was not processed.
    pub(crate) fn rate_limit(response: &HttpResponse) -> Option<Self> {
        if response.status != 429 {
            return None;
        }
        let cause = Self::of(response);
        matches!(cause, Self::Refused { .. }).then_some(cause)
    }

    /// Returns the cause for a response without a value that the next step needs.
    pub(crate) fn not_understood() -> Self {
        Self::Unclear { status: Some(200), problem: Problem::NotUnderstood, errors: Vec::new() }
    }

    pub(crate) fn unclear(response: &HttpResponse, problem: Problem) -> Self {
        Self::Unclear { status: Some(response.status), problem, errors: Vec::new() }
    }
}

/// Returns the JSON body of a response with status 200.
///
/// # Errors
/// The cause, for any other status or an unreadable body.
pub(crate) fn body_of(response: &HttpResponse) -> Result<Json<'_>, Cause> {
    match response.status {
        200 => response.json().map_err(|problem| Cause::unclear(response, problem)),
        _ => Err(Cause::of(response)),
    }
}
