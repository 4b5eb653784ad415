//! A rejected API key, the circuit breaker, and blocked runs.

use super::{DENIED, Driven, NOW, driven, get, issued, job, lines, lost, one_at_a_time, put, response};
use certcentral_revoke::mass::{AfterDeadline, Job, Next, PauseReason, Run, RunSettings, State, StateName, Status};

#[test]
fn rejected_key_stops_the_run_until_resume() {
    for status in [401, 403] {
        let mut driven = driven(3, one_at_a_time());
        assert_eq!(driven.round(response(status, DENIED)), put(1));
        let Status::Stopped { code, message } = driven.run.status().clone() else { panic!("the run continues") };
        assert_eq!((code.as_str(), message.as_str()), ("access_denied|invalid_key", "no such key"));
        driven.ms += 1_000_000;
        assert!(driven.is_still() && driven.run.start_next(&driven.moment()).is_none());
        assert_eq!(driven.names(), [StateName::Waiting; 3]);
        let mut driven = driven.restarted();
        driven.steer(Run::resume);
        assert_eq!(driven.round(response(204, "")), put(1));
        // A response without DigiCert's error body proves nothing, and stops nothing.
        assert_eq!(driven.round(response(status, "<html>")), put(2));
        assert_eq!((driven.round(issued(2)), driven.run.status()), (get(2), &Status::Running));
    }
}

#[test]
fn rejected_key_leaves_a_doubt_unsettled() {
    let mut driven = driven(2, one_at_a_time());
    driven.round(lost());
    assert_eq!(driven.round(response(403, DENIED)), get(1));
    assert_eq!(driven.names(), [StateName::Sending, StateName::Waiting]);
    let mut canceled = driven.restarted();
    driven.steer(Run::resume);
    assert_eq!(driven.round(issued(1)), get(1));
    // Canceled, and the key is still rejected: the order in doubt stays unknown, and the run is over.
    canceled.steer(Run::cancel);
    assert_eq!(canceled.round(response(403, DENIED)), get(1));
    assert_eq!(canceled.state(1), &State::Unknown { problem: "access-denied".to_owned() });
    assert_eq!((canceled.poll(), canceled.run.status()), (Next::Over, &Status::Finished { canceled: true }));
}

#[test]
fn consecutive_unknown_orders_open_the_circuit_breaker() {
    let retry = certcentral_revoke::policy::Retry { reads: 1, ..Default::default() };
    let mut driven = driven(20, RunSettings { breaker: 3, retry, ..one_at_a_time() });
    let unknown = |driven: &mut Driven| [driven.round(lost()), driven.round(response(500, ""))];
    unknown(&mut driven);
    unknown(&mut driven);
    driven.round(response(204, ""));
    unknown(&mut driven);
    unknown(&mut driven);
    assert_eq!(driven.run.status(), &Status::Running);
    unknown(&mut driven);
    assert_eq!(driven.run.status(), &Status::Paused { reason: PauseReason::UnknownOutcomes });
    assert_eq!(driven.state(2), &State::Unknown { problem: "connection-failed".to_owned() });
    driven.steer(Run::resume);
    assert_eq!(driven.round(response(204, "")), put(7));
}

#[test]
fn run_is_blocked_without_pause_by_the_caller() {
    let two = RunSettings { max_in_flight: 2, ..RunSettings::default() };
    let mut stopped = driven(5, two);
    let [(first, _), (second, _)] = [stopped.next_request(), stopped.next_request()];
    assert!(!stopped.run.needs_attention());
    stopped.handle(first, response(403, DENIED));
    assert!(!stopped.run.needs_attention(), "one request is still in flight");
    stopped.handle(second, response(204, ""));
    assert!(stopped.run.needs_attention());
    stopped.steer(Run::resume);
    assert!(!stopped.run.needs_attention());
    stopped.steer(Run::pause);
    assert!(!stopped.run.needs_attention(), "the caller paused it");

    let retry = certcentral_revoke::policy::Retry { reads: 1, ..Default::default() };
    let mut unknown = driven(5, RunSettings { breaker: 1, retry, ..two });
    let [(first, _), (second, _)] = [unknown.next_request(), unknown.next_request()];
    unknown.handle(first, lost());
    assert_eq!(unknown.round(response(500, "")), get(1));
    assert_eq!(unknown.run.status(), &Status::Paused { reason: PauseReason::UnknownOutcomes });
    assert!(!unknown.run.needs_attention(), "one request is still in flight");
    assert!(!unknown.restarted().run.needs_attention(), "the order of its intent must be read");
    unknown.handle(second, response(204, ""));
    assert!(unknown.run.needs_attention());

    let mut late = driven(2, RunSettings { after_deadline: AfterDeadline::Pause, ..one_at_a_time() });
    late.run =
        Run::begin(Job { deadline_unix_ms: Some(NOW + 5), ..job(late.run.job().settings) }, &lines(2), NOW).unwrap().0;
    let (ticket, _) = late.next_request();
    late.ms = 5;
    assert!(late.is_still() && !late.run.needs_attention());
    late.handle(ticket, response(204, ""));
    assert!(late.run.needs_attention());
}
