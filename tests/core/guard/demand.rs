//! When a change needs a second person.

use super::*;
use certcentral_revoke::{
    api::RevocationReason,
    policy::guard::{
        AffectedOrder, ApprovalCheck, ChangeKind, Demand, Minutes, ProposedChange, Quorum, TwoPersonPolicy,
    },
};

fn certificate() -> ProposedChange {
    ProposedChange::new(ada(), ChangeKind::Certificate, "certificate 1")
}

fn of_order(certificates: u32) -> ProposedChange {
    ProposedChange {
        certificates: Some(certificates),
        orders: vec![AffectedOrder { order_id: order(7), certificates: Some(certificates) }],
        ..ProposedChange::new(ada(), ChangeKind::Order, "order 7")
    }
}

fn check(change: ProposedChange, history: Vec<SentChange>) -> ApprovalCheck {
    ApprovalCheck { policy: Some(TwoPersonPolicy::new(3)), change, history, now_unix_ms: now() }
}

fn demand(change: ProposedChange, history: Vec<SentChange>) -> Demand {
    check(change, history).demand().demand
}

/// Single certificates that Ada sent a minute ago.
fn singles(count: u32) -> Vec<SentChange> {
    (0..count).map(|nth| sent(ada(), &format!("certificate {}", 100 + nth), minutes(-1))).collect()
}

#[test]
fn change_at_the_maximum_needs_no_second_person() {
    assert_eq!(demand(of_order(3), vec![]), Demand::None);
    assert_eq!(demand(of_order(4), vec![]), Demand::Certificates);
    assert_eq!(demand(certificate(), singles(2)), Demand::None);
    assert_eq!(demand(certificate(), singles(3)), Demand::PersonTotal);
}

#[test]
fn uncounted_certificates_need_a_second_person() {
    assert_eq!(demand(ProposedChange { certificates: None, ..certificate() }, vec![]), Demand::NotCounted);
    assert_eq!(demand(ProposedChange { is_whole: false, ..certificate() }, vec![]), Demand::NotCounted);
    let unknown = SentChange { certificates: None, ..sent(ada(), "order 9", minutes(-1)) };
    assert_eq!(demand(certificate(), vec![unknown.clone()]), Demand::NotCounted);
    assert_eq!(demand(certificate(), vec![SentChange { person: bo(), ..unknown.clone() }]), Demand::None);
    let same_order = SentChange { person: bo(), order_id: Some(order(7)), ..unknown };
    assert_eq!(demand(of_order(1), vec![same_order]), Demand::NotCounted);
}

#[test]
fn reason_without_one_is_unspecified() {
    let mut check = check(ProposedChange { reasons: vec![], ..certificate() }, vec![]);
    check.policy = Some(TwoPersonPolicy { always: vec![RevocationReason::Unspecified], ..TwoPersonPolicy::new(3) });
    assert_eq!(check.demand().demand, Demand::Reason);
    check.change.reasons = vec![RevocationReason::Superseded];
    assert_eq!(check.demand().demand, Demand::None);
    check.change.reasons.push(RevocationReason::Unspecified);
    assert_eq!(check.demand().demand, Demand::Reason);
}

#[test]
fn other_spelling_of_the_person_has_no_own_allowance() {
    let history = singles(3).into_iter().map(|sent| SentChange { person: Person::address("ADA@EXAMPLE.com"), ..sent });
    assert_eq!(demand(certificate(), history.collect()), Demand::PersonTotal);
    let history = singles(3).into_iter().map(|sent| SentChange { person: bo().with_sub("sub-ada"), ..sent });
    assert_eq!(demand(certificate(), history.collect()), Demand::PersonTotal);
    let history = singles(3).into_iter().map(|sent| SentChange { person: bo(), ..sent });
    assert_eq!(demand(certificate(), history.collect()), Demand::None);
}

#[test]
fn entry_leaves_the_window_exactly_at_its_end() {
    let at = |minutes_ago: i64| {
        singles(3)
            .into_iter()
            .map(|sent| SentChange { sent_unix_ms: minutes(-minutes_ago), ..sent })
            .collect::<Vec<_>>()
    };
    assert_eq!(demand(certificate(), at(24 * 60)), Demand::None);
    assert_eq!(demand(certificate(), at(24 * 60 - 1)), Demand::PersonTotal);
    // A clock that was set back leaves entries in the future. They count.
    assert_eq!(demand(certificate(), at(-5)), Demand::PersonTotal);
    let mut short = check(certificate(), at(10));
    short.policy = Some(TwoPersonPolicy { window_minutes: Minutes::new(10), ..TwoPersonPolicy::new(3) });
    assert_eq!(short.demand().demand, Demand::None);
}

#[test]
fn approved_and_refunded_changes_leave_the_allowance() {
    let approved = singles(9).into_iter().map(|sent| SentChange { is_approved: true, ..sent });
    assert_eq!(demand(certificate(), approved.collect()), Demand::None);
    let refunded = singles(9).into_iter().map(|sent| SentChange { refunded_orders: 1, ..sent });
    assert_eq!(demand(certificate(), refunded.collect()), Demand::None);
    // Half of a job was refused: which certificates that saved is not known.
    let half = SentChange { orders: 4, certificates: Some(3), refunded_orders: 2, ..sent(ada(), "job 1", minutes(-1)) };
    assert_eq!(demand(certificate(), vec![half]), Demand::PersonTotal);
}

#[test]
fn same_subject_counts_once_with_its_larger_count() {
    let again =
        |certificates| vec![SentChange { certificates: Some(certificates), ..sent(ada(), "order 7", minutes(-1)) }];
    assert_eq!(demand(of_order(3), again(3)), Demand::None);
    assert_eq!(demand(of_order(2), again(4)), Demand::PersonTotal);
    let twice = [again(1), again(3), again(2)].concat();
    assert_eq!(check(of_order(2), twice).demand().totals.unwrap().person, Some(3));
}

#[test]
fn one_order_counts_over_all_persons() {
    let of = |person: Person, nth: u32| SentChange {
        order_id: Some(order(7)),
        ..sent(person, &format!("certificate {nth}"), minutes(-1))
    };
    let history = vec![of(bo(), 1), of(bo(), 2), of(cy(), 3)];
    assert_eq!(demand(of_order(1), history.clone()), Demand::OrderTotal);
    let result = check(of_order(1), history.clone()).demand();
    let totals = result.totals.unwrap();
    assert_eq!((totals.person, totals.order, totals.order_id), (Some(1), Some(4), Some(order(7))));
    assert_eq!(result.quorum, Some(Quorum::new(1, vec![])));
    assert_eq!(demand(of_order(1), history[1..].to_vec()), Demand::None);
    let other =
        ProposedChange { orders: vec![AffectedOrder { order_id: order(8), certificates: Some(1) }], ..of_order(1) };
    assert_eq!(demand(other, history), Demand::None);
}

#[test]
fn break_glass_needs_a_second_person_without_policy() {
    let change = ProposedChange { is_break_glass: true, ..certificate() };
    let off = ApprovalCheck { policy: None, ..check(change, vec![]) };
    let demand = off.demand();
    assert_eq!((demand.demand, demand.quorum, demand.totals), (Demand::BreakGlass, Some(Quorum::new(1, vec![])), None));
    let off = ApprovalCheck { policy: None, ..check(of_order(1000), singles(1000)) };
    assert_eq!(off.demand().demand, Demand::None);
}

#[test]
fn demand_names_the_first_reason_that_applies() {
    let policy = TwoPersonPolicy { always: vec![RevocationReason::KeyCompromise], ..TwoPersonPolicy::new(3) };
    let all = ProposedChange { reasons: vec![RevocationReason::KeyCompromise], is_whole: false, ..of_order(4) };
    let demand = |change| ApprovalCheck { policy: Some(policy.clone()), ..check(change, singles(3)) }.demand().demand;
    assert_eq!(demand(all.clone()), Demand::Reason);
    let all = ProposedChange { reasons: vec![], ..all };
    assert_eq!(demand(all.clone()), Demand::Certificates);
    let all = ProposedChange { certificates: Some(1), ..all };
    assert_eq!(demand(all.clone()), Demand::NotCounted);
    assert_eq!(demand(ProposedChange { is_whole: true, ..all }), Demand::PersonTotal);
}
