//! Whole days of one key on a virtual clock: how long a list takes, whether a window is exceeded, the effect on another user of
//! the key, and the wait of interactive calls next to a job.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test is documented by its name, may panic, and prints its figures"
)]
#![cfg(not(target_arch = "wasm32"))]

#[path = "../support/chance.rs"]
mod chance;
mod day;
mod server;

use certcentral_revoke::policy::{Lane, Limits, Pacer, Permit, Window};
use chance::Chance;
use day::{Plan, live};
use server::{BEFORE_2020, DIGICERT, SINCE_2020, Windows, optimum_ms, violations};

/// The certificates of July 2024, one call each.
const CALLS: u32 = 83_267;
const REGIMES: [(&str, Windows); 3] = [
    ("100 in 5 s, 1000 in 180 s", DIGICERT),
    ("100 in 5 s, 1000 in 300 s", SINCE_2020),
    ("100 in 10 s, 1300 in an hour", BEFORE_2020),
];
const ALONE: Plan =
    Plan { windows: DIGICERT, refused_count: false, jobs: &[CALLS], people_every_ms: None, neighbour_every_ms: None };

fn limits(windows: Windows, guard_ms: u32) -> Limits {
    let window = |&(calls, ms): &(usize, u64)| Window::new(calls.try_into().unwrap(), ms.try_into().unwrap()).unwrap();
    Limits { windows: windows.iter().map(window).collect(), guard_ms }
}

/// The time of each call of a lane, the first at 0.
fn sends(lane: Lane, limits: Limits) -> Vec<u64> {
    let (mut pacer, mut now) = (Pacer::new(limits), 0);
    let mut send = || {
        while let Permit::Wait { ms } = pacer.try_acquire(lane, now) {
            now += ms;
        }
        now
    };
    (0..CALLS).map(|_| send()).collect()
}

/// The arrivals of these calls, up to `late_ms` later, the earliest first.
fn arrivals(sent: &[u64], late_ms: u32, seed: u64) -> Vec<u64> {
    let mut chance = Chance::new(seed);
    let mut arrivals: Vec<u64> = Vec::with_capacity(sent.len());
    for at in sent {
        let at = at + u64::from(chance.below(late_ms + 1));
        let before = arrivals.iter().rposition(|other| *other <= at);
        arrivals.insert(before.map_or(0, |nth| nth + 1), at);
    }
    arrivals
}

fn ratio(part: impl Into<f64>, whole: impl Into<f64>) -> f64 {
    part.into() / whole.into()
}

#[expect(clippy::cast_precision_loss, reason = "a day in milliseconds")]
fn seconds(ms: u64) -> f64 {
    ms as f64 / 1000.0
}

#[test]
fn list_takes_at_most_two_percent_over_the_optimum() {
    for (name, windows) in REGIMES {
        let optimum = optimum_ms(windows, CALLS as usize);
        // Latencies that differ by a second.
        for (guard_ms, arrive) in [(1000, "0 to 1 s late"), (2000, "1 s early to 1 s late")] {
            let sent = sends(Lane::Bulk, limits(windows, guard_ms));
            let took = *sent.last().unwrap();
            let seeds = 100;
            let broken: usize = (0..seeds).map(|seed| violations(windows, &arrivals(&sent, guard_ms, seed))).sum();
            let times = ratio(seconds(took), seconds(optimum));
            println!(
                "{name}: {CALLS} calls in {:.0} s, T* {:.0} s, {times:.4} x T*; arriving {arrive}: {broken} violations in {seeds} seeds",
                seconds(took),
                seconds(optimum),
            );
            assert!(times <= 1.02);
            assert_eq!(broken, 0);
        }
    }
}

#[test]
fn without_guard_full_windows_are_exceeded() {
    // Interactive calls may use the whole window.
    for (guard_ms, keeps) in [(2000, true), (0, false)] {
        let sent = sends(Lane::Interactive, limits(DIGICERT, guard_ms));
        assert_eq!(violations(DIGICERT, &arrivals(&sent, 2000, 1)) == 0, keeps);
    }
    assert_eq!(violations(&[(2, 10)], &[0, 1, 9, 10, 11, 25]), 3);
}

#[test]
fn other_users_of_the_key_are_rarely_rejected() {
    for refused_count in [false, true] {
        let day = live(Plan { refused_count, neighbour_every_ms: Some(500), ..ALONE }, 1);
        // 2 calls a second leave 640 of 1000 calls.
        let fair = ratio(f64::from(CALLS) * 180.0, 640.0);
        let (ours, kept) = (ratio(day.refused, day.sent), 1.0 - ratio(day.neighbour_rejected, day.neighbour_sent));
        println!(
            "hidden neighbour at 2 calls/s, refused calls {}: {} of {} refused ({:.3} %), neighbour keeps {:.2} % of its rate; {:.0} s, {:.2} x the fair share's",
            if refused_count { "count" } else { "do not count" },
            day.refused,
            day.sent,
            100.0 * ours,
            100.0 * kept,
            seconds(day.took_ms),
            ratio(seconds(day.took_ms), fair),
        );
        assert!(ours <= 0.001 && kept >= 0.9);
    }
}

#[test]
fn two_jobs_share_equally_and_calls_do_not_wait() {
    let day = live(Plan { jobs: &[41_000, 41_000], people_every_ms: Some(5000), ..ALONE }, 1);
    let [first, second] = day.done_by_first[..] else { panic!("there were two jobs") };
    let mut waits = day.waits_ms;
    waits.sort_unstable();
    let at = |hundredths: usize| waits[(waits.len() - 1) * hundredths / 100];
    println!(
        "two jobs: {first} and {second} calls when the first was through; {} calls of people meanwhile: p50 {} ms, p99 {} ms, longest {} ms",
        waits.len(),
        at(50),
        at(99),
        at(100),
    );
    assert!(ratio(first.abs_diff(second), first.max(second)) <= 0.05);
    assert!(at(99) <= 1000 && day.too_late == 0 && day.refused == 0);
}
