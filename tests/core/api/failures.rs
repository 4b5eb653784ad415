//! The code, the effect and the message of a call without an outcome.

use super::*;
use certcentral_revoke::api::{Action, ApiError, Cause, Effect, ErrorCode, FailureDetails, Problem};

const MAY: &str = "; it may have taken effect: read the order before you send it again";

fn failure(action: Action, cause: Cause) -> Failure {
    Failure { action, cause }
}

fn refused(status: u16, code: &str, message: &str) -> Cause {
    let (code, message) = (code.to_owned(), message.to_owned());
    Cause::Refused { status, errors: vec![ApiError { kind: code.clone(), code, detail: None, message }] }
}

fn unclear(problem: Problem) -> Cause {
    Cause::Unclear { status: Some(200), problem, errors: Vec::new() }
}

fn issues() -> Issues {
    order(&[("skipApproval", text("yes"))]).unwrap_err()
}

#[test]
fn same_cause_has_other_effect_for_read_and_write() {
    use {Effect::*, ErrorCode::*};
    // Cause; code, effect and `retryable` of a write; the same of a read.
    for (cause, change, read) in [
        (Cause::InvalidInput(issues()), (InvalidInput, None, false), (InvalidInput, None, false)),
        (refused(401, "x", ""), (AccessDenied, None, false), (AccessDenied, None, false)),
        (refused(404, "x", ""), (NotFound, None, false), (NotFound, None, false)),
        (refused(429, "x", ""), (RateLimited, None, true), (RateLimited, None, true)),
        (refused(400, "x", ""), (Refused, None, false), (Refused, None, false)),
        (unclear(Problem::NotJson), (UnknownOutcome, Unknown, false), (ReadFailed, None, true)),
        (Cause::TimedOut { after_ms: 5 }, (Timeout, Unknown, false), (Timeout, None, true)),
        (Cause::DeadlinePassed { after_ms: 5 }, (Timeout, Unknown, false), (Timeout, None, true)),
        (Cause::Aborted { sent: true }, (Aborted, Unknown, false), (Aborted, None, false)),
        (Cause::Aborted { sent: false }, (Aborted, None, false), (Aborted, None, false)),
    ] {
        for (action, expected) in [(Action::Write, change), (Action::Read, read)] {
            let failure = failure(action, cause.clone());
            assert_eq!((failure.code(), failure.effect(), failure.retryable()), expected, "{failure:?}");
        }
    }
}

#[test]
fn message_names_cause_and_whether_to_read_first() {
    for (cause, sentence) in [
        (refused(400, "bad|thing", ""), "DigiCert refused with status 400, bad|thing".to_owned()),
        (refused(403, "no", "not you"), "DigiCert refused with status 403, no (not you)".to_owned()),
        (
            Cause::Unclear { status: None, problem: Problem::ConnectionFailed, errors: Vec::new() },
            format!("the connection failed before the response was complete{MAY}"),
        ),
        (unclear(Problem::EmptyBody), format!("the response has no body (status 200){MAY}")),
        (Cause::TimedOut { after_ms: 5 }, format!("no response within 5 ms{MAY}")),
        (Cause::DeadlinePassed { after_ms: 5 }, format!("the deadline of 5 ms passed{MAY}")),
        (Cause::Aborted { sent: true }, format!("aborted after the request was sent{MAY}")),
        (Cause::Aborted { sent: false }, "aborted before anything was sent".to_owned()),
    ] {
        assert_eq!(failure(Action::Write, cause).to_string(), sentence);
    }
    let input = failure(Action::Write, Cause::InvalidInput(issues())).to_string();
    assert!(input.starts_with("nothing was sent: ") && input.contains("skipApproval"), "{input}");
}

#[test]
fn failure_details_contain_every_known_field() {
    let details = |cause| FailureDetails::from(failure(Action::Write, cause));
    let failure_details = details(refused(403, "no", "not you"));
    assert_eq!(
        (failure_details.code, failure_details.effect, failure_details.retryable),
        (ErrorCode::AccessDenied, Effect::None, false)
    );
    assert_eq!(
        (failure_details.status, failure_details.errors[0].code.as_str(), failure_details.problem),
        (Some(403), "no", None)
    );
    assert_eq!(failure_details.message, "DigiCert refused with status 403, no (not you)");
    let failure_details = details(unclear(Problem::OtherOrder));
    assert_eq!(
        (failure_details.code, failure_details.effect, failure_details.retryable),
        (ErrorCode::UnknownOutcome, Effect::Unknown, false)
    );
    assert_eq!((failure_details.status, failure_details.problem), (Some(200), Some(Problem::OtherOrder)));
    let failure_details = details(Cause::InvalidInput(issues()));
    assert_eq!((failure_details.status, failure_details.issues), (None, issues().0));
    let failure_details = FailureDetails::from(failure(Action::Read, Cause::TimedOut { after_ms: 5 }));
    assert_eq!(
        (failure_details.code, failure_details.effect, failure_details.retryable),
        (ErrorCode::Timeout, Effect::None, true)
    );
}
