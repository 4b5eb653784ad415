//! Pacing: never more than a window allows, never slower than it must be, and a pause that holds.

use certcentral_revoke::policy::{Pacing, Window};
use proptest::prelude::*;

/// Sends as early as it may, with calls that become ready `after` each other; tells when each was sent.
fn greedy(windows: &[Window], guard: u32, gaps: &[u64]) -> Vec<u64> {
    let mut pacing = Pacing::default();
    let (mut now, mut sent) = (1_000_000, Vec::new());
    for gap in gaps {
        now += gap;
        now += pacing.wait_ms(windows, guard, now);
        assert_eq!(pacing.wait_ms(windows, guard, now), 0, "a wait that was waited out is over");
        pacing.send(windows, guard, now);
        sent.push(now);
    }
    sent
}

proptest! {
    #[test]
    fn no_span_of_a_window_ever_holds_too_many(
        windows in prop::collection::vec((1_u32..20, 1_u32..2000).prop_map(|(calls, ms)| Window { calls, ms }), 1..4),
        guard in 0_u32..50,
        gaps in prop::collection::vec(0_u64..300, 1..200),
    ) {
        let sent = greedy(&windows, guard, &gaps);
        for window in &windows {
            for burst in sent.windows(window.calls as usize + 1) {
                prop_assert!(burst[window.calls as usize] - burst[0] >= u64::from(window.ms + guard));
            }
        }
    }

    #[test]
    fn nobody_waits_without_a_full_window(
        calls in 1_u32..20, ms in 1_u32..2000, gaps in prop::collection::vec(0_u64..300, 1..200),
    ) {
        let windows = [Window { calls, ms }];
        let sent = greedy(&windows, 0, &gaps);
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
}

#[test]
fn digicerts_windows_let_a_day_of_83267_calls_pass_in_the_time_they_allow() {
    let sent = greedy(&Window::DIGICERT, 0, &vec![0; 83_267]);
    // 83 full long windows, then 267 calls: two bursts of 100 and a rest, five seconds apart.
    assert_eq!(sent.last().unwrap() - sent[0], 83 * 180_000 + 2 * 5_000);
}

#[test]
fn a_pause_holds_the_whole_key_and_the_longer_one_counts() {
    let mut pacing = Pacing::default();
    pacing.pause(3000, 10_000);
    pacing.pause(1000, 11_000);
    assert_eq!(pacing.wait_ms(&Window::DIGICERT, 0, 12_000), 1000);
    assert_eq!(pacing.wait_ms(&Window::DIGICERT, 0, 13_000), 0);
}

#[test]
fn a_clock_set_back_does_not_open_a_window() {
    let windows = [Window { calls: 1, ms: 1000 }];
    let mut pacing = Pacing::default();
    pacing.send(&windows, 0, 50_000);
    pacing.send(&windows, 0, 10_000);
    assert_eq!(pacing.sent_ms, [50_000, 50_000]);
    assert_eq!(pacing.wait_ms(&windows, 0, 10_000), 41_000);
}
