//! Commands: pause, cancel, hold, release, and the start of a run.

use super::super::id;
use super::{
    Driven, LIMITED, NOW, REQUEST, REVOKED, driven, get, issued, job, journal_of, lines, lost, one_at_a_time, put,
    response,
};
use certcentral_revoke::{
    api::{Method, Proof},
    mass::{CommandError, JournalLines, JournalProblem, Line, Next, Run, RunSettings, SkipReason, State, StateName},
};

#[test]
fn nothing_is_sent_after_pause_or_hold() {
    let mut driven = driven(3, RunSettings::default());
    let tickets: Vec<_> = (0..3).map(|_| driven.next_request().0).collect();
    let may_leave = |driven: &Driven| tickets.iter().map(|ticket| driven.run.may_leave(*ticket)).collect::<Vec<_>>();
    assert_eq!(may_leave(&driven), [true, true, true]);
    // An answered request is not in flight. A held order and every order of a paused run must not be sent.
    driven.handle(tickets[0], response(204, ""));
    driven.steer(|run, moment| run.hold(id(2), "why", moment));
    assert_eq!(may_leave(&driven), [false, false, true]);
    driven.steer(Run::pause);
    assert_eq!(may_leave(&driven), [false, false, false]);
    // A read changes nothing, so it may be sent.
    driven.handle(tickets[2], lost());
    let (read, request) = driven.next_request();
    assert_eq!((request.method, driven.run.may_leave(read)), (Method::Get, true));
}

#[test]
fn paused_run_reads_doubts_and_sends_nothing() {
    let mut driven = driven(1, RunSettings::default());
    let (ticket, _) = driven.next_request();
    driven.steer(Run::pause);
    driven.handle(ticket, lost());
    assert_eq!([driven.round(issued(1)), driven.round(issued(1))], [get(1), get(1)]);
    driven.ms += 3_600_000;
    assert!(driven.is_still());
    assert_eq!(driven.run.pause(&driven.moment()), Err(CommandError::InvalidState));
    // A read of an hour ago proves nothing.
    driven.steer(Run::resume);
    assert_eq!(
        [driven.round(issued(1)), driven.round(issued(1)), driven.round(response(204, ""))],
        [get(1), get(1), put(1)]
    );
}

#[test]
fn canceled_run_reads_doubts_then_is_over() {
    let mut driven = driven(3, RunSettings::default());
    let (first, second) = (driven.next_request(), driven.next_request());
    driven.steer(Run::cancel);
    driven.handle(first.0, response(201, REQUEST));
    driven.handle(second.0, lost());
    assert_eq!([driven.round(issued(2)), driven.round(issued(2))], [get(2), get(2)]);
    driven.poll();
    assert_eq!(driven.state(2), &State::Unknown { problem: "aborted".to_owned() });
    // A confirmation read checks whether that order is revoked after all.
    assert!(
        driven.round(response(200, r#"{"orders":[{"order_id":2,"status":"revoked"}]}"#)).contains("status-changes")
    );
    assert_eq!(driven.state(2), &State::Revoked { proof: Proof::Revoked });
    assert_eq!(driven.poll(), Next::Over);
    assert_eq!(driven.names(), [StateName::Requested, StateName::Revoked, StateName::Waiting]);
    assert_eq!(driven.run.resume(&driven.moment()), Err(CommandError::InvalidState));
    driven.restarted();
}

#[test]
fn held_order_is_not_sent_and_blocks_no_other() {
    let mut driven = driven(3, one_at_a_time());
    driven.steer(|run, moment| run.hold(id(1), "a court says so", moment));
    let (ticket, request) = driven.next_request();
    assert_eq!(request.path, "/order/certificate/2/revoke");
    driven.steer(|run, moment| run.hold(id(2), "this one too", moment));
    driven.handle(ticket, lost());
    // It was sent before the hold, so it is read and not sent again. Other orders continue.
    let rounds = [driven.round(issued(2)), driven.round(response(204, "")), driven.round(issued(2))];
    assert_eq!(rounds, [get(2), put(3), get(2)]);
    assert_eq!(driven.state(1).name(), StateName::Held);
    driven.steer(|run, moment| run.release(id(1), moment));
    assert_eq!(driven.round(response(429, LIMITED)), put(1));
    assert_eq!(driven.names(), [StateName::Waiting, StateName::Unknown, StateName::Revoked]);
    // The rate limit delays it. After hold and release it is sent once.
    driven.steer(|run, moment| run.hold(id(1), "again", moment));
    driven.steer(|run, moment| run.release(id(1), moment));
    driven.ms += 10_000;
    assert_eq!(driven.round(response(204, "")), put(1));
    let at = driven.moment();
    assert_eq!(driven.run.hold(id(1), "too late", &at), Err(CommandError::AlreadySettled(id(1))));
    assert_eq!(driven.run.hold(id(9), "who", &at), Err(CommandError::NotInList(id(9))));
    assert_eq!(driven.run.release(id(3), &at), Err(CommandError::AlreadySettled(id(3))));
    assert_eq!(driven.run.release(id(9), &at), Err(CommandError::NotInList(id(9))));
    assert_eq!(driven.run.skip(id(3), SkipReason::Ended, &at), Err(CommandError::AlreadySettled(id(3))));
    driven.restarted();
}

#[test]
fn run_starts_only_with_unsent_lines() {
    let begin = |lines: &[Line]| {
        Run::begin(job(RunSettings::default()), lines, NOW).map(|(run, record)| (run.lines().to_vec(), record))
    };
    let mut plan = lines(3);
    plan[0].state = State::Held { reason: "a court says so".to_owned() };
    plan[2].state = State::Skipped(SkipReason::NotIssued);
    let (started, record) = begin(&plan).unwrap();
    assert_eq!(
        started.iter().map(|line| &line.state).collect::<Vec<_>>(),
        plan.iter().map(|line| &line.state).collect::<Vec<_>>()
    );
    let journal = journal_of(&record.entries);
    assert_eq!(Run::replay(JournalLines::new(journal.as_bytes())).unwrap().0.lines(), started);
    // A crash before the complete record is in the journal must not lose the holds of the plan.
    let part = |upto| journal_of(&record.entries[..upto]);
    for upto in 0..record.entries.len() {
        let error = Run::replay(JournalLines::new(part(upto).as_bytes())).unwrap_err();
        assert_eq!(error.problem, JournalProblem::Incomplete, "{upto}");
    }
    // Without holds or skips, the entry has no such field.
    assert!(
        part(1).contains(r#""excluded":2"#) && !journal_of(&begin(&lines(3)).unwrap().1.entries).contains("excluded")
    );
    plan[1].state = State::Sending;
    assert_eq!(begin(&plan).unwrap_err(), CommandError::AlreadySettled(id(2)));
    assert_eq!(begin(&[lines(2), lines(1)].concat()).unwrap_err(), CommandError::DuplicateOrder(id(1)));
    // A run without orders is over at once.
    let mut empty = driven(0, RunSettings::default());
    assert_eq!((empty.poll(), empty.run.is_over()), (Next::Over, true));
}

#[test]
fn hold_in_flight_lasts_only_while_unknown() {
    let retry = certcentral_revoke::policy::Retry { reads: 1, ..Default::default() };
    let start = || {
        let mut driven = driven(1, RunSettings { retry, ..one_at_a_time() });
        let (ticket, _) = driven.next_request();
        driven.steer(|run, moment| run.hold(id(1), "why", moment));
        (driven, ticket)
    };
    let (mut unknown, ticket) = start();
    unknown.handle(ticket, lost());
    unknown.round(response(500, ""));
    assert_eq!(unknown.names(), [StateName::Unknown]);
    unknown.steer(|run, moment| run.release(id(1), moment));
    let (mut refused, ticket) = start();
    refused.handle(ticket, response(400, REVOKED));
    let at = refused.moment();
    assert_eq!(refused.run.release(id(1), &at), Err(CommandError::AlreadySettled(id(1))));
}

#[test]
fn hold_affects_only_its_order() {
    let mut driven = driven(2, RunSettings { max_in_flight: 2, ..RunSettings::default() });
    let [(first, _), (second, _)] = [driven.next_request(), driven.next_request()];
    driven.handle(second, response(429, LIMITED));
    driven.steer(|run, moment| run.hold(id(2), "why", moment));
    driven.handle(first, response(204, ""));
    assert_eq!(driven.names(), [StateName::Revoked, StateName::Held]);
}
