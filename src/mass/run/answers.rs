//! What an answer, or the end of a call, means for a run. Not here: what follows from it (`orders.rs`).

use crate::{
    api::{
        ApiError, Cause, Failure, HttpResponse, Outcome, Problem, RequestStatus, RequestedOutcome, RevokedOutcome,
        json_text,
    },
    mass::journal::Settlement,
    policy::{Event, Moment, retry_after_ms},
};

/// Why nobody knows what became of a change that was on its way when the process ended.
pub(super) fn no_answer() -> Cause {
    Cause::Unclear { status: None, problem: Problem::ConnectionFailed, errors: Vec::new() }
}

/// A host that ended a request on its way has lost its answer; the run itself never ends one.
pub(super) fn lost_or(event: Event) -> Event {
    match event {
        Event::Lost(Cause::Aborted { .. }) => Event::Lost(no_answer()),
        event => event,
    }
}

pub(super) fn retry_after(event: &Event, moment: &Moment) -> Option<u64> {
    let Event::Answered(response) = event else { return None };
    retry_after_ms(response.retry_after.as_deref()?, moment.unix_ms)
}

/// DigiCert's code and sentence, where it does not let the key in and says so itself.
pub(super) fn access_denied(response: &HttpResponse) -> Option<(String, String)> {
    if !matches!(response.status, 401 | 403) {
        return None;
    }
    match Cause::of(response) {
        Cause::Refused { errors, .. } => Some(said(errors)),
        _ => None,
    }
}

/// DigiCert's first error, cut to what a report can hold.
fn said(errors: Vec<ApiError>) -> (String, String) {
    const MOST_CHARS: usize = 300;
    let cut = |text: String| text.chars().take(MOST_CHARS).collect();
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
            let (code, message) = said(errors);
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
