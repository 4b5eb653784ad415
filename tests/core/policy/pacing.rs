//! The rate limiter: no window is exceeded, no call waits longer than necessary, and calls go in their order. `tests/core/pacing`
//! simulates whole days and other users of the key.

mod lanes;

use certcentral_revoke::policy::{Lane, LaneSettings, Limits, Pacer, PacerState, Permit, Place, Turn, Turns, Window};
use proptest::prelude::*;

fn window(calls: u32, ms: u32) -> Window {
    Window::new(calls, ms).unwrap()
}

/// Sends calls as early as possible, with these gaps between them. Returns the time of each.
fn greedy(limits: &Limits, gaps: &[u64]) -> Vec<u64> {
    let mut pacer = Pacer::new(limits.clone());
    let (mut now, mut sent) = (1_000_000, Vec::new());
    for gap in gaps {
        now += gap;
        if let Permit::Wait { ms } = pacer.try_acquire(Lane::Interactive, now) {
            now += ms;
            assert_eq!(
                pacer.try_acquire(Lane::Interactive, now),
                Permit::Granted,
                "a wait that was waited out is over"
            );
        }
        sent.push(now);
    }
    sent
}

fn any_limits() -> impl Strategy<Value = Limits> {
    let any_window = (1_u32..500, 1_u32..20_000).prop_map(|(calls, ms)| window(calls, ms));
    (prop::collection::vec(any_window, 1..4), 0_u32..50).prop_map(|(windows, guard_ms)| Limits { windows, guard_ms })
}

#[derive(Clone, Debug)]
enum Action {
    Ask(Lane, u16),
    Pass(u64),
    Refused(Option<u64>),
    ClockSetBack(u64),
    Restart,
    RestartFromRows,
    OtherLimits(Limits),
}

fn any_action() -> impl Strategy<Value = Action> {
    let lane = prop_oneof![Just(Lane::Write), Just(Lane::Interactive), Just(Lane::Bulk)];
    prop_oneof![
        8 => (lane, 1_u16..200).prop_map(|(lane, times)| Action::Ask(lane, times)),
        8 => (0_u64..5000).prop_map(Action::Pass),
        1 => prop::option::of(0_u64..400_000).prop_map(Action::Refused),
        1 => (0_u64..1_000_000).prop_map(Action::ClockSetBack),
        1 => Just(Action::Restart),
        1 => Just(Action::RestartFromRows),
        1 => any_limits().prop_map(Action::OtherLimits),
    ]
}

proptest! {
    #[test]
    fn no_window_is_ever_exceeded(
        first in any_limits(), happens in prop::collection::vec(any_action(), 1..120),
    ) {
        let (mut limits, mut pacer) = (first.clone(), Pacer::new(first));
        // The true time, the clock, and for each call the true time and the clock when it was sent.
        let (mut real, mut clock) = (10_u64.pow(9), 10_u64.pow(9));
        let (mut sent, mut rows) = (Vec::<u64>::new(), Vec::<u64>::new());
        for event in happens {
            match event {
                Action::Ask(lane, times) => {
                    for _ in 0..times {
                        let Permit::Granted = pacer.try_acquire(lane, clock) else { break };
                        for window in &limits.windows {
                            let before = sent.len().checked_sub(window.calls() as usize).map(|nth| sent[nth]);
                            let span = u64::from(window.ms() + limits.guard_ms);
                            prop_assert!(before.is_none_or(|before| before + span <= real), "{before:?} {real} {window:?}");
                        }
                        sent.push(real);
                        rows.push(clock);
                    }
                }
                Action::Pass(ms) => (real, clock) = (real + ms, clock + ms),
                Action::Refused(retry_after) => pacer.rate_limited(retry_after, clock),
                Action::ClockSetBack(ms) => clock -= ms,
                Action::Restart => pacer = Pacer::from_state(limits.clone(), pacer.state()),
                Action::RestartFromRows => {
                    let kept = rows.len().saturating_sub(pacer.state().sent_ms.len());
                    let state = PacerState { sent_ms: rows[kept..].to_vec(), before: kept as u64, ..pacer.state() };
                    pacer = Pacer::from_state(limits.clone(), state);
                }
                Action::OtherLimits(other) => {
                    pacer = Pacer::from_state(other.clone(), pacer.state());
                    limits = other;
                }
            }
        }
        // For any setting of the clock, no call waits longer than the longest window or pause.
        let longest = limits.windows.iter().map(|window| window.ms() + limits.guard_ms).max().unwrap();
        prop_assert!(pacer.ms_until(Lane::Interactive, 1, clock) <= u64::from(longest).max(180_000));
    }

    #[test]
    fn calls_wait_only_for_a_full_window(
        calls in 1_u32..20, ms in 1_u32..2000, gaps in prop::collection::vec(0_u64..300, 1..200),
    ) {
        let sent = greedy(&Limits { windows: vec![window(calls, ms)], guard_ms: 0 }, &gaps);
        let mut ready = 1_000_000;
        for (nth, (gap, at)) in gaps.iter().zip(&sent).enumerate() {
            ready += gap;
            if *at > ready {
                let pushed_out = sent[nth - calls as usize];
                prop_assert_eq!(*at, pushed_out + u64::from(ms));
            }
            ready = *at;
        }
    }

    #[test]
    fn estimate_matches_the_actual_time(limits in any_limits(), calls in 1_u16..400, refused: bool) {
        let mut pacer = Pacer::new(limits);
        let mut now = 5_000_000;
        if refused {
            pacer.rate_limited(None, now);
        }
        let foretold = now + pacer.ms_until(Lane::Bulk, u64::from(calls), now);
        for _ in 0..calls {
            while let Permit::Wait { ms } = pacer.try_acquire(Lane::Bulk, now) {
                now += ms;
            }
        }
        prop_assert_eq!(now, foretold);
    }
}

#[test]
fn window_needs_a_call_and_a_duration() {
    assert_eq!((Window::new(0, 5), Window::new(5, 0)), (None, None));
    assert_eq!((window(3, 7).calls(), window(3, 7).ms()), (3, 7));
    // Its text has the two numbers.
    assert_eq!(serde_json::to_string(&window(3, 7)).unwrap(), "[3,7]");
    assert_eq!(serde_json::from_str::<Window>("[3,7]").unwrap(), window(3, 7));
    assert!(serde_json::from_str::<Window>("[3,0]").is_err());
}

#[test]
fn interactive_calls_use_the_whole_window() {
    let sent = greedy(&Limits { guard_ms: 0, ..Limits::digicert() }, &vec![0; 83_267]);
    // 83 full long windows, then 267 calls: two bursts of 100 and the rest, five seconds apart.
    assert_eq!(sent.last().unwrap() - sent[0], 83 * 180_000 + 2 * 5_000);
}

#[test]
fn bulk_calls_are_spread_over_the_windows() {
    let until = |calls| Pacer::new(Limits::digicert()).ms_until(Lane::Bulk, calls, 0);
    // Five calls at once, then evenly: 995 calls take 181 s.
    assert_eq!([1, 2, 5, 6, 11].map(until), [0, 60, 240, 910, 1820]);
    assert_eq!(until(83_267), 83_266 / 5 * 910 + 60);
}

#[test]
fn bulk_leaves_five_calls_and_one_more_per_second_free() {
    let mut pacer = Pacer::new(Limits::digicert());
    let mut now = 1_000_000;
    for _ in 0..3000 {
        while let Permit::Wait { ms } = pacer.try_acquire(Lane::Bulk, now) {
            now += ms;
        }
        let mut people = pacer.clone();
        for _ in 0..5 {
            assert_eq!(people.try_acquire(Lane::Interactive, now), Permit::Granted);
        }
        assert!(people.ms_until(Lane::Interactive, 1, now) <= 1000);
    }
}

#[test]
fn pause_stops_the_whole_key_and_the_longest_wins() {
    let mut pacer = Pacer::new(Limits::digicert());
    pacer.rate_limited(Some(3000), 10_000);
    pacer.rate_limited(Some(1000), 11_000);
    for lane in [Lane::Interactive, Lane::Bulk] {
        assert_eq!(pacer.try_acquire(lane, 12_000), Permit::Wait { ms: 1000 });
        assert_eq!(pacer.clone().try_acquire(lane, 13_000), Permit::Granted);
    }
    pacer.rate_limited(None, 20_000);
    assert_eq!(pacer.try_acquire(Lane::Interactive, 20_000), Permit::Wait { ms: 5000 });
    pacer.rate_limited(Some(10_000_000), 30_000);
    assert_eq!(
        pacer.try_acquire(Lane::Interactive, 30_000),
        Permit::Wait { ms: 181_000 },
        "no longer than the longest window"
    );
    let mut short = Pacer::new(Limits { windows: vec![window(1, 100)], guard_ms: 0 });
    short.rate_limited(Some(10_000_000), 0);
    assert_eq!(short.try_acquire(Lane::Interactive, 0), Permit::Wait { ms: 180_000 }, "or three minutes");
}

#[test]
fn rate_limit_reduces_the_bulk_share_once() {
    let mut pacer = Pacer::new(Limits::digicert());
    assert_eq!(pacer.share(1000), 1000);
    for now in [1000, 1200, 5900] {
        // Calls that were in flight together.
        pacer.rate_limited(None, now);
    }
    assert_eq!(pacer.share(10_900), 700);
    assert_eq!(pacer.share(10_900 + 181_000), 730);
    pacer.rate_limited(None, 10_900 + 181_000);
    assert_eq!(pacer.share(10_900 + 181_000), 511);
    pacer.rate_limited(None, 10_900 + 186_000);
    assert_eq!(pacer.share(10_900 + 186_000), 357, "a pause that is over is over");
    for again in 0..20 {
        pacer.rate_limited(None, 1_000_000 + again * 10_000);
    }
    assert_eq!(pacer.share(1_190_000), 50, "something always goes");
    assert_eq!(pacer.share(20_000_000), 1000);
    pacer.rate_limited(None, 20_000_000);
    assert_eq!(pacer.try_acquire(Lane::Bulk, 1000), Permit::Wait { ms: 181_000 }, "the clock was set back");
    assert_eq!(pacer.share(1000 + 2 * 181_000), 730);
    // Bulk calls yield, interactive calls do not.
    let mut people = Pacer::new(Limits::digicert());
    people.rate_limited(None, 0);
    assert_eq!(people.ms_until(Lane::Interactive, 1000, 5000), 9 * 6000);
}

#[test]
fn clock_set_back_neither_opens_windows_nor_delays() {
    let limits = Limits { windows: vec![window(2, 1000)], guard_ms: 0 };
    let mut pacer = Pacer::new(limits);
    for now in [50_000, 50_000] {
        assert_eq!(pacer.try_acquire(Lane::Interactive, now), Permit::Granted);
    }
    assert_eq!(pacer.try_acquire(Lane::Interactive, 10_000), Permit::Wait { ms: 1000 });
    assert_eq!(pacer.try_acquire(Lane::Interactive, 10_400), Permit::Wait { ms: 600 });
    assert_eq!(pacer.try_acquire(Lane::Interactive, 11_000), Permit::Granted);
}

#[test]
fn grown_window_counts_forgotten_calls_as_recent() {
    let small = Limits { windows: vec![window(2, 1000)], guard_ms: 0 };
    let mut pacer = Pacer::new(small);
    for now in [0, 0, 1000, 1000] {
        assert_eq!(pacer.try_acquire(Lane::Interactive, now), Permit::Granted);
    }
    let grown = Limits { windows: vec![window(4, 60_000)], guard_ms: 0 };
    let mut pacer = Pacer::from_state(grown, pacer.state());
    assert_eq!(pacer.try_acquire(Lane::Interactive, 2000), Permit::Wait { ms: 59_000 });
}

#[test]
fn restored_state_keeps_the_free_calls() {
    let limits = Limits { windows: vec![window(2, 1000)], guard_ms: 0 };
    let mut pacer = Pacer::new(limits.clone());
    assert_eq!(pacer.try_acquire(Lane::Interactive, 0), Permit::Granted);
    let mut again = Pacer::from_state(limits, pacer.state());
    assert_eq!(
        [again.try_acquire(Lane::Interactive, 0), again.try_acquire(Lane::Interactive, 0)],
        [Permit::Granted, Permit::Wait { ms: 1000 }]
    );
}

#[test]
fn unknown_history_counts_as_full_windows() {
    let limits = Limits { windows: vec![window(3, 100), window(5, 1000)], guard_ms: 10 };
    let mut pacer = Pacer::from_state(limits.clone(), PacerState::filled(&limits, 500));
    assert_eq!(pacer.try_acquire(Lane::Interactive, 500), Permit::Wait { ms: 1010 });
    // The state has no more calls than the largest window allows.
    assert_eq!(PacerState::filled(&limits, 500).sent_ms, [500; 5]);
    // A reserved call is sent as early as possible, and counts.
    assert_eq!([pacer.reserve(Lane::Interactive, 500), pacer.reserve(Lane::Interactive, 1510)], [1510, 1510]);
    assert_eq!(pacer.state().sent_ms, [500, 500, 500, 1510, 1510]);
}

/// All calls that may be sent now, in order.
fn granted(turns: &mut Turns, now: u64) -> Vec<u32> {
    std::iter::from_fn(|| if let Turn::Granted { ticket } = turns.next(now) { Some(ticket) } else { None }).collect()
}

#[test]
fn lanes_go_in_their_order_and_jobs_take_turns() {
    let limits = Limits { windows: vec![window(4000, 1000)], guard_ms: 0 };
    let mut turns = Turns::new(Pacer::new(limits), LaneSettings::default());
    // Calls that were sent just before use up the guarantees of their lanes.
    turns.enqueue_bulk("ada", "a", 0);
    assert_eq!(turns.enqueue_interactive("ada", 90, 0), Place::Waiting);
    assert_eq!(granted(&mut turns, 0), [0, 90]);
    for (job, ticket) in [("a", 1), ("a", 2), ("a", 3), ("b", 11), ("c", 21), ("b", 12)] {
        turns.enqueue_bulk("ada", job, ticket);
    }
    assert_eq!(turns.enqueue_interactive("ada", 91, 0), Place::Waiting);
    assert_eq!(turns.enqueue_write("ada", 99, 0), Place::Waiting);
    assert_eq!(granted(&mut turns, 0), [99, 91, 1, 11, 21, 2, 12, 3]);
    assert_eq!(turns.next(0), Turn::Empty);
    turns.enqueue_bulk("ada", "b", 13);
    turns.enqueue_bulk("ada", "a", 4);
    turns.enqueue_bulk("ada", "b", 14);
    assert_eq!(turns.remove_job("b"), [13, 14]);
    assert!(turns.remove_job("b").is_empty());
    assert_eq!(granted(&mut turns, 1000), [4]);
    turns.enqueue_bulk("ada", "a", 5);
    assert_eq!(turns.remove_job("a"), [5]);
    assert_eq!(turns.next(1000), Turn::Empty);
}

#[test]
fn interactive_call_is_too_late_after_20_seconds() {
    let mut turns = Turns::new(Pacer::new(Limits::digicert()), LaneSettings::default());
    turns.pacer.rate_limited(Some(30_000), 1000);
    turns.enqueue_bulk("ada", "a", 1);
    assert_eq!(turns.enqueue_interactive("ada", 2, 1000), Place::Waiting);
    assert_eq!(turns.next(1000), Turn::TooLate { ticket: 2, wait_ms: 30_000 });
    assert_eq!(turns.next(1000), Turn::Wait { ms: 30_000 });
    for ticket in [3, 4] {
        assert_eq!(turns.enqueue_write("ada", ticket, 11_000), Place::Waiting);
    }
    assert_eq!(turns.next(11_000), Turn::Wait { ms: 20_000 });
    turns.pacer.rate_limited(Some(20_001), 11_000);
    assert_eq!(turns.next(11_000), Turn::TooLate { ticket: 3, wait_ms: 20_001 });
    assert_eq!(turns.next(11_000), Turn::TooLate { ticket: 4, wait_ms: 20_001 });
    assert_eq!(turns.next(31_001), Turn::Granted { ticket: 1 });
}

#[test]
fn job_time_multiplies_with_waiting_jobs() {
    let mut turns = Turns::new(Pacer::new(Limits::digicert()), LaneSettings::default());
    let ms_until = |turns: &Turns, job, calls| turns.ms_until("ada", job, calls, 0);
    let alone = ms_until(&turns, "a", 24_000);
    assert_eq!(alone, turns.pacer.ms_until(Lane::Bulk, 24_000, 0));
    turns.enqueue_bulk("ada", "a", 1);
    assert_eq!(ms_until(&turns, "a", 24_000), alone);
    turns.enqueue_bulk("ada", "b", 2);
    assert_eq!(ms_until(&turns, "a", 12_000), alone);
    // Another person has half of the lane, for any number of jobs.
    for (job, ticket) in [("c", 3), ("d", 4), ("e", 5)] {
        turns.enqueue_bulk("sam", job, ticket);
    }
    assert_eq!(ms_until(&turns, "a", 6000), alone);
    assert_eq!(turns.ms_until("sam", "c", 4000, 0), alone);
    assert_eq!(turns.ms_until("alex", "f", 8000, 0), alone);
}
