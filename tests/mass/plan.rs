//! The plan: the disposition of each order, totals, estimated end, and confirmation.

use std::collections::BTreeMap;

use super::id;
use certcentral_revoke::{
    api::{HttpResponse, RevocationReason},
    mass::{
        Basis, Deadline, Disposition, Item, Line, NotConfirmed, PaceSettings, Plan, Skip, State, Survey, Surveyed,
        Terms,
    },
    policy::{Lane, Limits, Next, Pacer, Plan as _, Window},
};
use proptest::prelude::*;

/// 2025-10-09T08:53:20Z.
const NOW: u64 = 1_760_000_000_000;
const HOUR: u64 = 3_600_000;

/// Returns a survey with one row per order. `not found` and `unread` stand for orders without a row.
pub(super) fn surveyed(orders: &[(u64, &str)]) -> Surveyed {
    let mut survey = Survey::new(orders.iter().map(|(order, _)| id(*order)));
    loop {
        let request = match survey.next(0) {
            Next::Ask(request) => request,
            Next::Pause(_) => panic!("a survey never pauses"),
            Next::End(end) => return end.unwrap(),
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
        if let Err(cause) = survey.take(&answer) {
            survey.failed(cause).unwrap();
        }
    }
}

pub(super) fn of_status(order: u64, status: &str) -> String {
    format!(r#"{{"id":{order},"status":"{status}"}}"#)
}

/// Returns a plan without a survey: every order counts as unread.
fn simple(orders: u32, deadline: Option<Deadline>, pace: &PaceSettings) -> Plan {
    let items = (1..=u64::from(orders)).map(|order| Item::new(id(order))).collect();
    Plan::new(items, &surveyed(&[]), Terms { deadline, ..Terms::default() }, pace, NOW)
}

fn window(calls: u32, ms: u32) -> Window {
    Window::new(calls, ms).unwrap()
}

fn exact() -> PaceSettings {
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
    let mut expected = vec![send.clone(), send.clone(), skip(Skip::AlreadyRevoked)];
    expected.extend([
        skip(Skip::NotIssued),
        skip(Skip::NotIssued),
        skip(Skip::NotIssued),
        skip(Skip::NotIssued),
        skip(Skip::NotIssued),
    ]);
    expected.extend([skip(Skip::Ended), skip(Skip::Ended), skip(Skip::Ended), skip(Skip::Ended)]);
    expected.extend([send.clone(), send.clone(), send.clone(), skip(Skip::NotFound), send]);
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
    assert_eq!((totals.certificates_at_least, totals.with_duplicates, totals.reason_ignored), (5, 2, 1));
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
    assert_eq!(plan.figures().holds_elsewhere, [id(44)]);
    let states: Vec<_> = plan.lines().into_iter().map(|line| line.state).collect();
    let held = |why: &str| State::Held { why: why.to_owned() };
    let not_replaced = held("not replaced yet");
    assert_eq!(states, [held("court order"), State::Skipped(Skip::AlreadyRevoked), not_replaced.clone(), not_replaced]);
    assert!(plan.lines().iter().all(|line| line.known_unix_ms == Some(NOW) && line.sends == 0));
    assert_eq!(plan.confirm(0), Err(NotConfirmed::NothingToSend));
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
    let plan = simple(83_267, Some(Deadline::InHours(24)), &PaceSettings::default());
    assert_eq!((plan.figures().deadline_unix_ms, plan.figures().shortfall.is_none()), (Some(NOW + 24 * HOUR), true));
    assert!(plan.confirm(83_267).is_ok());

    let soon = Some(Deadline::At(NOW + 24 * 60_000));
    let plan = simple(8_327, soon, &exact());
    let NotConfirmed::TooLate(shortfall) = plan.confirm(8_327).unwrap_err() else { panic!() };
    assert_eq!(
        shortfall.to_string(),
        "the deadline 2025-10-09T09:17:20.000Z cannot be met: set it to 2025-10-09T09:18:26.875Z or later, or keep at most \
         7958 orders in the list, or use higher limits: 105 calls in 5000 ms and 1050 calls in 180000 ms"
    );
    // Each remedy is sufficient, and one less is not.
    let needed = Some(Deadline::At(shortfall.needed_unix_ms));
    assert!(simple(8_327, needed, &exact()).confirm(8_327).is_ok());
    assert!(simple(8_327, Some(Deadline::At(shortfall.needed_unix_ms - 1)), &exact()).confirm(8_327).is_err());
    assert!(simple(7_958, soon, &exact()).confirm(7_958).is_ok());
    assert!(simple(7_959, soon, &exact()).confirm(7_959).is_err());
    let limits =
        |calls: [u32; 2]| PaceSettings { windows: vec![window(calls[0], 5000), window(calls[1], 180_000)], ..exact() };
    assert!(simple(8_327, soon, &limits([105, 1050])).confirm(8_327).is_ok());
    assert!(simple(8_327, soon, &limits([104, 1040])).confirm(8_327).is_err());

    let late = simple(5, Some(Deadline::At(NOW - 1)), &PaceSettings::default());
    assert_eq!(
        late.confirm(5).unwrap_err().to_string(),
        "the deadline 2025-10-09T08:53:19.999Z cannot be met: set it to 2025-10-09T08:53:21.244Z or later"
    );
}

#[test]
fn plan_is_confirmed_only_by_the_exact_number() {
    let rows = [of_status(1, "issued"), of_status(2, "revoked")];
    let orders: Vec<_> = (1..).zip(rows.iter().map(String::as_str)).collect();
    let items = vec![Item::new(id(1)), Item::new(id(2))];
    let plan = Plan::new(items, &surveyed(&orders), Terms::default(), &PaceSettings::default(), NOW);
    assert_eq!(
        plan.confirm(2).unwrap_err().to_string(),
        "the number of orders to revoke is 1, but 2 was typed: type 1 to revoke them"
    );
    let confirmed = plan.confirm(1).unwrap();
    let revoked =
        Line { state: State::Skipped(Skip::AlreadyRevoked), known_unix_ms: Some(NOW), ..Line::new(Item::new(id(2))) };
    assert_eq!(confirmed.plan().lines(), [Line::new(Item::new(id(1))), revoked]);
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
        deadline: Some(Deadline::At(NOW + HOUR)),
        holds: BTreeMap::from([(id(7), "court".to_owned())]),
        ..Terms::default()
    };
    let own = Item { reason: Some(RevocationReason::KeyCompromise), replaced: Some(true), ..Item::new(id(100)) };
    let text = |items: &[Item], found: &[(u64, &str)], terms: Terms| {
        Plan::new(items.to_vec(), &surveyed(found), terms, &PaceSettings::default(), NOW).canonical()
    };
    let items = [own.clone(), Item::new(id(20)), Item::new(id(7))];
    let expected = "certcentral-revoke mass revocation, version 1\ndeadline 1760003600000\napproval skipped\n7 held\n20 \
                    superseded\n100 keyCompromise\n";
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
        text(&items, &[], Terms { deadline: None, ..terms() }),
        text(&items, &[], Terms { holds: BTreeMap::new(), ..terms() }),
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
    assert!(others[6].ends_with("7 held\n20 not replaced\n100 keyCompromise\n"));
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
        prop_assert!(totals.certificates_at_least >= totals.send);
        let waiting = plan.lines().iter().filter(|line| line.state == State::Waiting).count();
        prop_assert_eq!(waiting, usize::try_from(totals.send).unwrap());
        // Only the exact number confirms.
        for typed in 0..70 {
            prop_assert_eq!(plan.confirm(typed).is_ok(), typed == totals.send && typed > 0);
        }
    }

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
