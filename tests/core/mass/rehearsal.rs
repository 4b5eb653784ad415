//! A rehearsal shows the end of each order as CertCentral documents it, and its time.

use super::{
    id,
    plan::{of_status, surveyed},
};
use certcentral_revoke::{
    api::Proof,
    mass::{Basis, CommandError, Item, Job, PaceSettings, Rehearsal, SkipReason, State, Status, Terms},
    policy::{Lane, Limits, Pacer},
};

/// 2025-10-09T08:53:20Z.
const NOW: u64 = 1_760_000_000_000;

fn basis(orders: u64, found: &[(u64, &str)]) -> Basis {
    Basis {
        items: (1..=orders).map(|order| Item::new(id(order))).collect(),
        surveyed: surveyed(found),
        terms: Terms::default(),
        pace: PaceSettings::default(),
        made_unix_ms: NOW,
    }
}

fn rehearsal(basis: Basis, skip_approval: bool) -> Rehearsal {
    let terms = Terms { skip_approval, ..basis.terms };
    Rehearsal::new(Basis { terms, ..basis }, Job::new("July")).unwrap()
}

fn states(mut rehearsal: Rehearsal) -> Vec<State> {
    assert!(rehearsal.advance(1000), "the rehearsal ends");
    assert_eq!(rehearsal.snapshot().status, Status::Finished { canceled: false });
    rehearsal.into_run().lines().iter().map(|line| line.state.clone()).collect()
}

fn refused(code: &str) -> State {
    State::Refused { code: code.to_owned(), message: "as rehearsed".to_owned() }
}

fn requested(id: &str) -> State {
    State::Requested { request_id: id.parse().unwrap() }
}

#[test]
fn rehearsed_orders_end_as_certcentral_documents() {
    let statuses = ["issued", "revoked", "reissue_pending", "pending", "expired", "renewed"];
    let rows: Vec<_> = (1..).zip(statuses).map(|(order, status)| (order, of_status(order, status))).collect();
    let mut found: Vec<_> = rows.iter().map(|(order, row)| (*order, row.as_str())).collect();
    // The seventh does not exist. The eighth was not readable, and the ninth not surveyed: both can be issued.
    found.extend([(7, "not found"), (8, "unread")]);
    let expected = |one, eight, nine| {
        vec![
            one,
            State::Skipped(SkipReason::AlreadyRevoked),
            refused("reissue_pending"),
            State::Skipped(SkipReason::NotIssued),
            State::Skipped(SkipReason::Ended),
            refused("order_not_issued"),
            State::Skipped(SkipReason::NotFound),
            eight,
            nine,
        ]
    };
    // Each is revoked and confirmed, or has a pending request.
    let shown = || State::Revoked { proof: Proof::Revoked };
    assert_eq!(states(rehearsal(basis(9, &found), true)), expected(shown(), shown(), shown()));
    let [one, eight, nine] = ["1", "2", "3"].map(requested);
    assert_eq!(states(rehearsal(basis(9, &found), false)), expected(one, eight, nine));
}

#[test]
fn rehearsal_takes_the_time_of_a_run() {
    let mut rehearsal = rehearsal(basis(300, &[]), true);
    // It continues for the given number of calls, and reports that more are left.
    assert!(!rehearsal.advance(10));
    assert_eq!((rehearsal.snapshot().calls.revokes, rehearsal.snapshot().in_flight), (10, 5));
    assert!(!rehearsal.advance(290));
    assert!(rehearsal.advance(10));
    let snapshot = rehearsal.snapshot();
    // One confirmation read shows all of them.
    assert_eq!((snapshot.counts.revoked.revoked, snapshot.calls.revokes, snapshot.calls.reads), (300, 300, 1));
    let run = rehearsal.into_run();
    let [first, .., last] = run.lines() else { panic!() };
    assert_eq!((first.sent_unix_ms, first.known_unix_ms), (Some(NOW), Some(NOW + 300)));
    let took_ms = Pacer::new(Limits::digicert()).ms_until(Lane::Bulk, 300, 0);
    assert_eq!((last.sent_unix_ms, last.known_unix_ms), (Some(NOW + took_ms), Some(NOW + took_ms + 300)));
}

#[test]
fn late_plan_is_rehearsed_with_its_deadline() {
    let mut late = basis(300, &[]);
    late.terms.deadline_unix_ms = Some(NOW + 5);
    let mut rehearsal = rehearsal(late, true);
    assert!(rehearsal.advance(1000));
    assert_eq!(rehearsal.snapshot().deadline_unix_ms, Some(NOW + 5));
    let mut twice = basis(2, &[]);
    twice.items[1] = twice.items[0].clone();
    assert_eq!(Rehearsal::new(twice, Job::new("July")).unwrap_err(), CommandError::DuplicateOrder(id(1)));
}
