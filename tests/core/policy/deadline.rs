//! The deadline: which attempts start, how a request continues after waiting in a queue, and the message.

use super::*;
use certcentral_revoke::policy::{Event, Step};
use certcentral_revoke::{
    api::{Effect, ErrorCode, GetOrder, Order},
    policy::{AttemptDecision, Single, WaitReason},
};

type Revocation = Call<Change<Revoke>>;

fn at(elapsed_ms: u64) -> Moment {
    Moment { elapsed_ms, unix_ms: NOW + elapsed_ms, paused_until_ms: 0, random: 0.5 }
}

fn policy(timeout_ms: u32, deadline_ms: u32) -> Policy {
    Policy { timeout_ms, deadline_ms, ..Policy::default() }
}

/// A revocation whose first request is ready at 0.
fn ready(policy: Policy) -> Revocation {
    let mut call = Call::new(Change::new(revoke(), policy.retry), policy);
    assert!(matches!(call.step(Event::Started, &at(0)), Step::Send { .. }));
    call
}

fn failure(step: Step<Outcome>) -> Failure {
    let Step::Done(Err(failure)) = step else { panic!("{step:?}") };
    failure
}

fn read(policy: Policy) -> Call<Single<Order>> {
    Call::new(Single::new(GetOrder { order_id: "1".parse().unwrap() }, |order| order), policy)
}

#[test]
fn attempt_starts_only_with_its_reserve_left() {
    // Timeout, deadline, and the latest start of an attempt.
    for (timeout_ms, deadline_ms, latest_ms) in [
        (60_000, 300_000, 295_000),
        (60_000, 20_000, 18_000),
        (1000, 300_000, 299_000),
        (60_000, 200, 180),
        (60_000, 9, 8),
        (60_000, 1, 0),
    ] {
        let policy = policy(timeout_ms, deadline_ms);
        assert_eq!(ready(policy).late_in_ms(&at(0)), latest_ms + 1);
        for (ms, is_sent) in [(latest_ms, true), (latest_ms + 1, false)] {
            let mut call = ready(policy);
            let step = call.delayed(&at(ms.into()));
            assert_eq!(matches!(step, Step::Send { .. }), is_sent, "{timeout_ms} {deadline_ms} {ms}: {step:?}");
            assert_eq!(call.attempts().len(), usize::from(is_sent));
            assert_eq!(call.late_in_ms(&at(ms.into())), u32::from(is_sent));
        }
    }
}

#[test]
fn wait_that_leaves_no_attempt_is_not_started() {
    for (retry_after, waits) in [("17", true), ("18", false)] {
        let mut call = read(policy(60_000, 20_000));
        call.step(Event::Started, &at(0));
        let mut limited = HttpResponse::new(429, LIMITED);
        limited.retry_after = Some(retry_after.to_owned());
        let step = call.step(Event::Response(limited), &at(1000));
        assert_eq!(matches!(step, Step::Wait { .. }), waits, "{step:?}");
    }
}

#[test]
fn delayed_request_leaves_with_new_time_and_timeout() {
    let mut call = ready(policy(60_000, 100_000));
    let Step::Send { request, timeout_ms } = call.delayed(&at(70_000)) else { panic!() };
    assert_eq!((request.path.as_str(), timeout_ms), ("/order/certificate/1/revoke", 30_000));
    let [attempt] = call.attempts() else { panic!() };
    assert_eq!((attempt.time.unix_ms(), attempt.decision), (NOW + 70_000, AttemptDecision::Ambiguous));
    // The attempt is the same: its response ends the call.
    let step = call.step(Event::Response(HttpResponse::new(204, "")), &at(70_100));
    assert!(matches!(step, Step::Done(Ok(_))), "{step:?}");
}

#[test]
fn delayed_request_of_a_paused_key_waits_and_is_sent() {
    let mut call = ready(Policy::default());
    let step = call.delayed(&Moment { paused_until_ms: 5000, ..at(1000) });
    assert!(matches!(step, Step::Wait { ms: 4000, reason: WaitReason::Paused }), "{step:?}");
    assert_eq!(call.attempts(), []);
    assert!(matches!(call.step(Event::WaitElapsed, &at(5000)), Step::Send { .. }));
    assert_eq!(call.attempts().len(), 1);
}

#[test]
fn first_request_that_is_too_late_has_no_effect() {
    let mut call = ready(Policy::default());
    let failure = failure(call.delayed(&at(295_001)));
    assert_eq!((failure.code(), failure.effect(), failure.retryable()), (ErrorCode::Timeout, Effect::None, true));
    assert_eq!(failure.to_string(), "the deadline of 300000 ms passed");
    assert_eq!(call.attempts(), []);
}

#[test]
fn read_in_doubt_that_is_too_late_leaves_the_doubt() {
    let mut call = ready(Policy::default());
    let Step::Send { request, .. } = call.step(Event::Response(HttpResponse::new(502, "")), &at(100)) else { panic!() };
    assert_eq!(request.method, Method::Get);
    let failure = failure(call.delayed(&at(299_000)));
    assert_eq!((failure.code(), failure.effect()), (ErrorCode::UnknownOutcome, Effect::Unknown));
    assert_eq!(call.attempts().len(), 1, "the PUT stays in the record, the read that was not sent does not");
}

#[test]
fn resend_after_429_that_is_too_late_has_no_effect() {
    let mut call = ready(Policy::default());
    let step = call.step(Event::Response(HttpResponse::new(429, LIMITED)), &at(100));
    assert!(matches!(step, Step::Wait { .. }), "{step:?}");
    assert!(matches!(call.step(Event::WaitElapsed, &at(1000)), Step::Send { .. }));
    let failure = failure(call.delayed(&at(299_000)));
    assert_eq!((failure.code(), failure.effect()), (ErrorCode::RateLimited, Effect::None));
    assert_eq!(
        call.attempts().iter().map(|attempt| attempt.decision).collect::<Vec<_>>(),
        [AttemptDecision::NotProcessed]
    );
}

#[test]
fn abort_of_a_request_in_the_queue_has_no_attempt() {
    for (sent, effect, attempts) in [(false, Effect::None, 0), (true, Effect::Unknown, 1)] {
        let mut call = ready(Policy::default());
        let failure = failure(call.step(Event::Lost(Cause::Aborted { sent }), &at(1000)));
        assert_eq!((failure.code(), failure.effect()), (ErrorCode::Aborted, effect));
        assert_eq!(call.attempts().len(), attempts);
    }
    // An attempt with a response stays when the wait after it is aborted.
    let mut call = ready(Policy::default());
    call.step(Event::Response(HttpResponse::new(429, LIMITED)), &at(100));
    failure(call.step(Event::Lost(Cause::Aborted { sent: false }), &at(200)));
    assert_eq!(call.attempts().len(), 1);
}

#[test]
fn attempt_cut_by_the_deadline_names_the_deadline() {
    let message = |after_ms| {
        let policy = Policy { timeout_ms: 60_000, deadline_ms: 100_000, retry: None };
        let mut call = Call::new(Change::new(revoke(), None), policy);
        call.step(Event::Started, &at(0));
        let failure = failure(call.step(Event::Lost(Cause::TimedOut { after_ms }), &at(after_ms.into())));
        assert_eq!((failure.code(), failure.effect()), (ErrorCode::Timeout, Effect::Unknown));
        failure.to_string()
    };
    assert!(message(60_000).starts_with("no response within 60000 ms; "));
    assert!(message(59_999).starts_with("the deadline of 100000 ms passed; it may have taken effect"));
}

#[test]
fn short_deadline_still_sends_its_first_attempt() {
    let story = play(Change::new(revoke(), None), policy(60_000, 200), vec![says(204, "")]);
    assert!(story.end.is_ok());
    let story = play(Change::new(revoke(), None), policy(60_000, 200), vec![Reply::Silent]);
    let failure = story.end.unwrap_err();
    assert_eq!((story.took, failure.effect()), (200, Effect::Unknown));
    assert!(failure.to_string().starts_with("the deadline of 200 ms passed"), "{failure}");
}
