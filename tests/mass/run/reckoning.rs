//! The deadline, and what a run says of itself and of its end.

use super::{Driven, NOW, driven, job, lines, one_at_a_time, put, says};
use certcentral_revoke::{
    api::Method,
    mass::{AfterDeadline, Job, Outlook, Pause, Run, Settings, Slowest, Status},
};

#[test]
fn after_its_deadline_it_goes_on_or_asks_once() {
    let begin = |after_deadline| {
        let job = Job { deadline_unix_ms: Some(NOW + 1000), ..job(Settings { after_deadline, ..one_at_a_time() }) };
        let (run, record) = Run::begin(job, &lines(3), NOW).unwrap();
        Driven { run, ms: 999, journal: record.entries }
    };
    for after in [AfterDeadline::GoOn, AfterDeadline::Pause] {
        let mut driven = begin(after);
        // Another pause before it is not the one that the deadline asks for.
        driven.steer(Run::pause);
        driven.steer(Run::resume);
        driven.round(says(204, ""));
        driven.ms = 1000;
        if after == AfterDeadline::Pause {
            driven.wants();
            assert_eq!(driven.run.status(), &Status::Paused { why: Pause::Deadline });
            driven = driven.restarted();
            driven.ms = 5000;
            driven.steer(Run::resume);
        }
        assert_eq!([driven.round(says(204, "")), driven.round(says(204, ""))], [put(2), put(3)]);
    }
}

#[test]
fn a_snapshot_says_where_it_stands_and_when_it_is_done() {
    let mut driven = driven(400, one_at_a_time());
    for _ in 0..60 {
        let (ticket, _) = driven.sends();
        driven.ms += 1000;
        driven.told(ticket, says(204, ""));
    }
    let outlook = |ms| Outlook { ms, paused_until_ms: driven.ms + 7000, windows: Vec::new() };
    assert_eq!(driven.run.calls_left(), 340);
    // Answers take a second, and there is one connection.
    let slow = driven.run.snapshot(&driven.moment(), outlook(1000));
    assert_eq!((slow.slowest, slow.eta_unix_ms), (Slowest::Answers, Some(NOW + 60_000 + 340_000)));
    let limited = driven.run.snapshot(&driven.moment(), outlook(500_000));
    assert_eq!((limited.slowest, limited.eta_unix_ms), (Slowest::Limits, Some(NOW + 60_000 + 500_000)));
    assert_eq!((slow.total, slow.counts.revoked.accepted, slow.counts.waiting), (400, 60, 340));
    assert_eq!((slow.calls.revokes, slow.calls.reads, slow.calls.unanswered, slow.calls_per_minute), (60, 0, 0, 59));
    assert_eq!(slow.paused_until_unix_ms, Some(NOW + 67_000));
    let json = serde_json::to_value(&slow).unwrap();
    assert_eq!(json["status"], serde_json::json!({ "is": "running" }));
    assert_eq!(json["counts"]["revoked"], serde_json::json!({ "accepted": 60, "approved": 0, "revoked": 0 }));
    driven.steer(Run::pause);
    assert_eq!(driven.run.snapshot(&driven.moment(), Outlook::default()).eta_unix_ms, None);
}

#[test]
fn after_a_quarter_of_an_hour_what_was_seen_counts_more_than_what_was_reckoned() {
    let mut driven = driven(2000, one_at_a_time());
    // One order in three seconds, although neither limits nor answers hold it up.
    while driven.ms < 1_200_000 {
        let (ticket, request) = driven.sends();
        driven.ms += 10;
        let body = if request.method == Method::Get { says(200, r#"{"orders":[]}"#) } else { says(204, "") };
        driven.told(ticket, body);
        driven.ms += 2990;
    }
    let left = u64::from(driven.run.counts().waiting);
    let snapshot = driven.run.snapshot(&driven.moment(), Outlook { ms: 1000, ..Outlook::default() });
    let thought = snapshot.eta_unix_ms.unwrap() - NOW - driven.ms;
    assert!(thought.abs_diff(left * 3000) * 20 < left * 3000, "{thought} for {left}");
}
