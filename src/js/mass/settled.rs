//! How a call has ended, as JSON text: `{"answer":…}` or `{"failure":…}`, with the attempts where they are to be told.

use serde::Serialize;

use crate::{
    api::{Action, Cause, Failure, FailureDetails, Issues, json_text},
    policy::Attempt,
};

/// As text, without its last brace: a step may have more to say.
pub(super) fn settled(result: Result<String, Failure>, attempts: Option<&[Attempt]>) -> String {
    let (name, text) = match result {
        Ok(answer) => ("{\"answer\":", answer),
        Err(failure) => ("{\"failure\":", json_text(&FailureDetails::from(failure))),
    };
    let mut all = [name, &text].concat();
    if let Some(attempts) = attempts {
        all.push_str(",\"attempts\":");
        all.push_str(&json_text(&attempts));
    }
    all
}

/// What is settled without a call.
pub(super) fn at_once<T: Serialize>(result: Result<T, Failure>) -> String {
    settled(result.map(|answer| json_text(&answer)), None) + "}"
}

/// Input that is wrong: nothing was sent.
pub(super) fn invalid(issues: Issues) -> Failure {
    Failure { action: Action::Write, cause: Cause::InvalidInput(issues) }
}
