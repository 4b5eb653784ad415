//! What people do to a run: pause, cancel, exempt, and with which lines it begins.

use super::super::id;
use super::{Driven, LIMITED, NOW, REQUEST, REVOKED, driven, get, issued, job, lines, lost, one_at_a_time, put, says};
use certcentral_revoke::{
    api::{Method, Proof},
    mass::{JournalProblem, Line, Lines, Next, Refusal, Run, Settings, Skip, State, StateName},
};

#[test]
fn nothing_leaves_after_a_pause_and_nothing_for_an_order_that_was_exempted_meanwhile() {
    let mut driven = driven(3, Settings::default());
    let tickets: Vec<_> = (0..3).map(|_| driven.sends().0).collect();
    let may_leave = |driven: &Driven| tickets.iter().map(|ticket| driven.run.may_leave(*ticket)).collect::<Vec<_>>();
    assert_eq!(may_leave(&driven), [true, true, true]);
    // What was told is not on its way any more; what was exempted must not leave, and neither must anything in a pause.
    driven.told(tickets[0], says(204, ""));
    driven.steer(|run, moment| run.hold(id(2), "why", moment));
    assert_eq!(may_leave(&driven), [false, false, true]);
    driven.steer(Run::pause);
    assert_eq!(may_leave(&driven), [false, false, false]);
    // A read changes nothing: it may leave all the same.
    driven.told(tickets[2], lost());
    let (read, request) = driven.sends();
    assert_eq!((request.method, driven.run.may_leave(read)), (Method::Get, true));
}

#[test]
fn a_pause_lets_doubts_be_read_and_nothing_be_sent() {
    let mut driven = driven(1, Settings::default());
    let (ticket, _) = driven.sends();
    driven.steer(Run::pause);
    driven.told(ticket, lost());
    assert_eq!([driven.round(issued(1)), driven.round(issued(1))], [get(1), get(1)]);
    driven.ms += 3_600_000;
    assert!(driven.is_still());
    assert_eq!(driven.run.pause(&driven.moment()), Err(Refusal::NotNow));
    // What was read an hour ago says nothing any more.
    driven.steer(Run::resume);
    assert_eq!(
        [driven.round(issued(1)), driven.round(issued(1)), driven.round(says(204, ""))],
        [get(1), get(1), put(1)]
    );
}

#[test]
fn a_cancelled_run_reads_what_is_in_doubt_and_is_over() {
    let mut driven = driven(3, Settings::default());
    let (first, second) = (driven.sends(), driven.sends());
    driven.steer(Run::cancel);
    driven.told(first.0, says(201, REQUEST));
    driven.told(second.0, lost());
    assert_eq!([driven.round(issued(2)), driven.round(issued(2))], [get(2), get(2)]);
    driven.wants();
    assert_eq!(driven.state(2), &State::Unknown { why: "aborted".to_owned() });
    // It is looked whether that order has come to be revoked after all.
    assert!(driven.round(says(200, r#"{"orders":[{"order_id":2,"status":"revoked"}]}"#)).contains("status-changes"));
    assert_eq!(driven.state(2), &State::Revoked { proof: Proof::Revoked });
    assert_eq!(driven.wants(), Next::Over);
    assert_eq!(driven.names(), [StateName::Requested, StateName::Revoked, StateName::Waiting]);
    assert_eq!(driven.run.resume(&driven.moment()), Err(Refusal::NotNow));
    driven.restarted();
}

#[test]
fn an_exempted_order_is_not_sent_and_stops_no_other() {
    let mut driven = driven(3, one_at_a_time());
    driven.steer(|run, moment| run.hold(id(1), "a court says so", moment));
    let (ticket, request) = driven.sends();
    assert_eq!(request.path, "/order/certificate/2/revoke");
    driven.steer(|run, moment| run.hold(id(2), "this one too", moment));
    driven.told(ticket, lost());
    // It was sent before it was exempted: it is read, and not sent again. Meanwhile others are.
    let rounds = [driven.round(issued(2)), driven.round(says(204, "")), driven.round(issued(2))];
    assert_eq!(rounds, [get(2), put(3), get(2)]);
    assert_eq!(driven.state(1).name(), StateName::Held);
    driven.steer(|run, moment| run.release(id(1), moment));
    assert_eq!(driven.round(says(429, LIMITED)), put(1));
    assert_eq!(driven.names(), [StateName::Waiting, StateName::Unknown, StateName::Revoked]);
    // The rate limit holds it: exempted and released, it is sent once.
    driven.steer(|run, moment| run.hold(id(1), "again", moment));
    driven.steer(|run, moment| run.release(id(1), moment));
    driven.ms += 10_000;
    assert_eq!(driven.round(says(204, "")), put(1));
    let at = driven.moment();
    assert_eq!(driven.run.hold(id(1), "too late", &at), Err(Refusal::Settled(id(1))));
    assert_eq!(driven.run.hold(id(9), "who", &at), Err(Refusal::NotInList(id(9))));
    assert_eq!(driven.run.release(id(3), &at), Err(Refusal::Settled(id(3))));
    assert_eq!(driven.run.release(id(9), &at), Err(Refusal::NotInList(id(9))));
    assert_eq!(driven.run.skip(id(3), Skip::Ended, &at), Err(Refusal::Settled(id(3))));
    driven.restarted();
}

#[test]
fn a_run_begins_with_the_lines_of_a_plan_and_with_no_others() {
    let begin = |lines: &[Line]| {
        Run::begin(job(Settings::default()), lines, NOW).map(|(run, record)| (run.lines().to_vec(), record))
    };
    let mut plan = lines(3);
    plan[0].state = State::Held { why: "a court says so".to_owned() };
    plan[2].state = State::Skipped(Skip::NotIssued);
    let (taken, record) = begin(&plan).unwrap();
    assert_eq!(
        taken.iter().map(|line| &line.state).collect::<Vec<_>>(),
        plan.iter().map(|line| &line.state).collect::<Vec<_>>()
    );
    let journal: String = record.entries.iter().map(|entry| entry.to_line() + "\n").collect();
    assert_eq!(Run::replay(Lines::new(journal.as_bytes())).unwrap().lines(), taken);
    // A crash before all of it is in the journal must not forget what the plan exempts.
    let part = |upto| record.entries.iter().take(upto).map(|entry| entry.to_line() + "\n").collect::<String>();
    for upto in 0..record.entries.len() {
        let error = Run::replay(Lines::new(part(upto).as_bytes())).unwrap_err();
        assert_eq!(error.problem, JournalProblem::Incomplete, "{upto}");
    }
    // Where it exempts nothing, nothing is said of that.
    assert!(part(1).contains(r#""apart":2"#) && !begin(&lines(3)).unwrap().1.entries[0].to_line().contains("apart"));
    plan[1].state = State::Sending;
    assert_eq!(begin(&plan).unwrap_err(), Refusal::Settled(id(2)));
    assert_eq!(begin(&[lines(2), lines(1)].concat()).unwrap_err(), Refusal::Twice(id(1)));
    // Nothing to do, and at once over.
    let mut empty = driven(0, Settings::default());
    assert_eq!((empty.wants(), empty.run.is_over()), (Next::Over, true));
}

#[test]
fn an_order_that_was_exempted_on_its_way_stays_so_only_while_nobody_can_tell() {
    let retry = certcentral_revoke::policy::Retry { reads: 1, ..Default::default() };
    let begun = || {
        let mut driven = driven(1, Settings { retry, ..one_at_a_time() });
        let (ticket, _) = driven.sends();
        driven.steer(|run, moment| run.hold(id(1), "why", moment));
        (driven, ticket)
    };
    let (mut unknown, ticket) = begun();
    unknown.told(ticket, lost());
    unknown.round(says(500, ""));
    assert_eq!(unknown.names(), [StateName::Unknown]);
    unknown.steer(|run, moment| run.release(id(1), moment));
    let (mut refused, ticket) = begun();
    refused.told(ticket, says(400, REVOKED));
    let at = refused.moment();
    assert_eq!(refused.run.release(id(1), &at), Err(Refusal::Settled(id(1))));
}

#[test]
fn an_order_that_is_exempted_takes_no_other_with_it() {
    let mut driven = driven(2, Settings { connections: 2, ..Settings::default() });
    let [(first, _), (second, _)] = [driven.sends(), driven.sends()];
    driven.told(second, says(429, LIMITED));
    driven.steer(|run, moment| run.hold(id(2), "why", moment));
    driven.told(first, says(204, ""));
    assert_eq!(driven.names(), [StateName::Revoked, StateName::Held]);
}
