//! Deadline, timeouts, the pause of the whole key, and abort.

use super::*;
use certcentral_revoke::policy::{Event, Step};
use certcentral_revoke::{
    api::{Effect, ErrorCode, GetOrder, Order},
    policy::{Single, WaitReason},
};

fn read() -> Single<Order> {
    Single::new(GetOrder { order_id: "1".parse().unwrap() }, |order| order)
}

#[test]
fn reads_are_retried_with_backoff_up_to_the_limit() {
    let story = play(read(), patient(4), vec![Reply::Lost, says(503, ""), says(200, "<html>"), order("issued", "")]);
    assert_eq!((story.end.unwrap().status.as_str(), story.waits), ("issued", vec![250, 500, 1000]));
    let story = play(read(), patient(3), vec![says(500, "")]);
    assert_eq!((story.attempts.len(), story.end.unwrap_err().code()), (3, ErrorCode::ReadFailed));
    let story = play(read(), patient(3), vec![says(404, REFUSAL)]);
    assert_eq!((story.attempts.len(), story.end.unwrap_err().code()), (1, ErrorCode::NotFound));
}

#[test]
fn no_attempt_or_wait_outlives_the_deadline() {
    let policy = Policy { timeout_ms: 4000, deadline_ms: 10_000, ..patient(100) };
    let story = play(read(), policy, vec![Reply::Silent]);
    let failure = story.end.unwrap_err();
    assert_eq!((failure.code(), failure.effect()), (ErrorCode::Timeout, Effect::None));
    assert!(story.took <= 10_000, "{}", story.took);
    let story = play(Change::new(revoke(), policy.retry), policy, vec![Reply::Silent]);
    let failure = story.end.unwrap_err();
    assert_eq!((failure.code(), failure.effect(), story.puts), (ErrorCode::Timeout, Effect::Unknown, 1));
    assert!(story.took <= 10_000, "{}", story.took);
}

#[test]
fn failure_reports_the_last_cause() {
    let policy = Policy { deadline_ms: 4000, ..patient(3) };
    // The read failed once and then succeeded. The call ends because the deadline is shorter than the settling time.
    let story =
        play(Change::new(revoke(), policy.retry), policy, vec![says(502, ""), says(503, ""), order("issued", "")]);
    let failure = story.end.unwrap_err();
    assert_eq!((failure.code(), failure.effect()), (ErrorCode::UnknownOutcome, Effect::Unknown));
    assert!(failure.to_string().contains("502"), "{failure}");
}

fn answered(status: u16, body: &str, retry_after: &str) -> Event {
    let mut response = HttpResponse::new(status, body);
    response.retry_after = Some(retry_after.to_owned());
    Event::Response(response)
}

#[test]
fn retry_after_is_limited_to_its_maximum() {
    let at = |elapsed_ms| Moment { elapsed_ms, unix_ms: NOW + elapsed_ms, paused_until_ms: 0, random: 0.5 };
    for (header, expected) in [
        ("3", 3000),
        ("0", 0),
        ("Thu, 09 Oct 2025 08:53:30 GMT", 10_000),
        ("Thu, 09 Oct 2025 08:00:00 GMT", 0),
        ("99999", 60_000),
        ("-5", 250),
        ("soon", 250),
    ] {
        let mut call = Call::new(read(), Policy::default());
        assert!(matches!(call.step(Event::Started, &at(0)), Step::Send { .. }));
        let Step::Wait { ms, reason } = call.step(answered(429, LIMITED, header), &at(0)) else { panic!("{header}") };
        assert_eq!((ms, reason), (expected, WaitReason::RateLimited), "{header}");
    }
    // For a failed read, it is the minimum wait.
    let mut call = Call::new(read(), Policy::default());
    call.step(Event::Started, &at(0));
    let step = call.step(answered(503, "", "7"), &at(0));
    assert!(matches!(step, Step::Wait { ms: 7000, reason: WaitReason::ReadFailed }));
}

#[test]
fn paused_key_sends_nothing_until_the_deadline() {
    let policy = Policy { deadline_ms: 5000, ..Policy::default() };
    let at = |elapsed_ms, paused_until_ms| Moment { elapsed_ms, unix_ms: NOW, paused_until_ms, random: 0.5 };
    let mut call = Call::new(Change::new(revoke(), policy.retry), policy);
    let step = call.step(Event::Started, &at(100, 2100));
    assert!(matches!(step, Step::Wait { ms: 2000, reason: WaitReason::Paused }));
    assert!(matches!(call.step(Event::WaitElapsed, &at(2100, 2100)), Step::Send { .. }));
    assert_eq!(call.attempts().len(), 1);

    let mut call = Call::new(Change::new(revoke(), policy.retry), policy);
    let Step::Done(Err(failure)) = call.step(Event::Started, &at(100, 60_000)) else { panic!() };
    assert_eq!((failure.code(), failure.effect(), call.attempts().len()), (ErrorCode::Timeout, Effect::None, 0));
}

#[test]
fn abort_reports_whether_a_write_was_sent() {
    let effect = |replies| revoking(revoke(), replies).end.unwrap_err().effect();
    assert_eq!(effect(vec![Reply::Aborted]), Effect::Unknown);
    assert_eq!(effect(vec![Reply::Lost, Reply::Aborted]), Effect::Unknown);
    assert_eq!(play(read(), patient(4), vec![Reply::Aborted]).end.unwrap_err().effect(), Effect::None);
    let at = |elapsed_ms| Moment { elapsed_ms, unix_ms: NOW, paused_until_ms: 0, random: 0.5 };
    for (first, expected) in [
        (Event::Response(HttpResponse::new(429, LIMITED)), Effect::None),
        (Event::Lost(Cause::TimedOut { after_ms: 1 }), Effect::Unknown),
    ] {
        let mut call = Call::new(Change::new(revoke(), Policy::default().retry), Policy::default());
        call.step(Event::Started, &at(0));
        call.step(first, &at(10));
        let Step::Done(Err(failure)) = call.step(Event::Lost(Cause::Aborted { sent: false }), &at(20)) else {
            panic!()
        };
        assert_eq!((failure.code(), failure.effect()), (ErrorCode::Aborted, expected));
    }
}

#[test]
fn settings_have_bounds() {
    assert!(Policy::default().with(&fields(&[("deadlineMs", RawValue::Number(0.0))])).is_err());
    assert!(Policy::default().with(&fields(&[("timeoutMs", RawValue::Number(1e10))])).is_err());
    let policy = Policy::default().with(&fields(&[("timeoutMs", RawValue::Number(5.0))])).unwrap();
    assert_eq!((policy.timeout_ms, policy.deadline_ms), (5, 300_000));
    let policy = policy.with(&fields(&[("deadlineMs", RawValue::Number(7.0))])).unwrap();
    assert_eq!((policy.timeout_ms, policy.deadline_ms, policy.retry), (5, 7, Some(Retry::default())));
    let retry =
        Retry::from_fields(&fields(&[("settleMs", RawValue::Number(0.0)), ("reads", RawValue::Number(7.0))])).unwrap();
    assert_eq!((retry.settle_ms, retry.reads, retry.backoff_ms), (0, 7, 500));
    for wrong in [("reads", RawValue::Number(0.0)), ("retries", RawValue::Number(1.0)), ("backoffMs", RawValue::Null)] {
        assert!(Retry::from_fields(&fields(&[wrong])).is_err());
    }
}

#[test]
fn attempts_have_their_duration() {
    let story = revoking(revoke(), vec![Reply::Lost, order("revoked", "")]);
    assert_eq!(story.attempts.iter().map(|attempt| attempt.duration_ms).collect::<Vec<_>>(), [Some(10), Some(10)]);
    let policy = Policy { timeout_ms: 700, retry: None, ..Policy::default() };
    let story = play(Change::new(revoke(), None), policy, vec![Reply::Silent]);
    assert_eq!(story.attempts[0].duration_ms, Some(700));
}
