//! The revocation limit.

use super::*;
use certcentral_revoke::policy::guard::{Agreed, Limit, LimitCheck, LimitVerdict, LimitedChange, RevocationLimit};
use proptest::prelude::*;

const LIMIT: RevocationLimit = RevocationLimit { per_hour: 10, per_action: 5, per_person: Some(6) };
const ALLOWED: LimitVerdict = LimitVerdict::Allowed { passed: None };

fn check(orders: u32, history: Vec<SentChange>) -> LimitCheck {
    let change = LimitedChange { person: ada(), subject: "job 1".into(), orders, agreed: None };
    LimitCheck { limit: LIMIT, change, history, now_unix_ms: now() }
}

fn earlier(person: Person, nth: u32, orders: u32, minutes_ago: i64) -> SentChange {
    SentChange { orders, ..sent(person, &format!("job {}", 100 + nth), minutes(-minutes_ago)) }
}

fn wait(limit: Limit, after_minutes: i64) -> LimitVerdict {
    LimitVerdict::Wait { limit, until_unix_ms: minutes(after_minutes) }
}

#[test]
fn change_within_every_limit_is_allowed() {
    assert_eq!(check(5, vec![]).verdict(), ALLOWED);
    assert_eq!(check(5, vec![earlier(ada(), 1, 1, 1), earlier(bo(), 2, 4, 1)]).verdict(), ALLOWED);
    // An hour later nothing is left of it.
    assert_eq!(check(5, vec![earlier(ada(), 1, 6, 60)]).verdict(), ALLOWED);
}

#[test]
fn change_above_a_limit_by_itself_is_never_allowed() {
    assert_eq!(check(6, vec![]).verdict(), LimitVerdict::Never { limit: Limit::PerAction });
    let wide = RevocationLimit { per_action: 100, ..LIMIT };
    let verdict = |orders, limit| LimitCheck { limit, ..check(orders, vec![]) }.verdict();
    assert_eq!(verdict(11, wide), LimitVerdict::Never { limit: Limit::PerHour });
    assert_eq!(verdict(7, wide), LimitVerdict::Never { limit: Limit::PerPerson });
    // Without a limit per person, that per hour applies.
    assert_eq!(verdict(10, RevocationLimit { per_person: None, ..wide }), ALLOWED);
}

#[test]
fn change_waits_until_enough_entries_are_an_hour_old() {
    let own = vec![earlier(ada(), 1, 2, 50), earlier(ada(), 2, 2, 40), earlier(ada(), 3, 2, 30)];
    assert_eq!(check(1, own.clone()).verdict(), wait(Limit::PerPerson, 10));
    assert_eq!(check(4, own.clone()).verdict(), wait(Limit::PerPerson, 20));
    assert_eq!(check(5, own).verdict(), wait(Limit::PerPerson, 30));
    let others = vec![earlier(bo(), 1, 5, 50), earlier(cy(), 2, 5, 20)];
    assert_eq!(check(5, others).verdict(), wait(Limit::PerHour, 10));
    let both = vec![earlier(bo(), 1, 4, 50), earlier(ada(), 2, 6, 20)];
    assert_eq!(check(1, both).verdict(), wait(Limit::PerPerson, 40));
}

#[test]
fn one_persons_changes_leave_room_for_others() {
    let bos = vec![earlier(bo(), 1, 5, 1), earlier(bo(), 2, 1, 1)];
    assert_eq!(check(4, bos).verdict(), ALLOWED);
}

#[test]
fn refunded_orders_do_not_count() {
    let refused: Vec<_> = (0..20).map(|nth| SentChange { refunded_orders: 1, ..earlier(ada(), nth, 1, 1) }).collect();
    assert_eq!(check(5, refused).verdict(), ALLOWED);
    let half = SentChange { refunded_orders: 4, ..earlier(ada(), 1, 5, 1) };
    assert_eq!(check(5, vec![half]).verdict(), ALLOWED);
}

#[test]
fn approved_change_passes_and_still_counts_for_all() {
    let approved = SentChange { is_approved: true, ..earlier(ada(), 1, 1000, 10) };
    let full = vec![approved];
    assert_eq!(check(1, full.clone()).verdict(), wait(Limit::PerHour, 50));
    for agreed in [Agreed::Approved, Agreed::BreakGlass] {
        let with = |orders, history| {
            let mut check = check(orders, history);
            check.change.agreed = Some(agreed);
            check.verdict()
        };
        assert_eq!(with(1, full.clone()), LimitVerdict::Allowed { passed: Some(agreed) });
        assert_eq!(with(1000, vec![]), LimitVerdict::Allowed { passed: Some(agreed) });
        assert_eq!(with(1, vec![]), ALLOWED);
    }
    // It does not count for its proposer alone.
    let few = SentChange { is_approved: true, ..earlier(ada(), 1, 6, 10) };
    assert_eq!(check(4, vec![few]).verdict(), ALLOWED);
}

#[test]
fn same_subject_counts_once() {
    let own = SentChange { subject: "job 1".into(), ..earlier(ada(), 1, 5, 1) };
    assert_eq!(check(5, vec![own]).verdict(), ALLOWED);
}

proptest! {
    #[test]
    fn no_sequence_exceeds_a_limit_in_any_hour(
        acts in prop::collection::vec((0_usize..3, 1_u32..7, 0_i64..25), 1..80),
    ) {
        let (mut history, mut minute) = (Vec::<SentChange>::new(), 0);
        for (nth, (person, orders, after)) in (0_u32..).zip(acts) {
            minute += after;
            let person = [ada(), Person::address("ADA@example.com"), bo()][person].clone();
            let mut check = check(orders, history.clone());
            check.change.person = person.clone();
            check.now_unix_ms = minutes(minute);
            match check.verdict() {
                LimitVerdict::Allowed { .. } => history.push(SentChange {
                    orders,
                    ..sent(person.clone(), &format!("job {}", 100 + nth), minutes(minute))
                }),
                LimitVerdict::Wait { until_unix_ms, .. } => {
                    // At that time it is allowed, and not a millisecond before.
                    let at = |ms| LimitCheck { now_unix_ms: UnixMs::new(ms), ..check.clone() }.verdict();
                    prop_assert_eq!(at(until_unix_ms.get()), ALLOWED);
                    prop_assert_ne!(at(until_unix_ms.get() - 1), ALLOWED);
                }
                LimitVerdict::Never { .. } => prop_assert!(orders > LIMIT.per_action),
            }
            let hour: Vec<_> = history.iter().filter(|sent| sent.sent_unix_ms > minutes(minute - 60)).collect();
            let own = hour.iter().filter(|sent| sent.person.is(&person)).map(|sent| sent.orders);
            prop_assert!(own.sum::<u32>() <= 6);
            prop_assert!(hour.iter().map(|sent| sent.orders).sum::<u32>() <= LIMIT.per_hour);
        }
    }
}
