//! The deadline, the snapshot, and the estimated end of a run.

use super::{Driven, NOW, driven, job, lines, one_at_a_time, put, response};
use certcentral_revoke::{
    api::Method,
    mass::{AfterDeadline, Bottleneck, Job, PauseReason, Run, RunSettings, Status},
    policy::RateEstimate,
};

#[test]
fn run_continues_or_pauses_once_after_its_deadline() {
    let begin = |after_deadline| {
        let job = Job { deadline_unix_ms: Some(NOW + 1000), ..job(RunSettings { after_deadline, ..one_at_a_time() }) };
        let (run, record) = Run::begin(job, &lines(3), NOW).unwrap();
        Driven { run, ms: 999, journal: record.entries }
    };
    for after in [AfterDeadline::Continue, AfterDeadline::Pause] {
        let mut driven = begin(after);
        // An earlier pause by the caller does not count as the pause of the deadline.
        driven.steer(Run::pause);
        driven.steer(Run::resume);
        driven.round(response(204, ""));
        driven.ms = 1000;
        if after == AfterDeadline::Pause {
            driven.poll();
            assert_eq!(driven.run.status(), &Status::Paused { reason: PauseReason::Deadline });
            driven = driven.restarted();
            driven.ms = 5000;
            driven.steer(Run::resume);
        }
        assert_eq!([driven.round(response(204, "")), driven.round(response(204, ""))], [put(2), put(3)]);
    }
}

#[test]
fn snapshot_has_counts_and_estimated_end() {
    let mut driven = driven(400, one_at_a_time());
    for _ in 0..60 {
        let (ticket, _) = driven.next_request();
        driven.ms += 1000;
        driven.handle(ticket, response(204, ""));
    }
    let estimate = |ms| RateEstimate { duration_ms: ms, paused_until_ms: driven.ms + 7000, windows: Vec::new() };
    assert_eq!(driven.run.calls_left(), 340);
    // Responses take a second, and there is one connection.
    let slow = driven.run.snapshot(&driven.moment(), estimate(1000));
    assert_eq!((slow.bottleneck, slow.eta_unix_ms), (Bottleneck::ResponseTime, Some(NOW + 60_000 + 340_000)));
    let limited = driven.run.snapshot(&driven.moment(), estimate(500_000));
    assert_eq!((limited.bottleneck, limited.eta_unix_ms), (Bottleneck::RateLimit, Some(NOW + 60_000 + 500_000)));
    assert_eq!((slow.total, slow.counts.revoked.accepted, slow.counts.waiting), (400, 60, 340));
    assert_eq!((slow.calls.revokes, slow.calls.reads, slow.calls.lost, slow.calls_per_minute), (60, 0, 0, 59));
    assert_eq!(slow.paused_until_unix_ms, Some(NOW + 67_000));
    let json = serde_json::to_value(&slow).unwrap();
    assert_eq!(json["status"], serde_json::json!({ "state": "running" }));
    assert_eq!(json["counts"]["revoked"], serde_json::json!({ "accepted": 60, "approved": 0, "revoked": 0 }));
    driven.steer(Run::pause);
    assert_eq!(driven.run.snapshot(&driven.moment(), RateEstimate::default()).eta_unix_ms, None);
}

#[test]
fn measured_pace_replaces_the_estimate() {
    let mut driven = driven(2000, one_at_a_time());
    // One order in three seconds, although neither limits nor responses require it.
    while driven.ms < 1_200_000 {
        let (ticket, request) = driven.next_request();
        driven.ms += 10;
        let body = if request.method == Method::Get { response(200, r#"{"orders":[]}"#) } else { response(204, "") };
        driven.handle(ticket, body);
        driven.ms += 2990;
    }
    let left = u64::from(driven.run.counts().waiting);
    let snapshot = driven.run.snapshot(&driven.moment(), RateEstimate { duration_ms: 1000, ..RateEstimate::default() });
    let estimated = snapshot.eta_unix_ms.unwrap() - NOW - driven.ms;
    assert!(estimated.abs_diff(left * 3000) * 20 < left * 3000, "{estimated} for {left}");
}
