//! The lanes of a key that people and jobs share: no one waits for the loops of others, and nothing uses the reserve of writes.

#![allow(clippy::indexing_slicing, reason = "a test may panic")]

use std::{cmp::Reverse, collections::BinaryHeap};

use certcentral_revoke::policy::{Lane, LaneSettings, Limits, Pacer, Place, SentCall, Turn, Turns, Window};
use proptest::prelude::*;

use super::{granted, window};

/// One caller that calls again after each response.
#[derive(Clone, Debug)]
struct Caller {
    lane: Lane,
    person: String,
    /// The time of its first call, and of its last.
    from_ms: u64,
    until_ms: u64,
    /// The time between permission and the next call.
    latency_ms: u64,
}

/// A call that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Call {
    caller: usize,
    at_ms: u64,
    waited_ms: u64,
}

/// The retry of a rejected caller, which ignores the wait that it was sent.
const RETRY_MS: u64 = 500;

fn callers(count: usize, lane: Lane, person: &str, latency_ms: u64) -> Vec<Caller> {
    let caller = Caller { lane, person: person.to_owned(), from_ms: 0, until_ms: u64::MAX, latency_ms };
    vec![caller; count]
}

fn once(lane: Lane, person: &str, at_ms: u64) -> Caller {
    Caller { lane, person: person.to_owned(), from_ms: at_ms, until_ms: at_ms, latency_ms: 1 }
}

/// Runs the callers on a virtual clock. Returns the calls in their order.
fn run(turns: &mut Turns, callers: &[Caller], end_ms: u64) -> Vec<Call> {
    let mut coming: BinaryHeap<_> = (0..callers.len()).map(|nth| Reverse((callers[nth].from_ms, nth))).collect();
    let mut since = vec![0; callers.len()];
    let (mut now, mut sent) = (0, Vec::new());
    while now < end_ms {
        while let Some(Reverse((at, nth))) = coming.pop() {
            if at > now {
                coming.push(Reverse((at, nth)));
                break;
            }
            let Caller { lane, person, .. } = &callers[nth];
            let ticket = u32::try_from(nth).unwrap();
            since[nth] = now;
            let place = match lane {
                Lane::Write => turns.enqueue_write(person, ticket, now),
                Lane::Interactive => turns.enqueue_interactive(person, ticket, now),
                Lane::Bulk => {
                    turns.enqueue_bulk(person, &format!("job {nth}"), ticket);
                    Place::Waiting
                }
            };
            if place != Place::Waiting {
                coming.push(Reverse((now + RETRY_MS, nth)));
            }
        }
        let next_ms = loop {
            match turns.next(now) {
                Turn::Granted { ticket } => {
                    let caller = ticket as usize;
                    sent.push(Call { caller, at_ms: now, waited_ms: now - since[caller] });
                    let again = now + callers[caller].latency_ms;
                    if again <= callers[caller].until_ms {
                        coming.push(Reverse((again, caller)));
                    }
                }
                Turn::TooLate { ticket, .. } => coming.push(Reverse((now + RETRY_MS, ticket as usize))),
                Turn::Wait { ms } => break now + ms,
                Turn::Empty => break u64::MAX,
            }
        };
        now = coming.peek().map_or(next_ms, |Reverse((at, _))| next_ms.min(*at)).max(now + 1);
    }
    sent
}

/// The largest number of calls in any span of this length.
fn busiest_span(times: &[u64], ms: u64) -> usize {
    let within = |nth: usize| times[..=nth].iter().rev().take_while(|at| **at + ms > times[nth]).count();
    (0..times.len()).map(within).max().unwrap_or(0)
}

/// No call exceeds a window, and all but writes leave the reserve.
fn keeps_windows(limits: &Limits, percent: u32, callers: &[Caller], sent: &[Call]) {
    let all: Vec<u64> = sent.iter().map(|call| call.at_ms).collect();
    let is_read = |call: &&Call| callers[call.caller].lane != Lane::Write;
    let reads: Vec<u64> = sent.iter().filter(is_read).map(|call| call.at_ms).collect();
    for window in &limits.windows {
        let span_ms = u64::from(window.ms() + limits.guard_ms);
        let (calls, left) = (window.calls(), (window.calls() * (100 - percent) / 100).max(1));
        assert!(busiest_span(&all, span_ms) <= calls as usize);
        assert!(busiest_span(&reads, span_ms) <= left as usize, "{percent} % of {calls} are reserved");
    }
}

fn count(sent: &[Call], callers: &[Caller], is: impl Fn(&Caller) -> bool) -> usize {
    sent.iter().filter(|call| is(&callers[call.caller])).count()
}

fn person(name: &str) -> impl Fn(&Caller) -> bool {
    move |caller| caller.person == name
}

fn lane(lane: Lane) -> impl Fn(&Caller) -> bool {
    move |caller| caller.lane == lane
}

fn any_limits() -> impl Strategy<Value = Limits> {
    let short = (10_u32..60, 200_u32..2000).prop_map(|(calls, ms)| window(calls, ms));
    let long = (50_u32..120, 2000_u32..8000).prop_map(|(calls, ms)| window(calls, ms));
    (short, long, 0_u32..50).prop_map(|(short, long, guard_ms)| Limits { windows: vec![short, long], guard_ms })
}

/// Readers and jobs that call as often as they may.
fn any_load() -> impl Strategy<Value = Vec<Caller>> {
    let kind = prop_oneof![3 => Just(Lane::Interactive), 1 => Just(Lane::Bulk)];
    let group = (kind, 0_usize..8, 1_usize..20, 1_u64..400);
    let group = group.prop_map(|(lane, who, loops, ms)| callers(loops, lane, &format!("person {who}"), ms));
    prop::collection::vec(group, 1..8).prop_map(|groups| groups.concat())
}

fn turns(limits: Limits, percent: u32) -> Turns {
    Turns::new(Pacer::new(limits), LaneSettings::new(percent, 20).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn write_never_waits_for_reads_or_jobs(
        limits in any_limits(), load in any_load(), percent in 10_u32..50, writes in prop::collection::vec(0_u64..20_000, 1..40),
    ) {
        let mut all = load;
        let readers = all.len();
        all.extend(writes.iter().enumerate().map(|(nth, at)| once(Lane::Write, &format!("writer {nth}"), *at)));
        let sent = run(&mut turns(limits.clone(), percent), &all, 20_000);
        keeps_windows(&limits, percent, &all, &sent);
        let is_write = |call: &&Call| call.caller >= readers;
        prop_assert_eq!(sent.iter().filter(is_write).count(), writes.len());
        for (nth, call) in sent.iter().enumerate().filter(|(_, call)| is_write(call)) {
            // A write that waits has as many writes before it as are reserved.
            let has_reserve = limits.windows.iter().all(|window| {
                let reserve = window.calls() - (window.calls() * (100 - percent) / 100).max(1);
                let span_ms = u64::from(window.ms() + limits.guard_ms);
                let asked_ms = call.at_ms - call.waited_ms;
                let recent = |other: &&Call| is_write(other) && other.at_ms + span_ms > asked_ms;
                sent[..nth].iter().filter(recent).count() < reserve as usize
            });
            prop_assert!(!has_reserve || call.waited_ms == 0, "{call:?}");
        }
    }

    #[test]
    fn people_get_like_turns_for_any_number_of_loops(
        limits in any_limits(), loops in prop::collection::vec(1_usize..60, 2..5), jobs in 0_usize..4,
    ) {
        let mut all = callers(jobs, Lane::Bulk, "job", 5);
        for (nth, loops) in loops.iter().enumerate() {
            all.extend(callers(*loops, Lane::Interactive, &nth.to_string(), 5));
        }
        let end_ms = 30_000;
        let sent = run(&mut turns(limits.clone(), 20), &all, end_ms);
        keeps_windows(&limits, 20, &all, &sent);
        let counts: Vec<usize> = (0..loops.len()).map(|nth| count(&sent, &all, person(&nth.to_string()))).collect();
        // The shares are whole calls, and small windows have few: one call more or less in each of them, and a quarter.
        let rate = |window: &&Window| u64::from(window.ms() + limits.guard_ms) * 1000 / u64::from(window.calls());
        let slowest = limits.windows.iter().max_by_key(rate).unwrap();
        let spans = usize::try_from(end_ms / u64::from(slowest.ms() + limits.guard_ms) + 1).unwrap();
        let (least, most) = (*counts.iter().min().unwrap(), *counts.iter().max().unwrap());
        prop_assert!(least + spans >= most - most / 4, "{counts:?}");
    }

    #[test]
    fn every_lane_gets_its_guarantee_under_any_load(
        limits in any_limits(), people in prop::collection::vec((0_u8..3, 1_usize..30), 1..12),
    ) {
        let mut all = callers(2, Lane::Bulk, "owner of a job", 5);
        all.extend(callers(2, Lane::Interactive, "reader", 5));
        for (nth, (kind, loops)) in people.into_iter().enumerate() {
            let lane = [Lane::Write, Lane::Interactive, Lane::Bulk][usize::from(kind)];
            all.extend(callers(loops, lane, &nth.to_string(), 5));
        }
        let end_ms = 30_000;
        let sent = run(&mut turns(limits.clone(), 20), &all, end_ms);
        keeps_windows(&limits, 20, &all, &sent);
        let guaranteed = limits.windows.iter().map(|window| {
            let span_ms = u64::from(window.ms() + limits.guard_ms);
            // The last window may be incomplete.
            (end_ms / span_ms - 1) * u64::from(window.calls() / 10)
        });
        let guaranteed = usize::try_from(guaranteed.min().unwrap()).unwrap();
        for kind in [Lane::Interactive, Lane::Bulk] {
            let calls = count(&sent, &all, lane(kind));
            prop_assert!(calls * 10 >= guaranteed * 9, "{kind:?}: {calls} of {guaranteed}");
        }
    }
}

#[test]
fn key_compromise_is_sent_at_once_beside_60_loops() {
    // A write and the three reads that decide about it, every ten seconds.
    let mut all = callers(60, Lane::Interactive, "vera", 50);
    for at in (0..600_000).step_by(10_000) {
        all.extend(vec![once(Lane::Write, "ada", at); 4]);
    }
    let sent = run(&mut turns(Limits::digicert(), 20), &all, 600_000);
    let waits: Vec<u64> = sent.iter().filter(|call| call.caller >= 60).map(|call| call.waited_ms).collect();
    assert_eq!(waits, [0; 4 * 60]);
    // Vera has half of what reads may use.
    let first: Vec<Call> = sent.iter().copied().filter(|call| call.at_ms < 181_000).collect();
    assert_eq!(count(&first, &all, person("vera")), 400);
    keeps_windows(&Limits::digicert(), 20, &all, &sent);
}

#[test]
fn one_person_alone_uses_half_of_a_lane() {
    let limits = Limits { windows: vec![window(100, 1000)], guard_ms: 0 };
    for (kind, most) in [(Lane::Interactive, 40), (Lane::Write, 50)] {
        let mut turns = turns(limits.clone(), 20);
        assert_eq!(run(&mut turns, &callers(60, kind, "ada", 1), 900).len(), most, "{kind:?}");
        // The next person finds room: half of what is left, and so on.
        assert_eq!(run(&mut turns.clone(), &callers(60, kind, "sam", 1), 900).len(), most / 2);
    }
    // The jobs of one person use the whole lane, one call each 13 ms.
    assert_eq!(run(&mut turns(limits, 20), &callers(20, Lane::Bulk, "ada", 1), 1000).len(), 77);
}

#[test]
fn one_loop_gets_as_many_turns_as_sixty() {
    let mut all = callers(60, Lane::Interactive, "vera", 50);
    all.extend(callers(1, Lane::Interactive, "ada", 50));
    let sent = run(&mut turns(Limits::digicert(), 20), &all, 900_000);
    let counts = ["vera", "ada"].map(|name| count(&sent, &all, person(name)));
    assert!(counts[0].abs_diff(counts[1]) * 20 <= counts[0], "{counts:?}");
    // Each has a third of what reads may use. The last third is free for the next person.
    assert!(counts[0] >= 266 * 4, "{counts:?}");
}

#[test]
fn jobs_of_two_people_share_the_bulk_lane() {
    let mut all = callers(9, Lane::Bulk, "ada", 5);
    all.extend(callers(1, Lane::Bulk, "sam", 5));
    let sent = run(&mut turns(Limits::digicert(), 20), &all, 400_000);
    let counts = ["ada", "sam"].map(|name| count(&sent, &all, person(name)));
    assert!(counts[0].abs_diff(counts[1]) <= 1, "{counts:?}");
}

#[test]
fn person_with_too_many_waiting_calls_gets_a_wait() {
    let mut turns = Turns::new(Pacer::new(Limits::digicert()), LaneSettings::new(20, 2).unwrap());
    turns.pacer.rate_limited(Some(7000), 0);
    for ticket in [1, 2] {
        assert_eq!(turns.enqueue_interactive("vera", ticket, 0), Place::Waiting);
    }
    assert_eq!(turns.enqueue_interactive("vera", 3, 100), Place::TooMany { wait_ms: 6900 });
    // Another lane and another person have places of their own.
    assert_eq!(turns.enqueue_write("vera", 4, 100), Place::Waiting);
    assert_eq!(turns.enqueue_interactive("ada", 5, 100), Place::Waiting);
    assert_eq!(turns.enqueue_write("vera", 6, 100), Place::Waiting);
    assert_eq!(turns.enqueue_write("vera", 7, 100), Place::TooMany { wait_ms: 6900 });
    assert_eq!(turns.enqueue_interactive("vera", 8, 7500), Place::TooMany { wait_ms: 1 });
    assert_eq!(granted(&mut turns, 7500), [1, 4, 6, 5, 2]);
    assert_eq!(turns.enqueue_interactive("vera", 9, 7500), Place::Waiting);
}

#[test]
fn lane_settings_have_bounds_and_defaults() {
    let default = LaneSettings::default();
    assert_eq!((default.write_reserve_percent(), default.max_waiting_per_person()), (20, 20));
    assert!(LaneSettings::new(50, 1000).is_some() && LaneSettings::new(0, 1).is_some());
    assert_eq!((LaneSettings::new(51, 1), LaneSettings::new(0, 0), LaneSettings::new(0, 1001)), (None, None, None));
    let limits = |percent| turns(Limits::digicert(), percent).pacer.unreserved_limits();
    assert_eq!(limits(20).windows, [window(80, 5000), window(800, 180_000)]);
    assert_eq!(limits(20).guard_ms, 1000);
    assert_eq!(limits(0), Limits::digicert());
}

#[test]
fn restored_calls_count_for_their_lane_and_person() {
    let limits = Limits { windows: vec![window(10, 1000)], guard_ms: 0 };
    let call = |lane, person: &str| SentCall { at_ms: 0, lane, person: person.to_owned() };
    let sent = vec![call(Lane::Interactive, "vera"); 4];
    let mut turns = turns(limits, 20).with_sent(sent);
    assert_eq!(turns.enqueue_interactive("vera", 1, 10), Place::Waiting);
    assert_eq!(turns.next(10), Turn::Wait { ms: 990 });
    assert_eq!(turns.enqueue_interactive("ada", 2, 10), Place::Waiting);
    assert_eq!(turns.next(10), Turn::Granted { ticket: 2 });
    // For a clock that was set back, the calls are as recent as they can be.
    assert_eq!(turns.next(5), Turn::Wait { ms: 995 });
}

#[test]
fn forgotten_people_do_not_change_who_is_served() {
    let limits = Limits { windows: vec![window(10, 1000)], guard_ms: 0 };
    let mut turns = turns(limits, 20);
    let call = |turns: &mut Turns, person: &str, now| {
        assert_eq!(turns.enqueue_interactive(person, 1, now), Place::Waiting);
        turns.next(now)
    };
    for nth in 0..5000 {
        assert_eq!(call(&mut turns, &format!("person {nth}"), nth * 500), Turn::Granted { ticket: 1 });
    }
    let now = 5000 * 500;
    for _ in 0..4 {
        assert_eq!(call(&mut turns, "vera", now), Turn::Granted { ticket: 1 });
    }
    assert_eq!(call(&mut turns, "vera", now), Turn::Wait { ms: 1000 });
}
