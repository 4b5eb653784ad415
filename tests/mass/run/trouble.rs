//! A key that is not let in, and too much of which nobody can tell: when a run stops, pauses and stands.

use super::{DENIED, Driven, NOW, driven, get, issued, job, lines, lost, one_at_a_time, put, says};
use certcentral_revoke::mass::{AfterDeadline, Job, Next, Pause, Run, Settings, State, StateName, Status};

#[test]
fn a_key_that_is_not_let_in_stops_everything_until_somebody_has_seen_to_it() {
    for status in [401, 403] {
        let mut driven = driven(3, one_at_a_time());
        assert_eq!(driven.round(says(status, DENIED)), put(1));
        let Status::Stopped { code, message } = driven.run.status().clone() else { panic!("it goes on") };
        assert_eq!((code.as_str(), message.as_str()), ("access_denied|invalid_key", "no such key"));
        driven.ms += 1_000_000;
        assert!(driven.is_still() && driven.run.grant(&driven.moment()).is_none());
        assert_eq!(driven.names(), [StateName::Waiting; 3]);
        let mut driven = driven.restarted();
        driven.steer(Run::resume);
        assert_eq!(driven.round(says(204, "")), put(1));
        // A page without DigiCert's error body proves nothing, and stops nothing.
        assert_eq!(driven.round(says(status, "<html>")), put(2));
        assert_eq!((driven.round(issued(2)), driven.run.status()), (get(2), &Status::Running));
    }
}

#[test]
fn a_key_that_is_not_let_in_while_a_doubt_is_read_leaves_the_doubt() {
    let mut driven = driven(2, one_at_a_time());
    driven.round(lost());
    assert_eq!(driven.round(says(403, DENIED)), get(1));
    assert_eq!(driven.names(), [StateName::Sending, StateName::Waiting]);
    let mut cancelled = driven.restarted();
    driven.steer(Run::resume);
    assert_eq!(driven.round(issued(1)), get(1));
    // Cancelled, and still not let in: what is in doubt stays unknown, and it is over.
    cancelled.steer(Run::cancel);
    assert_eq!(cancelled.round(says(403, DENIED)), get(1));
    assert_eq!(cancelled.state(1), &State::Unknown { why: "access-denied".to_owned() });
    assert_eq!((cancelled.wants(), cancelled.run.status()), (Next::Over, &Status::Over { cancelled: true }));
}

#[test]
fn too_many_unknowns_in_a_row_pause_it() {
    let retry = certcentral_revoke::policy::Retry { reads: 1, ..Default::default() };
    let mut driven = driven(20, Settings { breaker: 3, retry, ..one_at_a_time() });
    let unknown = |driven: &mut Driven| [driven.round(lost()), driven.round(says(500, ""))];
    unknown(&mut driven);
    unknown(&mut driven);
    driven.round(says(204, ""));
    unknown(&mut driven);
    unknown(&mut driven);
    assert_eq!(driven.run.status(), &Status::Running);
    unknown(&mut driven);
    assert_eq!(driven.run.status(), &Status::Paused { why: Pause::Unknowns });
    assert_eq!(driven.state(2), &State::Unknown { why: "connection-failed".to_owned() });
    driven.steer(Run::resume);
    assert_eq!(driven.round(says(204, "")), put(7));
}

#[test]
fn it_stands_where_no_order_moves_any_more_and_nobody_has_asked_for_that() {
    let two = Settings { connections: 2, ..Settings::default() };
    let mut stopped = driven(5, two);
    let [(first, _), (second, _)] = [stopped.sends(), stopped.sends()];
    assert!(!stopped.run.stands());
    stopped.told(first, says(403, DENIED));
    assert!(!stopped.run.stands(), "one is still on its way");
    stopped.told(second, says(204, ""));
    assert!(stopped.run.stands());
    stopped.steer(Run::resume);
    assert!(!stopped.run.stands());
    stopped.steer(Run::pause);
    assert!(!stopped.run.stands(), "somebody has asked for it");

    let retry = certcentral_revoke::policy::Retry { reads: 1, ..Default::default() };
    let mut unknown = driven(5, Settings { breaker: 1, retry, ..two });
    let [(first, _), (second, _)] = [unknown.sends(), unknown.sends()];
    unknown.told(first, lost());
    assert_eq!(unknown.round(says(500, "")), get(1));
    assert_eq!(unknown.run.status(), &Status::Paused { why: Pause::Unknowns });
    assert!(!unknown.run.stands(), "one is still on its way");
    assert!(!unknown.restarted().run.stands(), "its intent is to be read");
    unknown.told(second, says(204, ""));
    assert!(unknown.run.stands());

    let mut late = driven(2, Settings { after_deadline: AfterDeadline::Pause, ..one_at_a_time() });
    late.run =
        Run::begin(Job { deadline_unix_ms: Some(NOW + 5), ..job(late.run.job().settings) }, &lines(2), NOW).unwrap().0;
    let (ticket, _) = late.sends();
    late.ms = 5;
    assert!(late.is_still() && !late.run.stands());
    late.told(ticket, says(204, ""));
    assert!(late.run.stands());
}
