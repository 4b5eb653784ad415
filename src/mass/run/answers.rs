//! Interprets responses and ended calls for a run.

use crate::{
    api::{ApiError, Cause, Failure, HttpResponse, Outcome, Problem, RequestStatus, RequestedOutcome, RevokedOutcome},
    json::json_text,
    mass::journal::Settlement,
    policy::{Event, Moment, retry_after_ms},
};

/// Returns the cause for a request that was in flight when the process ended.
pub(super) fn no_answer() -> Cause {
    Cause::Unclear { status: None, problem: Problem::ConnectionFailed, errors: Vec::new() }
}

/// Treats a request that the host aborted in flight as one without a response. The run never aborts requests.
pub(super) fn lost_or(event: Event) -> Event {
    match event {
        Event::Lost(Cause::Aborted { .. }) => Event::Lost(no_answer()),
        event => event,
    }
}

pub(super) fn retry_after(event: &Event, moment: &Moment) -> Option<u64> {
    let Event::Response(response) = event else { return None };
    retry_after_ms(response.retry_after.as_deref()?, moment.unix_ms)
}

/// Returns DigiCert's error code and message if DigiCert itself rejects the API key.
pub(super) fn access_denied(response: &HttpResponse) -> Option<(String, String)> {
    if !matches!(response.status, 401 | 403) {
        return None;
    }
    match Cause::of(response) {
        Cause::Refused { errors, .. } => Some(first_error(errors)),
        _ => None,
    }
}

/// Returns DigiCert's first error, cut to the length that a report can contain.
fn first_error(errors: Vec<ApiError>) -> (String, String) {
    const MAX_CHARS: usize = 300;
    let cut = |text: String| text.chars().take(MAX_CHARS).collect();
    errors.into_iter().next().map(|error| (cut(error.code), cut(error.message))).unwrap_or_default()
}

pub(super) fn settlement(end: Result<Outcome, Failure>) -> Settlement {
    match end {
        Ok(Outcome::Revoked(RevokedOutcome { proof, .. })) => Settlement::Revoked(proof),
        Ok(Outcome::Requested(RequestedOutcome { request, proof, .. }))
            if request.status == RequestStatus::Approved =>
        {
            Settlement::Revoked(proof)
        }
        Ok(Outcome::Requested(RequestedOutcome { request, .. })) => Settlement::Requested(request.id),
        Err(Failure { cause: Cause::Refused { errors, .. }, .. }) => {
            let (code, message) = first_error(errors);
            Settlement::Refused { code, message }
        }
        Err(failure) => {
            let name = match &failure.cause {
                Cause::Unclear { problem, .. } => json_text(problem),
                _ => json_text(&failure.code()),
            };
            Settlement::Unknown(name.trim_matches('"').to_owned())
        }
    }
}
