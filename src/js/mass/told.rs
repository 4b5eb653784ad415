//! What `pkg` tells of what has happened, read from JSON: an event, and the moment of it. Not here: what follows from it.

use crate::{
    api::{Cause, HttpResponse, Json, Problem},
    policy::{Event, Moment},
};

/// What has happened; nothing where another call is making the same change.
pub(super) fn event(told: &Json, body: Vec<u8>) -> Option<Event> {
    let status = told.count("status").and_then(|status| u16::try_from(status).ok());
    Some(match (told.field("event").as_text()?, status) {
        ("began", _) => Event::Began,
        ("waited", _) => Event::Waited,
        ("answered", Some(status)) => {
            let is_whole = told.field("tooLarge").as_truth() != Some(true);
            let mut response = if is_whole { HttpResponse::new(status, body) } else { HttpResponse::too_large(status) };
            response.retry_after = told.text("retryAfter");
            Event::Answered(response)
        }
        ("timed-out", _) => Event::Lost(Cause::TimedOut { after_ms: told.count("afterMs").unwrap_or_default() }),
        ("aborted", _) => Event::Lost(Cause::Aborted { sent: told.field("sent").as_truth() == Some(true) }),
        ("busy", _) => return None,
        _ => Event::Lost(Cause::Unclear { status, problem: Problem::ConnectionFailed, errors: Vec::new() }),
    })
}

pub(super) fn moment(told: &Json) -> Moment {
    let whole = |name| if let Json::Integer(value) = told.field(name) { *value } else { 0 };
    #[expect(clippy::cast_precision_loss, reason = "chance: the last bits do not matter")]
    let random = whole("random") as f64 / 4_294_967_296.0;
    Moment { elapsed_ms: whole("elapsedMs"), unix_ms: whole("unixMs"), paused_until_ms: whole("pausedUntilMs"), random }
}
