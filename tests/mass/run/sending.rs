//! What goes first, how much at once, and with what in the journal before it.

use super::super::id;
use super::{Driven, LIMITED, NOW, driven, get, issued, job, lines, lost, one_at_a_time, put, says};
use certcentral_revoke::{
    api::{Cause, CommentField, HttpResponse, Proof, RevocationReason},
    mass::{Act, Entry, Item, Job, Line, Next, Progress, Run, Runner, Settings, State, StateName},
    policy::{Event, Limits, Moment, PacerState},
};

#[test]
fn higher_priority_first_then_replaced_ones_then_as_listed() {
    let ranked =
        [(0, None), (8, Some(true)), (9, Some(false)), (0, Some(true)), (3, None), (9, Some(true)), (0, Some(false))];
    let line = |(order, (priority, replaced))| Line::new(Item { priority, replaced, ..Item::new(id(order)) });
    let lines: Vec<_> = (1..).zip(ranked).map(line).collect();
    let (run, _) = Run::begin(job(one_at_a_time()), &lines, NOW).unwrap();
    let mut driven = Driven { run, ms: 0, journal: vec![] };
    let sent: Vec<_> = (0..7).map(|_| driven.round(says(204, ""))).collect();
    assert_eq!(sent, [6, 3, 2, 5, 4, 1, 7].map(put));
}

#[test]
fn no_more_are_on_their_way_than_there_are_connections_and_no_more_begun_than_four_times_as_many() {
    let mut driven = driven(40, Settings { connections: 2, ..Settings::default() });
    let first = driven.sends();
    driven.sends();
    assert!(driven.is_still());
    assert_eq!(driven.run.in_flight(), 2);
    driven.told(first.0, says(204, ""));
    assert_eq!(driven.sends().1.path, "/order/certificate/3/revoke");
    // Nothing is answered any more: eight are begun, and then their reads are waited for.
    let mut driven = driven_in_the_dark();
    assert_eq!(driven.journal.iter().filter(|entry| matches!(entry, Entry::Sending { .. })).count(), 8);
    assert!(driven.round(issued(1)).starts_with("GET"));
}

#[test]
fn what_is_sent_is_what_the_job_says_where_the_row_says_nothing() {
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
        let (_, request) = Driven { run, ms: 0, journal: record.entries }.sends();
        let body: serde_json::Value = serde_json::from_str(&request.body.unwrap()).unwrap();
        let expected = serde_json::json!({
            "revocation_reason": reason, "comment": comment, "comments": comment, "skip_approval": true,
        });
        assert_eq!(body, expected);
    }
}

#[test]
fn leave_to_send_is_given_by_the_pacer_and_not_by_a_pause_that_the_host_knows_of() {
    let mut driven = driven(1, one_at_a_time());
    let moment = Moment { paused_until_ms: 60_000, ..driven.moment() };
    assert_eq!(driven.run.wants(&moment).next, Next::Send);
    assert!(driven.run.grant(&moment).is_some());
}

/// Two connections, and no change nor read is answered for a while.
fn driven_in_the_dark() -> Driven {
    let retry = certcentral_revoke::policy::Retry { backoff_ms: 60_000, max_backoff_ms: 60_000, ..Default::default() };
    let mut driven = driven(40, Settings { connections: 2, retry, ..Settings::default() });
    while driven.ms < 1000 {
        match driven.wants() {
            Next::Send => {
                let (ticket, _) = driven.sends();
                driven.told(ticket, lost());
            }
            Next::Nothing { until_ms } => driven.ms = until_ms.unwrap(),
            Next::Over => panic!("it is over"),
        }
    }
    driven
}

#[test]
fn the_intent_is_handed_out_with_the_request_and_a_restart_reads_before_it_sends_again() {
    let mut driven = driven(1, Settings::default());
    driven.sends();
    assert_eq!(driven.journal.last(), Some(&Entry::Sending { order: id(1), send: 1, at: NOW }));
    let mut again = driven.restarted();
    assert_eq!(again.round(issued(1)), get(1));
    assert_eq!(again.round(issued(1)), get(1));
    assert_eq!(again.ms, 5000);
    again.sends();
    assert_eq!(again.journal.last(), Some(&Entry::Sending { order: id(1), send: 2, at: NOW + 5000 }));
    // A third time, and never a fourth: over all restarts together.
    let mut third = again.restarted();
    assert_eq!([third.round(issued(1)), third.round(issued(1)), third.round(lost())], [get(1), get(1), put(1)]);
    let mut last = third.restarted();
    assert_eq!([last.round(issued(1)), last.round(issued(1))], [get(1), get(1)]);
    assert_eq!((last.state(1).name(), last.run.lines()[0].sends), (StateName::Unknown, 3));
}

#[test]
fn what_was_not_processed_goes_back_and_does_not_count() {
    let mut driven = driven(2, one_at_a_time());
    let (ticket, _) = driven.sends();
    assert!(driven.told(ticket, says(429, LIMITED)));
    assert_eq!((driven.state(1), driven.run.lines()[0].sends), (&State::Waiting, 0));
    driven.ms += 10_000;
    let (ticket, request) = driven.sends();
    assert_eq!(request.path, "/order/certificate/1/revoke");
    // The journal could not be written: it was not sent.
    driven.told(ticket, Event::Lost(Cause::Aborted { sent: false }));
    assert_eq!((driven.state(1), driven.run.lines()[0].sent_unix_ms), (&State::Waiting, None));
    // A ticket counts once.
    driven.told(ticket, says(204, ""));
    assert_eq!(driven.state(1), &State::Waiting);
    // Ended by the host while it was on its way: then it is a doubt.
    let (ticket, _) = driven.sends();
    driven.told(ticket, Event::Lost(Cause::Aborted { sent: true }));
    assert_eq!(driven.state(1), &State::Sending);
    assert_eq!(driven.round(issued(1)), get(1));
}

#[test]
fn a_runner_keeps_to_its_pacer_and_after_a_restart_without_one_takes_every_window_for_full() {
    let moment = |ms| Moment { elapsed_ms: ms, unix_ms: NOW + ms, paused_until_ms: 0, random: 0.5 };
    let run = || Run::begin(job(Settings::default()), &lines(10), NOW).unwrap().0;
    let mut runner = Runner::new(run(), Limits::digicert(), PacerState::default());
    let Act::Send(sending) = runner.next(&moment(0)) else { panic!("it waits") };
    let send = sending.write_ahead().1.once_durable();
    let mut response = HttpResponse::new(429, LIMITED);
    response.retry_after = Some("9".to_owned());
    let _ = runner.told(send.ticket, Event::Answered(response), &moment(100));
    let Act::Wait { until_ms, .. } = runner.next(&moment(100)) else { panic!("it sends") };
    assert_eq!(until_ms, Some(9100));
    let snapshot = runner.snapshot(&moment(100));
    assert_eq!((snapshot.windows[1].calls, snapshot.windows[1].used), (1000, 1));
    assert_eq!((snapshot.calls.limited, snapshot.paused_until_unix_ms), (1, Some(NOW + 9100)));
    // The state goes on where it was; without one it waits for the longest window.
    let mut kept = Runner::new(run(), Limits::digicert(), runner.pacer_state());
    assert!(matches!(kept.next(&moment(200)), Act::Wait { until_ms: Some(9100), .. }));
    let mut cautious = Runner::cautious(run(), Limits::digicert(), &moment(200));
    assert!(matches!(cautious.next(&moment(200)), Act::Wait { until_ms: Some(181_200), .. }));
}

#[test]
fn each_step_of_an_order_is_told_with_how_far_it_is_proven() {
    let mut driven = driven(1, one_at_a_time());
    let (ticket, _) = driven.sends();
    driven.ms = 300;
    let told = driven.run.told(ticket, says(204, ""), &driven.moment());
    let (from, to) = (StateName::Sending, StateName::Revoked);
    let expected = Progress { order_id: id(1), from, to, proof: Some(Proof::Accepted), at: NOW + 300 };
    assert_eq!(told.record.progress, [expected]);
}
