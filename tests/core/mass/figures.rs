//! The figures that a run calculates: remaining calls, pace, and estimated end, to the millisecond.

use super::{
    id,
    run::{Driven, NOW, driven, lost, one_at_a_time, response},
};
use certcentral_revoke::{
    mass::{Bottleneck, Calls, Counts, ProofCounts, Run, RunSettings, Snapshot},
    policy::{Lane, Limits, Pacer, Permit, RateEstimate, Window},
};

const LIMITED: &str = r#"{"errors":[{"code":"request_limit_exceeded","message":"slow down"}]}"#;

fn snapshot(driven: &Driven) -> Snapshot {
    driven.run.snapshot(&driven.moment(), RateEstimate::default())
}

/// Sends the next request. Its response takes `ms` milliseconds.
fn respond_after(driven: &mut Driven, ms: u64) {
    let (ticket, _) = driven.next_request();
    driven.ms += ms;
    driven.handle(ticket, response(204, ""));
}

#[test]
fn calls_left_uses_measured_calls_after_fifty_orders() {
    let mut driven = driven(150, one_at_a_time());
    // Every other order needs a revocation without a response, and a read that shows it.
    for order in 1..=49 {
        if order % 2 == 0 {
            driven.round(lost());
            driven.round(response(200, &format!(r#"{{"id":{order},"status":"revoked"}}"#)));
        } else {
            driven.round(response(204, ""));
        }
    }
    assert_eq!((driven.run.counts().waiting, driven.run.calls_left()), (101, 101), "49 orders are too few");
    driven.round(lost());
    // An order in doubt needs two reads.
    assert_eq!((driven.run.counts().waiting, driven.run.calls_left()), (100, 102));
    driven.round(response(200, r#"{"id":50,"status":"revoked"}"#));
    assert_eq!(driven.run.calls_left(), 150, "75 calls for 50 orders");
    assert_eq!(snapshot(&driven).calls, Calls { revokes: 50, reads: 25, rate_limited: 0, lost: 25 });
    driven.steer(Run::cancel);
    assert_eq!(driven.run.calls_left(), 0, "nothing more is sent");
}

#[test]
fn counts_total_is_the_sum_of_all_states() {
    let revoked = ProofCounts { accepted: 1, approved: 2, revoked: 4 };
    let counts =
        Counts { waiting: 8, sending: 16, revoked, requested: 32, refused: 64, unknown: 128, held: 256, skipped: 512 };
    assert_eq!((revoked.all(), counts.total()), (7, 1023));
}

#[test]
fn calls_left_counts_an_order_without_calls_as_one() {
    let mut driven = driven(60, one_at_a_time());
    for order in 1..=50 {
        driven.steer(|run, moment| run.skip(id(order), certcentral_revoke::mass::SkipReason::NotFound, moment));
    }
    assert_eq!((driven.run.counts().waiting, driven.run.calls_left()), (10, 10));
}

#[test]
fn calls_per_minute_covers_sixty_seconds_and_rejected_calls() {
    let mut driven = driven(10, one_at_a_time());
    driven.round(response(429, LIMITED));
    driven.ms = 500;
    driven.round(response(204, ""));
    assert_eq!(snapshot(&driven).calls, Calls { revokes: 2, reads: 0, rate_limited: 1, lost: 0 });
    assert_eq!(snapshot(&driven).calls_per_minute, 2, "from the first second on");
    driven.ms = 30_000;
    respond_after(&mut driven, 0);
    driven.ms = 59_999;
    assert_eq!(snapshot(&driven).calls_per_minute, 3);
    driven.ms = 60_000;
    assert_eq!(snapshot(&driven).calls_per_minute, 1);
    driven.ms = 90_000;
    assert_eq!(snapshot(&driven).calls_per_minute, 0);
}

#[test]
fn eta_divides_response_time_by_connections() {
    let mut driven = driven(12, RunSettings { max_in_flight: 2, ..RunSettings::default() });
    respond_after(&mut driven, 1000);
    // The moving average takes a sixteenth of a new value.
    respond_after(&mut driven, 2600);
    let snapshot_now =
        driven.run.snapshot(&driven.moment(), RateEstimate { duration_ms: 5500, ..RateEstimate::default() });
    assert_eq!(
        (snapshot_now.bottleneck, snapshot_now.eta_unix_ms),
        (Bottleneck::RateLimit, Some(NOW + 3600 + 5500)),
        "1100 ms for 10 calls over two"
    );
    let snapshot_now =
        driven.run.snapshot(&driven.moment(), RateEstimate { duration_ms: 5499, ..RateEstimate::default() });
    assert_eq!(
        (snapshot_now.bottleneck, snapshot_now.eta_unix_ms),
        (Bottleneck::ResponseTime, Some(NOW + 3600 + 5500))
    );
    assert_eq!(snapshot_now.paused_until_unix_ms, None);
}

#[test]
fn eta_uses_measured_pace_after_fifteen_minutes() {
    let confirm_interval_ms = u32::MAX;
    let mut driven = driven(2000, RunSettings { confirm_interval_ms, ..one_at_a_time() });
    let eta_ms = |driven: &Driven| snapshot(driven).eta_unix_ms.unwrap() - NOW - driven.ms;
    // Nine orders per ten seconds.
    for nth in 0..810 {
        driven.ms = nth / 9 * 10_000 + nth % 9 * 1000;
        respond_after(&mut driven, 0);
    }
    driven.ms = 899_999;
    assert_eq!(eta_ms(&driven), 0, "measured for too short, and responses take no time");
    driven.ms = 900_000;
    assert_eq!(eta_ms(&driven), 1190 * 900_000 / 810);
    // The first three seconds leave the window, with the orders settled in them.
    driven.ms = 903_000;
    respond_after(&mut driven, 0);
    assert_eq!(eta_ms(&driven), 1189 * 900_000 / 808);
    driven.steer(Run::pause);
    driven.steer(Run::resume);
    respond_after(&mut driven, 0);
    assert_eq!(eta_ms(&driven), 0, "earlier measurements do not count after a pause");
}

#[test]
fn eta_ignores_a_period_without_settled_orders() {
    let mut driven = driven(5, one_at_a_time());
    driven.next_request();
    driven.ms = 900_000;
    assert_eq!(snapshot(&driven).eta_unix_ms, Some(NOW + 900_000));
}

#[test]
fn estimate_lists_the_use_of_each_window() {
    let window = Window::new(3, 1000).unwrap();
    let limits = Limits { windows: vec![window], guard_ms: 0 };
    let mut pacer = Pacer::new(limits.clone());
    assert_eq!(pacer.try_acquire(Lane::Interactive, 0), Permit::Granted);
    assert_eq!(pacer.try_acquire(Lane::Interactive, 600), Permit::Granted);
    let used = |now| {
        let estimate = RateEstimate::of(&pacer, &limits, 1, now);
        (estimate.windows[0].calls, estimate.windows[0].window_ms, estimate.windows[0].used)
    };
    assert_eq!([999, 1000, 1600].map(used), [(3, 1000, 2), (3, 1000, 1), (3, 1000, 0)]);
    pacer.rate_limited(Some(9000), 600);
    let estimate = RateEstimate::of(&pacer, &limits, 1, 600);
    assert_eq!((estimate.duration_ms, estimate.paused_until_ms), (9000, 9600));
}
