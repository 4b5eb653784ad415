//! The estimated end of a plan, its deadline, and its confirmation.

use super::{
    id,
    plan::{HOUR, NOW, exact, of_status, surveyed},
};
use certcentral_revoke::{
    mass::{Item, Line, NotConfirmed, PaceSettings, Plan, SkipReason, State, Terms},
    policy::{Lane, Limits, Pacer, Window},
};
use proptest::prelude::*;

/// Returns a plan without a survey: every order counts as unread.
fn simple(orders: u32, deadline_unix_ms: Option<u64>, pace: &PaceSettings) -> Plan {
    let items = (1..=u64::from(orders)).map(|order| Item::new(id(order))).collect();
    Plan::new(items, &surveyed(&[]), Terms { deadline_unix_ms, ..Terms::default() }, pace, NOW)
}

fn window(calls: u32, ms: u32) -> Window {
    Window::new(calls, ms).unwrap()
}

#[test]
fn estimated_end_matches_the_pacer() {
    let ends = |orders, pace: &PaceSettings| simple(orders, None, pace).figures().sent_unix_ms - NOW;
    // DigiCert's windows, the earlier long one, a third one, and none.
    let two = |ms| vec![window(100, 5000), window(1000, ms)];
    let three = [two(180_000), vec![window(1300, 3_600_000)]].concat();
    for windows in [two(180_000), two(300_000), three, vec![]] {
        let pacer = Pacer::new(Limits { windows: windows.clone(), guard_ms: 0 });
        let pace = PaceSettings { windows, ..exact() };
        for orders in [0, 1, 2, 5, 6, 100, 101, 300, 1000, 1001, 1301, 10_000] {
            assert_eq!(ends(orders, &pace), pacer.ms_until(Lane::Bulk, u64::from(orders), 0), "{orders}");
        }
    }
    // A short list is spread too: 300 orders are not a burst of ten seconds.
    assert_eq!(ends(300, &exact()), 53_595);
    // A long list takes hardly longer than the theoretical minimum.
    let fastest = 180_000 * (83_266 / 1000) + 5000 * (83_266 % 1000 / 100);
    assert!((fastest..fastest + fastest / 100).contains(&ends(83_267, &exact())));
    // The margins for network time and delay.
    let sent = Pacer::new(Limits::digicert()).ms_until(Lane::Bulk, 101, 0);
    let late = PaceSettings { guard_ms: 1000, answer_ms: 300, margin_percent: 2, ..exact() };
    assert_eq!(ends(101, &late), sent + sent / 50 + 300);
    assert_eq!(ends(0, &PaceSettings::default()), 0);
}

#[test]
fn late_plan_lists_remedies_and_is_not_confirmed() {
    // The list of July 2024 in 24 hours, a tenth of it in 24 minutes, and with a past deadline.
    let plan = simple(83_267, Some(NOW + 24 * HOUR), &PaceSettings::default());
    assert_eq!((plan.figures().deadline_unix_ms, plan.figures().shortfall.is_none()), (Some(NOW + 24 * HOUR), true));
    assert!(plan.confirm(83_267, NOW).is_ok());

    let soon = Some(NOW + 24 * 60_000);
    let plan = simple(8_327, soon, &exact());
    let NotConfirmed::TooLate(shortfall) = plan.confirm(8_327, NOW).unwrap_err() else { panic!() };
    assert_eq!(
        shortfall.to_string(),
        "the deadline 2025-10-09T09:17:20.000Z cannot be met: set it to 2025-10-09T09:18:26.875Z or later, or keep at most \
         7958 orders in the list, or use higher limits: 105 calls in 5000 ms and 1050 calls in 180000 ms"
    );
    // Each remedy is sufficient, and one less is not.
    let needed = Some(shortfall.needed_unix_ms);
    assert!(simple(8_327, needed, &exact()).confirm(8_327, NOW).is_ok());
    assert!(simple(8_327, Some(shortfall.needed_unix_ms - 1), &exact()).confirm(8_327, NOW).is_err());
    assert!(simple(7_958, soon, &exact()).confirm(7_958, NOW).is_ok());
    assert!(simple(7_959, soon, &exact()).confirm(7_959, NOW).is_err());
    let limits =
        |calls: [u32; 2]| PaceSettings { windows: vec![window(calls[0], 5000), window(calls[1], 180_000)], ..exact() };
    assert!(simple(8_327, soon, &limits([105, 1050])).confirm(8_327, NOW).is_ok());
    assert!(simple(8_327, soon, &limits([104, 1040])).confirm(8_327, NOW).is_err());

    let late = simple(5, Some(NOW - 1), &PaceSettings::default());
    assert_eq!(
        late.confirm(5, NOW).unwrap_err().to_string(),
        "the deadline 2025-10-09T08:53:19.999Z cannot be met: set it to 2025-10-09T08:53:21.244Z or later"
    );
}

#[test]
fn plan_is_not_confirmed_once_its_deadline_is_too_near() {
    let plan = simple(83_267, Some(NOW + 24 * HOUR), &PaceSettings::default());
    assert!(plan.confirm(83_267, NOW).is_ok());
    for late in [NOW + 20 * HOUR, NOW + 24 * HOUR, NOW + 48 * HOUR] {
        let refused = plan.confirm(83_267, late);
        assert!(matches!(refused, Err(NotConfirmed::TooLate(shortfall)) if shortfall.needed_unix_ms > late));
    }
    // A plan from the future: the clock was set back.
    assert!(plan.confirm(83_267, NOW - 24 * HOUR).is_ok());
}

#[test]
fn plan_is_confirmed_only_by_the_exact_number() {
    let rows = [of_status(1, "issued"), of_status(2, "revoked")];
    let orders: Vec<_> = (1..).zip(rows.iter().map(String::as_str)).collect();
    let items = vec![Item::new(id(1)), Item::new(id(2))];
    let plan = Plan::new(items, &surveyed(&orders), Terms::default(), &PaceSettings::default(), NOW);
    assert_eq!(
        plan.confirm(2, NOW).unwrap_err().to_string(),
        "the number of orders to revoke is 1, but 2 was typed: type 1 to revoke them"
    );
    let confirmed = plan.confirm(1, NOW).unwrap();
    let revoked = Line {
        state: State::Skipped(SkipReason::AlreadyRevoked),
        known_unix_ms: Some(NOW),
        ..Line::new(Item::new(id(2)))
    };
    assert_eq!(confirmed.plan().lines(), [Line::new(Item::new(id(1))), revoked]);
}

proptest! {
    #[test]
    fn estimated_calls_stay_within_the_rate_limits(
        windows in prop::collection::vec((1_u32..8, 1_u32..500).prop_map(|(calls, ms)| window(calls, ms)), 1..4),
        orders in 1_u32..60,
    ) {
        let pace = PaceSettings { windows: windows.clone(), ..exact() };
        let sent: Vec<_> = (1..=orders).map(|orders| simple(orders, None, &pace).figures().sent_unix_ms - NOW).collect();
        for window in windows {
            for (before, at) in sent.iter().zip(sent.iter().skip(window.calls() as usize)) {
                prop_assert!(at - before >= u64::from(window.ms()));
            }
        }
    }
}
