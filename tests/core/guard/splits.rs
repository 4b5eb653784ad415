//! However a person cuts certificates into calls, orders and lists: what is sent without a second person never exceeds the maximum in
//! any window.

use super::*;
use certcentral_revoke::policy::guard::{
    AffectedOrder, ApprovalCheck, ChangeKind, Demand, Minutes, ProposedChange, TwoPersonPolicy,
};
use proptest::prelude::*;

/// One piece of the cut.
#[derive(Clone, Debug)]
enum Piece {
    /// A certificate, with its order if it is known.
    Certificate {
        order: Option<u64>,
    },
    Order {
        certificates: u32,
    },
    /// A list of orders, with the certificates of each.
    List(Vec<u32>),
}

/// One call.
#[derive(Clone, Debug)]
struct Act {
    person: usize,
    piece: Piece,
    /// Milliseconds since the act before.
    after_ms: u64,
    /// Whether CertCentral refuses it without an effect.
    is_refused: bool,
}

/// What was sent alone, for the count that does not depend on the rules.
struct Alone {
    human: usize,
    orders: Vec<(OrderId, u32)>,
    certificates: u32,
    sent_ms: u64,
}

const WINDOW_MINUTES: u32 = 10;

/// Two spellings of Ada, and Bo.
fn people() -> [(usize, Person); 3] {
    [(0, ada()), (0, Person::address("ADA@example.com")), (1, bo())]
}

fn any_act() -> impl Strategy<Value = Act> {
    let piece = prop_oneof![
        4 => prop::option::of(1_u64..4).prop_map(|order| Piece::Certificate { order }),
        3 => (1_u32..9).prop_map(|certificates| Piece::Order { certificates }),
        2 => prop::collection::vec(1_u32..5, 1..5).prop_map(Piece::List),
    ];
    let after_ms = prop_oneof![3 => 0_u64..1000, 2 => 0_u64..(12 * MINUTE_MS)];
    (0_usize..3, piece, after_ms, prop::bool::weighted(0.1)).prop_map(|(person, piece, after_ms, is_refused)| Act {
        person,
        piece,
        after_ms,
        is_refused,
    })
}

/// Describes a piece to the rules. Every order of the cut is another one, except for those of single certificates.
fn proposed(nth: u64, piece: &Piece, person: &Person) -> ProposedChange {
    let affected = |order_id: u64, certificates: u32| AffectedOrder {
        order_id: order(order_id),
        certificates: Some(certificates),
    };
    let change = |kind, subject: String| ProposedChange::new(person.clone(), kind, &subject);
    match piece {
        Piece::Certificate { order } => ProposedChange {
            orders: order.iter().map(|order| affected(*order, 1)).collect(),
            ..change(ChangeKind::Certificate, format!("certificate {nth}"))
        },
        Piece::Order { certificates } => ProposedChange {
            certificates: Some(*certificates),
            orders: vec![affected(1000 + nth * 100, *certificates)],
            ..change(ChangeKind::Order, format!("order {}", 1000 + nth * 100))
        },
        Piece::List(sizes) => ProposedChange {
            certificates: Some(sizes.iter().sum()),
            orders: (0..).zip(sizes).map(|(row, size)| affected(1000 + nth * 100 + row, *size)).collect(),
            ..change(ChangeKind::Job, format!("job {nth}"))
        },
    }
}

/// What is stored once it is sent.
fn entry(change: &ProposedChange, sent_ms: u64, is_approved: bool, is_refused: bool) -> SentChange {
    let orders = u32::try_from(change.orders.len().max(1)).unwrap();
    let single = change.orders.first().filter(|_| change.orders.len() == 1);
    SentChange {
        order_id: single.map(|affected| affected.order_id),
        orders,
        certificates: change.certificates,
        is_approved,
        refunded_orders: if is_refused { orders } else { 0 },
        ..sent(change.person.clone(), &change.subject, UnixMs::new(sent_ms))
    }
}

/// Checks the window that ends with the last entry.
fn check_window(alone: &[Alone], maximum: u32) -> Result<(), TestCaseError> {
    let Some(last) = alone.last() else { return Ok(()) };
    let in_window = |sent: &&Alone| sent.sent_ms + u64::from(WINDOW_MINUTES) * MINUTE_MS > last.sent_ms;
    let window: Vec<_> = alone.iter().filter(in_window).collect();
    let own: u32 = window.iter().filter(|sent| sent.human == last.human).map(|sent| sent.certificates).sum();
    prop_assert!(own <= maximum, "one person sent {own} certificates alone, the maximum is {maximum}");
    for (order_id, _) in &last.orders {
        let of_order = window.iter().flat_map(|sent| &sent.orders).filter(|(other, _)| other == order_id);
        let total: u32 = of_order.map(|(_, certificates)| certificates).sum();
        prop_assert!(total <= maximum, "{total} certificates of one order, the maximum is {maximum}");
    }
    Ok(())
}

/// Plays the acts. Returns how many were sent alone.
fn play(acts: &[Act], maximum: u32) -> Result<usize, TestCaseError> {
    let policy = TwoPersonPolicy { window_minutes: Minutes::new(WINDOW_MINUTES), ..TwoPersonPolicy::new(maximum) };
    let (mut history, mut alone, mut now_ms) = (Vec::new(), Vec::new(), NOW);
    for (nth, act) in (1_u64..).zip(acts) {
        now_ms += act.after_ms;
        let (human, person) = people()[act.person].clone();
        let check = ApprovalCheck {
            policy: Some(policy.clone()),
            change: proposed(nth, &act.piece, &person),
            history: history.clone(),
            now_unix_ms: UnixMs::new(now_ms),
        };
        let is_approved = check.demand().demand != Demand::None;
        history.push(entry(&check.change, now_ms, is_approved, act.is_refused));
        if is_approved || act.is_refused {
            continue;
        }
        let orders = check.change.orders.iter();
        let orders = orders.map(|affected| (affected.order_id, affected.certificates.unwrap())).collect();
        alone.push(Alone { human, orders, certificates: check.change.certificates.unwrap(), sent_ms: now_ms });
        check_window(&alone, maximum)?;
    }
    Ok(alone.len())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn no_cut_exceeds_the_maximum_without_a_second_person(
        maximum in 0_u32..12,
        acts in prop::collection::vec(any_act(), 1..60),
    ) {
        play(&acts, maximum)?;
    }
}

#[test]
fn certificates_one_by_one_are_sent_up_to_the_maximum() {
    let act = Act { person: 0, piece: Piece::Certificate { order: None }, after_ms: 1, is_refused: false };
    assert_eq!(play(&vec![act.clone(); 30], 12).unwrap(), 12);
    // A person has the allowance again once the window has passed.
    let slow = Act { after_ms: 6 * MINUTE_MS, ..act };
    assert_eq!(play(&vec![slow; 30], 2).unwrap(), 30);
}
