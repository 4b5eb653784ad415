//! The order of requests, their number in flight, and the journal entries before them.

use super::super::id;
use super::{Driven, LIMITED, NOW, driven, get, issued, job, lines, lost, one_at_a_time, put, response};
use certcentral_revoke::{
    api::{Cause, CommentField, HttpResponse, Proof, RevocationReason},
    mass::{Act, Entry, Item, Job, Line, Next, Progress, Run, RunSettings, Runner, State, StateName},
    policy::{Event, Limits, Moment, PacerState},
};

#[test]
fn orders_are_sent_by_priority_then_replaced_then_list() {
    let ranked =
        [(0, None), (8, Some(true)), (9, Some(false)), (0, Some(true)), (3, None), (9, Some(true)), (0, Some(false))];
    let line = |(order, (priority, replaced))| Line::new(Item { priority, replaced, ..Item::new(id(order)) });
    let lines: Vec<_> = (1..).zip(ranked).map(line).collect();
    let (run, _) = Run::begin(job(one_at_a_time()), &lines, NOW).unwrap();
    let mut driven = Driven { run, ms: 0, journal: vec![] };
    let sent: Vec<_> = (0..7).map(|_| driven.round(response(204, ""))).collect();
    assert_eq!(sent, [6, 3, 2, 5, 4, 1, 7].map(put));
}

#[test]
fn requests_and_open_orders_stay_within_limits() {
    let mut driven = driven(40, RunSettings { max_in_flight: 2, ..RunSettings::default() });
    let first = driven.next_request();
    driven.next_request();
    assert!(driven.is_still());
    assert_eq!(driven.run.in_flight(), 2);
    driven.handle(first.0, response(204, ""));
    assert_eq!(driven.next_request().1.path, "/order/certificate/3/revoke");
    // Without responses, eight orders start, and then their reads are due.
    let mut driven = driven_without_responses();
    assert_eq!(driven.journal.iter().filter(|entry| matches!(entry, Entry::Sending { .. })).count(), 8);
    assert!(driven.round(issued(1)).starts_with("GET"));
}

#[test]
fn row_values_override_job_values() {
    let job = Job {
        reason: Some(RevocationReason::Superseded),
        comment: Some("INC-1".to_owned()),
        comment_field: CommentField::Both,
        correlation_token: Some("ccr-1".to_owned()),
        ..job(one_at_a_time())
    };
    let own =
        Item { reason: Some(RevocationReason::KeyCompromise), comment: Some("INC-2".to_owned()), ..Item::new(id(2)) };
    for (item, reason, comment) in
        [(Item::new(id(1)), "superseded", "INC-1 [ccr-1]"), (own, "keyCompromise", "INC-2 [ccr-1]")]
    {
        let (run, record) = Run::begin(job.clone(), &[Line::new(item)], NOW).unwrap();
        let (_, request) = Driven { run, ms: 0, journal: record.entries }.next_request();
        let body: serde_json::Value = serde_json::from_str(&request.body.unwrap()).unwrap();
        let expected = serde_json::json!({
            "revocation_reason": reason, "comment": comment, "comments": comment, "skip_approval": true,
        });
        assert_eq!(body, expected);
    }
}

#[test]
fn host_pause_does_not_block_a_granted_request() {
    let mut driven = driven(1, one_at_a_time());
    let moment = Moment { paused_until_ms: 60_000, ..driven.moment() };
    assert_eq!(driven.run.poll(&moment).next, Next::Send);
    assert!(driven.run.start_next(&moment).is_some());
}

/// Returns a run with two connections whose requests get no response for a while.
fn driven_without_responses() -> Driven {
    let retry = certcentral_revoke::policy::Retry { backoff_ms: 60_000, max_backoff_ms: 60_000, ..Default::default() };
    let mut driven = driven(40, RunSettings { max_in_flight: 2, retry, ..RunSettings::default() });
    while driven.ms < 1000 {
        match driven.poll() {
            Next::Send => {
                let (ticket, _) = driven.next_request();
                driven.handle(ticket, lost());
            }
            Next::Nothing { until_ms } => driven.ms = until_ms.unwrap(),
            Next::Over => panic!("it is over"),
        }
    }
    driven
}

#[test]
fn restart_reads_before_it_sends_again() {
    let mut driven = driven(1, RunSettings::default());
    driven.next_request();
    assert_eq!(driven.journal.last(), Some(&Entry::Sending { order: id(1), send: 1, at: NOW }));
    let mut again = driven.restarted();
    assert_eq!(again.round(issued(1)), get(1));
    assert_eq!(again.round(issued(1)), get(1));
    assert_eq!(again.ms, 5000);
    again.next_request();
    assert_eq!(again.journal.last(), Some(&Entry::Sending { order: id(1), send: 2, at: NOW + 5000 }));
    // A third attempt, and never a fourth, over all restarts.
    let mut third = again.restarted();
    assert_eq!([third.round(issued(1)), third.round(issued(1)), third.round(lost())], [get(1), get(1), put(1)]);
    let mut last = third.restarted();
    assert_eq!([last.round(issued(1)), last.round(issued(1))], [get(1), get(1)]);
    assert_eq!((last.state(1).name(), last.run.lines()[0].sends), (StateName::Unknown, 3));
}

#[test]
fn unprocessed_attempt_does_not_count() {
    let mut driven = driven(2, one_at_a_time());
    let (ticket, _) = driven.next_request();
    assert!(driven.handle(ticket, response(429, LIMITED)));
    assert_eq!((driven.state(1), driven.run.lines()[0].sends), (&State::Waiting, 0));
    driven.ms += 10_000;
    let (ticket, request) = driven.next_request();
    assert_eq!(request.path, "/order/certificate/1/revoke");
    // The journal could not be written, so the request was not sent.
    driven.handle(ticket, Event::Lost(Cause::Aborted { sent: false }));
    assert_eq!((driven.state(1), driven.run.lines()[0].sent_unix_ms), (&State::Waiting, None));
    // A ticket is used once.
    driven.handle(ticket, response(204, ""));
    assert_eq!(driven.state(1), &State::Waiting);
    // The host aborted the request in flight, so its result is unknown.
    let (ticket, _) = driven.next_request();
    driven.handle(ticket, Event::Lost(Cause::Aborted { sent: true }));
    assert_eq!(driven.state(1), &State::Sending);
    assert_eq!(driven.round(issued(1)), get(1));
}

#[test]
fn runner_follows_its_pacer_across_restarts() {
    let moment = |ms| Moment { elapsed_ms: ms, unix_ms: NOW + ms, paused_until_ms: 0, random: 0.5 };
    let run = || Run::begin(job(RunSettings::default()), &lines(10), NOW).unwrap().0;
    let mut runner = Runner::new(run(), Limits::digicert(), PacerState::default());
    let Act::Send(sending) = runner.next(&moment(0)) else { panic!("the runner waits") };
    let send = sending.write_ahead().1.once_durable();
    let mut response = HttpResponse::new(429, LIMITED);
    response.retry_after = Some("9".to_owned());
    let _ = runner.handle_event(send.ticket, Event::Response(response), &moment(100));
    let Act::Wait { until_ms, .. } = runner.next(&moment(100)) else { panic!("the runner sends") };
    assert_eq!(until_ms, Some(9100));
    let snapshot = runner.snapshot(&moment(100));
    assert_eq!((snapshot.windows[1].calls, snapshot.windows[1].used), (1000, 1));
    assert_eq!((snapshot.calls.rate_limited, snapshot.paused_until_unix_ms), (1, Some(NOW + 9100)));
    // A kept state continues. Without it, the runner waits for the longest window.
    let mut kept = Runner::new(run(), Limits::digicert(), runner.pacer_state());
    assert!(matches!(kept.next(&moment(200)), Act::Wait { until_ms: Some(9100), .. }));
    let mut cautious = Runner::cautious(run(), Limits::digicert(), &moment(200));
    assert!(matches!(cautious.next(&moment(200)), Act::Wait { until_ms: Some(181_200), .. }));
}

#[test]
fn progress_event_contains_the_proof() {
    let mut driven = driven(1, one_at_a_time());
    let (ticket, _) = driven.next_request();
    driven.ms = 300;
    let reply = driven.run.handle_event(ticket, response(204, ""), &driven.moment());
    let (from, to) = (StateName::Sending, StateName::Revoked);
    let expected = Progress { order_id: id(1), from, to, proof: Some(Proof::Accepted), at_unix_ms: NOW + 300 };
    assert_eq!(reply.record.progress, [expected]);
}
