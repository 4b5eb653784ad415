//! The plan: the disposition of each order, totals, and text. `plan_timing.rs` tests the estimated end and the deadline.

use std::collections::BTreeMap;

use super::id;
use certcentral_revoke::{
    api::{HttpResponse, RevocationReason},
    mass::{
        Basis, Disposition, Item, Job, JournalChain, JournalLines, NotConfirmed, PaceSettings, Plan, Run, SkipReason,
        State, Survey, SurveyResult, Terms,
    },
    policy::{Procedure as _, ProcedureStep},
};
use proptest::prelude::*;

/// 2025-10-09T08:53:20Z.
pub(super) const NOW: u64 = 1_760_000_000_000;
pub(super) const HOUR: u64 = 3_600_000;

/// Returns a survey with one row per order. `not found` and `unread` stand for orders without a row.
pub(super) fn surveyed(orders: &[(u64, &str)]) -> SurveyResult {
    let mut survey = Survey::new(orders.iter().map(|(order, _)| id(*order)));
    loop {
        let request = match survey.next(0) {
            ProcedureStep::Send(request) => request,
            ProcedureStep::Pause(_) => panic!("a survey never pauses"),
            ProcedureStep::End(end) => return end.unwrap(),
        };
        let rows: Vec<_> = orders.iter().filter(|(_, row)| row.starts_with('{')).map(|(_, row)| *row).collect();
        let answer = match request.path.strip_prefix("/order/certificate/") {
            None => HttpResponse::new(200, format!(r#"{{"orders":[{}],"page":{{"total":1}}}}"#, rows.join(","))),
            Some(order) => match orders.iter().find(|(known, _)| known.to_string() == order).unwrap().1 {
                "not found" => HttpResponse::new(404, r#"{"errors":[{"code":"not_found|order","message":"no"}]}"#),
                "unread" => HttpResponse::new(500, ""),
                row => HttpResponse::new(200, row),
            },
        };
        if let Err(cause) = survey.handle_response(&answer) {
            survey.handle_failure(cause).unwrap();
        }
    }
}

pub(super) fn of_status(order: u64, status: &str) -> String {
    format!(r#"{{"id":{order},"status":"{status}"}}"#)
}

pub(super) fn exact() -> PaceSettings {
    PaceSettings { guard_ms: 0, answer_ms: 0, margin_percent: 0, ..PaceSettings::default() }
}

#[test]
fn disposition_depends_on_the_order_status() {
    let rows = [
        "issued",
        "reissue_pending",
        "revoked",
        "pending",
        "waiting_pickup",
        "needs_approval",
        "processing",
        "needs_csr",
        "canceled",
        "rejected",
        "expired",
        "denied",
        "approved",
        "undocumented",
        "also undocumented",
    ];
    let rows: Vec<_> = (1..).zip(rows).map(|(order, status)| (order, of_status(order, status))).collect();
    let mut orders: Vec<_> = rows.iter().map(|(order, row)| (*order, row.as_str())).collect();
    // Two unreadable orders in a row would end the survey.
    orders.extend([(16, "not found"), (17, "unread")]);
    let items = orders.iter().map(|(order, _)| Item::new(id(*order))).collect();
    let plan = Plan::new(items, &surveyed(&orders), Terms::default(), &PaceSettings::default(), NOW);
    let skips: Vec<_> = plan.orders().iter().map(|planned| &planned.disposition).cloned().collect();
    let (skip, send) = (Disposition::Skip, Disposition::Send);
    let mut expected = vec![send.clone(), send.clone(), skip(SkipReason::AlreadyRevoked)];
    expected.extend([
        skip(SkipReason::NotIssued),
        skip(SkipReason::NotIssued),
        skip(SkipReason::NotIssued),
        skip(SkipReason::NotIssued),
        skip(SkipReason::NotIssued),
    ]);
    expected.extend([
        skip(SkipReason::Ended),
        skip(SkipReason::Ended),
        skip(SkipReason::Ended),
        skip(SkipReason::Ended),
    ]);
    expected.extend([send.clone(), send.clone(), send.clone(), skip(SkipReason::NotFound), send]);
    assert_eq!(skips, expected);
    let totals = &plan.figures().totals;
    assert_eq!((totals.orders, totals.send, totals.already_revoked, totals.not_issued), (17, 6, 1, 5));
    assert_eq!((totals.ended, totals.not_found, totals.held, totals.not_replaced), (4, 1, 0, 0));
    assert_eq!((totals.reissue_pending, totals.unknown_status, totals.unread), (1, 3, 1));
    // An order that is not part of the survey counts as unread, not as not found.
    let plan = Plan::new(vec![Item::new(id(99))], &surveyed(&[]), Terms::default(), &PaceSettings::default(), NOW);
    assert_eq!((plan.figures().totals.send, plan.figures().totals.unread), (1, 1));
}

#[test]
fn totals_count_duplicates_reasons_and_unclear_orders() {
    let row = |order, kind, duplicates| {
        format!(r#"{{"id":{order},"status":"issued","product":{{"type":"{kind}"}},"has_duplicates":{duplicates}}}"#)
    };
    let rows = [
        row(1, "ssl_certificate", true),
        row(2, "code_signing_certificate", false),
        row(3, "client_certificate", true),
    ];
    let orders: Vec<_> = (1..).zip(rows.iter().map(String::as_str)).collect();
    let why = RevocationReason::KeyCompromise;
    let items = || {
        let first = Item { priority: 9, ..Item::new(id(1)) };
        vec![first, Item { reason: Some(why), ..Item::new(id(2)) }, Item::new(id(3))]
    };
    let plan = Plan::new(items(), &surveyed(&orders), Terms::default(), &PaceSettings::default(), NOW);
    let totals = &plan.figures().totals;
    assert_eq!((totals.min_certificates, totals.with_duplicates, totals.reason_ignored), (5, 2, 1));
    assert_eq!(totals.by_reason, BTreeMap::from([("keyCompromise", 1), ("unspecified", 2)]));
    assert_eq!(totals.by_priority, BTreeMap::from([(0, 2), (9, 1)]));
    let terms = Terms { reason: Some(RevocationReason::Superseded), ..Terms::default() };
    let plan = Plan::new(items(), &surveyed(&orders), terms, &PaceSettings::default(), NOW);
    assert_eq!(plan.figures().totals.reason_ignored, 2);
    assert_eq!(plan.figures().totals.by_reason, BTreeMap::from([("keyCompromise", 1), ("superseded", 2)]));
    // One call per order, plus the calls of the survey to confirm them.
    assert_eq!(plan.figures().calls, 3 + surveyed(&orders).calls);
    // Orders that DigiCert can refuse, with an undocumented status, and without a read: they are sent and counted.
    let statuses = ["issued", "reissue_pending", "reissue_pending", "renewed", "renewed", "renewed"];
    let mut rows: Vec<_> = (1..).zip(statuses).map(|(order, status)| (order, of_status(order, status))).collect();
    rows.push((7, "unread".to_owned()));
    let orders: Vec<_> = rows.iter().map(|(order, row)| (*order, row.as_str())).collect();
    let items = (1..=7).map(|order| Item::new(id(order))).collect();
    let plan = Plan::new(items, &surveyed(&orders), Terms::default(), &PaceSettings::default(), NOW);
    let totals = &plan.figures().totals;
    assert_eq!((totals.send, totals.reissue_pending, totals.unknown_status, totals.unread), (7, 2, 3, 1));
}

#[test]
fn held_and_unreplaced_orders_are_not_sent() {
    let rows = [of_status(1, "issued"), of_status(2, "revoked"), of_status(3, "issued"), of_status(4, "issued")];
    let orders: Vec<_> = (1..).zip(rows.iter().map(String::as_str)).collect();
    let item = |order, replaced| Item { replaced, ..Item::new(id(order)) };
    let items = vec![item(1, Some(true)), item(2, Some(true)), item(3, Some(false)), item(4, None)];
    let holds = BTreeMap::from([
        (id(1), "court order".to_owned()),
        (id(2), "late".to_owned()),
        (id(44), "mistyped".to_owned()),
    ]);
    let terms = Terms { only_replaced: true, holds, ..Terms::default() };
    let plan = Plan::new(items, &surveyed(&orders), terms, &PaceSettings::default(), NOW);
    assert_eq!(plan.figures().unmatched_holds, [id(44)]);
    let states: Vec<_> = plan.lines().into_iter().map(|line| line.state).collect();
    let held = |why: &str| State::Held { reason: why.to_owned() };
    let not_replaced = held("not replaced yet");
    assert_eq!(
        states,
        [held("court order"), State::Skipped(SkipReason::AlreadyRevoked), not_replaced.clone(), not_replaced]
    );
    assert!(plan.lines().iter().all(|line| line.known_unix_ms == Some(NOW) && line.sends == 0));
    assert_eq!(plan.confirm(0, NOW), Err(NotConfirmed::NothingToSend));
}

#[test]
fn plan_is_restored_from_its_text() {
    let rows = [(1, of_status(1, "issued")), (2, of_status(2, "revoked"))];
    let found: Vec<_> = rows.iter().map(|(order, row)| (*order, row.as_str())).collect();
    let terms = Terms { holds: BTreeMap::from([(id(1), "court".to_owned())]), ..Terms::default() };
    let items = vec![Item::new(id(1)), Item::new(id(2)), Item { priority: 3, ..Item::new(id(3)) }];
    let basis = Basis { items, surveyed: surveyed(&found), terms, pace: exact(), made_unix_ms: NOW };
    let text = basis.to_text();
    assert_eq!(Basis::from_text(&text).unwrap().plan(), basis.plan());
    assert_eq!(Basis::from_text(&text.replace("made", "maid")).map(Basis::plan), None);
}

#[test]
fn canonical_text_depends_on_every_decision() {
    let terms = || Terms {
        reason: Some(RevocationReason::Superseded),
        skip_approval: true,
        deadline_unix_ms: Some(NOW + HOUR),
        holds: BTreeMap::from([(id(7), "court".to_owned())]),
        ..Terms::default()
    };
    let own = Item { reason: Some(RevocationReason::KeyCompromise), replaced: Some(true), ..Item::new(id(100)) };
    let text = |items: &[Item], found: &[(u64, &str)], terms: Terms| {
        Plan::new(items.to_vec(), &surveyed(found), terms, &PaceSettings::default(), NOW).canonical()
    };
    let items = [own.clone(), Item::new(id(20)), Item::new(id(7))];
    let expected = "certcentral-revoke bulk revocation, version 3\ndeadline 1760003600000\napproval skipped\n7 held \
                    \"court\"\n20 superseded\n100 keyCompromise\n";
    assert_eq!(text(&items, &[], terms()), expected);
    // The order of the rows and the survey change nothing.
    let found = of_status(20, "revoked");
    assert_eq!(text(&[items[2].clone(), items[0].clone(), items[1].clone()], &[(20, &found)], terms()), expected);
    // Every other difference changes the text.
    let others = [
        text(&items[..2], &[], terms()),
        text(&[Item::new(id(100)), items[1].clone(), items[2].clone()], &[], terms()),
        text(&items, &[], Terms { reason: None, ..terms() }),
        text(&items, &[], Terms { skip_approval: false, ..terms() }),
        text(&items, &[], Terms { deadline_unix_ms: None, ..terms() }),
        text(&items, &[], Terms { holds: BTreeMap::new(), ..terms() }),
        text(&items, &[], Terms { holds: BTreeMap::from([(id(7), "another court".to_owned())]), ..terms() }),
        text(&items, &[], Terms { only_replaced: true, ..terms() }),
    ];
    let noted = Item { comment: Some("INC-4711,\n\"now\"".into()), ..Item::new(id(20)) };
    let with_comments = text(&[own, noted], &[], Terms { comment: Some("wiki".into()), ..terms() });
    assert!(
        with_comments.ends_with("20 superseded \"INC-4711,\\n\\\"now\\\"\"\n100 keyCompromise \"wiki\"\n"),
        "{with_comments}"
    );
    for (nth, other) in others.iter().enumerate() {
        assert!(other != expected && !others[..nth].contains(other), "{other}");
    }
    assert!(others[7].ends_with("7 held \"court\"\n20 held \"not replaced yet\"\n100 keyCompromise\n"));
}

proptest! {
    #[test]
    fn totals_add_up_for_any_list(
        orders in prop::collection::vec((
            prop::sample::select(vec!["issued", "revoked", "pending", "canceled", "reissue_pending", "odd", "not found"]),
            prop::option::of(any::<bool>()), any::<bool>(), 0_u8..10,
        ), 0..60),
        only_replaced in any::<bool>(),
    ) {
        let rows: Vec<_> = (1_u64..).zip(&orders).map(|(order, (status, ..))| {
            (order, if *status == "not found" { (*status).to_owned() } else { of_status(order, status) })
        }).collect();
        let found: Vec<_> = rows.iter().map(|(order, row)| (*order, row.as_str())).collect();
        let items = (1..).zip(&orders).map(|(order, (_, replaced, _, priority))| {
            Item { replaced: *replaced, priority: *priority, ..Item::new(id(order)) }
        });
        let holds = (1..).zip(&orders).filter(|(_, (_, _, held, _))| *held).map(|(order, _)| (id(order), "why".to_owned()));
        let terms = Terms { only_replaced, holds: holds.collect(), ..Terms::default() };
        let plan = Plan::new(items.collect(), &surveyed(&found), terms, &PaceSettings::default(), NOW);
        let totals = &plan.figures().totals;
        let parts = [totals.send, totals.held, totals.not_replaced, totals.already_revoked, totals.not_issued, totals.not_found, totals.ended];
        prop_assert_eq!(parts.iter().sum::<u32>(), totals.orders);
        prop_assert_eq!(usize::try_from(totals.orders).unwrap(), orders.len());
        prop_assert_eq!(totals.by_reason.values().sum::<u32>(), totals.send);
        prop_assert_eq!(totals.by_priority.values().sum::<u32>(), totals.send);
        prop_assert!(totals.min_certificates >= totals.send);
        let waiting = plan.lines().iter().filter(|line| line.state == State::Waiting).count();
        prop_assert_eq!(waiting, usize::try_from(totals.send).unwrap());
        // The run has the digest of its plan, and its journal proves it.
        let (run, record) = Run::of_plan(Job::new("July"), &plan, NOW).unwrap();
        prop_assert_eq!(&run.job().digest, &plan.digest());
        let journal = record.to_lines(&mut JournalChain::default()).join("\n") + "\n";
        let (replayed, _) = Run::replay(JournalLines::new(journal.as_bytes())).unwrap();
        prop_assert_eq!((replayed.lines(), replayed.job()), (run.lines(), run.job()));
        // Only the exact number confirms.
        for typed in 0..70 {
            prop_assert_eq!(plan.confirm(typed, NOW).is_ok(), typed == totals.send && typed > 0);
        }
    }
}
