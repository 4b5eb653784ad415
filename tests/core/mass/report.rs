//! The report: figures, deadline, and JSON. `report_csv.rs` tests the CSV.

use super::id;
use certcentral_revoke::{
    api::{Proof, RevocationReason},
    mass::{
        AuditEntry, Ccadb, Counts, DeadlineCounts, InTime, Item, Line, ProofCounts, Report, ReportFacts, SkipCounts,
        SkipReason, State, Summary,
    },
};
use proptest::prelude::*;

/// 2025-10-09T08:53:20Z.
pub(super) const NOW: u64 = 1_760_000_000_000;

pub(super) fn line(order: u64, state: State) -> Line {
    Line {
        state,
        sends: 1,
        sent_unix_ms: Some(NOW - 2000),
        known_unix_ms: Some(NOW - 1000),
        ..Line::new(Item::new(id(order)))
    }
}

pub(super) fn facts() -> ReportFacts {
    ReportFacts { name: "July".into(), digest: "0a".into(), at_unix_ms: NOW, ..ReportFacts::default() }
}

pub(super) fn csv(facts: &ReportFacts, lines: &[Line]) -> String {
    (0..).map_while(|nth| Report::new(facts, lines).csv(nth)).collect()
}

fn json(facts: &ReportFacts, lines: &[Line]) -> String {
    (0..).map_while(|nth| Report::new(facts, lines).json(nth)).collect()
}

/// Returns one of each state.
pub(super) fn states() -> Vec<State> {
    let why = || "body-too-large".to_owned();
    vec![
        State::Waiting,
        State::Sending,
        State::Revoked { proof: Proof::Accepted },
        State::Revoked { proof: Proof::Approved },
        State::Revoked { proof: Proof::Revoked },
        State::Requested { request_id: "77".parse().unwrap() },
        State::Refused { code: "not_found|order".into(), message: "no \"such\" order".into() },
        State::Refused { code: "access_denied".into(), message: String::new() },
        State::Unknown { problem: why() },
        State::Held { reason: "=HYPERLINK(\"http://evil.example\")".into() },
        State::Skipped(SkipReason::AlreadyRevoked),
        State::Skipped(SkipReason::NotIssued),
        State::Skipped(SkipReason::NotFound),
        State::Skipped(SkipReason::Ended),
    ]
}

pub(super) fn all() -> Vec<Line> {
    (1..).zip(states()).map(|(order, state)| line(order, state)).collect()
}

#[test]
fn figures_count_each_order_once() {
    let facts = ReportFacts { deadline_unix_ms: Some(NOW - 1), done_unix_ms: Some(NOW + 5), ..facts() };
    let expected = Summary {
        orders: 14,
        counts: Counts {
            waiting: 1,
            sending: 1,
            revoked: ProofCounts { accepted: 1, approved: 1, revoked: 1 },
            requested: 1,
            refused: 2,
            unknown: 1,
            held: 1,
            skipped: 4,
        },
        skipped: SkipCounts { already_revoked: 1, not_issued: 1, not_found: 1, ended: 1 },
        deadline: DeadlineCounts { none: 4, met: 3, missed: 5, open: 0, unknown: 2 },
        ccadb: Ccadb {
            revoked: 4,
            not_yet_revoked: 7,
            ended_before: 1,
            nothing_to_revoke: 2,
            done_unix_ms: Some(NOW + 5),
        },
    };
    assert_eq!(Report::new(&facts, &all()).summary(), expected);
}

#[test]
fn deadline_is_met_up_to_its_millisecond() {
    let revoked = |known| Line { known_unix_ms: known, ..line(1, State::Revoked { proof: Proof::Accepted }) };
    let at = |line: &Line, deadline, now| {
        InTime::of(line, &ReportFacts { deadline_unix_ms: deadline, at_unix_ms: now, ..facts() })
    };
    assert_eq!(at(&revoked(Some(NOW)), Some(NOW), NOW + 9), InTime::Met);
    assert_eq!(at(&revoked(Some(NOW + 1)), Some(NOW), NOW + 9), InTime::Missed);
    assert_eq!(at(&revoked(None), Some(NOW), NOW + 9), InTime::Missed, "an unknown time is not in time");
    assert_eq!(at(&revoked(Some(NOW)), None, NOW), InTime::None);
    for state in states() {
        let (then, after) = match state {
            State::Revoked { .. } => continue,
            State::Skipped(_) => (InTime::None, InTime::None),
            State::Sending | State::Unknown { .. } => (InTime::Open, InTime::Unknown),
            _ => (InTime::Open, InTime::Missed),
        };
        let line = line(1, state);
        assert_eq!((at(&line, Some(NOW), NOW), at(&line, Some(NOW), NOW + 1)), (then, after), "{line:?}");
    }
}

#[test]
fn json_report_has_the_same_facts_as_csv() {
    let facts = ReportFacts {
        deadline_unix_ms: Some(NOW - 1),
        revocation_reason: Some(RevocationReason::Superseded),
        ..facts()
    };
    let mut lines = all();
    lines[0] = Line::new(Item {
        reason: Some(RevocationReason::KeyCompromise),
        comment: Some("é\n".into()),
        priority: 9,
        replaced: Some(false),
        ..Item::new(id(u64::MAX))
    });
    let report: serde_json::Value = serde_json::from_str(&json(&facts, &lines)).unwrap();
    assert_eq!(
        (&report["name"], &report["digest"], &report["rehearsal"], &report["atUnixMs"], &report["deadlineUnixMs"]),
        (&"July".into(), &"0a".into(), &false.into(), &NOW.into(), &(NOW - 1).into())
    );
    assert_eq!(report["summary"], serde_json::to_value(Report::new(&facts, &lines).summary()).unwrap());
    let orders = report["orders"].as_array().unwrap();
    assert_eq!(
        orders[0],
        serde_json::json!({
            "orderId": "18446744073709551615", "state": "waiting", "revocationReason": "keyCompromise", "comment": "é\n", "priority": 9,
            "replaced": false, "sends": 0, "inTime": "missed",
        })
    );
    let common = |mut own: serde_json::Value| {
        own["revocationReason"] = "superseded".into();
        (own["sentUnixMs"], own["knownUnixMs"]) = (1_759_999_998_000_u64.into(), 1_759_999_999_000_u64.into());
        (own["priority"], own["sends"]) = (0.into(), 1.into());
        own
    };
    for (order, own) in [
        (1, serde_json::json!({"orderId": "2", "state": "sending", "inTime": "unknown"})),
        (2, serde_json::json!({"orderId": "3", "state": "revoked", "proof": "accepted", "inTime": "met"})),
        (5, serde_json::json!({"orderId": "6", "state": "requested", "requestId": "77", "inTime": "missed"})),
        (
            6,
            serde_json::json!({"orderId": "7", "state": "refused", "code": "not_found|order", "detail": "no \"such\" order", "inTime": "missed"}),
        ),
        (8, serde_json::json!({"orderId": "9", "state": "unknown", "detail": "body-too-large", "inTime": "unknown"})),
        (13, serde_json::json!({"orderId": "14", "state": "skipped", "skipReason": "ended", "inTime": "none"})),
    ] {
        assert_eq!(orders[order], common(own));
    }
}

#[test]
fn report_row_names_journal_line_and_audit_log_entry() {
    let lines: Vec<_> = [2, 3, 10, 11, 12, 40, 41]
        .into_iter()
        .map(|nth| Line { journal_line: nth, ..line(nth, State::Waiting) })
        .collect();
    let audit_entries =
        [(1, 2, 5), (3, 10, 8), (12, 40, 9)].map(|(first, last, entry)| AuditEntry { first, last, entry });
    let rows_of = |facts: &ReportFacts| {
        let report = Report::new(facts, &lines).with_audit_entries(&audit_entries);
        let orders = serde_json::from_str::<serde_json::Value>(&report.json(0).unwrap()).unwrap()["orders"].take();
        let as_json =
            |order: &serde_json::Value| [&order["journalLine"], &order["auditEntry"]].map(serde_json::Value::as_u64);
        let as_csv = |row: &str| row.rsplit(',').take(2).map(|cell| cell.parse().ok()).collect::<Vec<Option<u64>>>();
        let csv = report.csv(0).unwrap();
        let rows_of: Vec<_> = orders.as_array().unwrap().iter().map(as_json).collect();
        for (row, [line, entry]) in csv.lines().skip(1).zip(&rows_of) {
            assert_eq!(as_csv(row), [*entry, *line]);
        }
        rows_of
    };
    let with_audit_entries =
        [(2, Some(5)), (3, Some(8)), (10, Some(8)), (11, None), (12, Some(9)), (40, Some(9)), (41, None)];
    let facts = ReportFacts { journal_lines: Some(41), ..facts() };
    assert_eq!(rows_of(&facts), with_audit_entries.map(|(line, entry)| [Some(line), entry]));
    assert!(json(&facts, &lines).contains(r#""journalLines":41"#));
    // A rehearsal has no journal.
    assert_eq!(rows_of(&ReportFacts { journal_lines: None, ..facts }), [[None; 2]; 7]);
}

#[test]
fn report_pieces_contain_every_order_once() {
    let facts = facts();
    for orders in [0_u64, 1, 999, 1000, 1001, 2000, 2500] {
        let lines: Vec<_> = (1..=orders).map(|order| line(order, State::Waiting)).collect();
        let report = Report::new(&facts, &lines);
        let pieces = usize::try_from(orders.div_ceil(1000).max(1)).unwrap();
        for nth in 0..pieces + 2 {
            assert_eq!(
                (report.csv(nth).is_some(), report.json(nth).is_some()),
                (nth < pieces, nth < pieces),
                "{orders} {nth}"
            );
        }
        let rows = csv(&facts, &lines).lines().count();
        let rows_of: serde_json::Value = serde_json::from_str(&json(&facts, &lines)).unwrap();
        let rows_of = rows_of["orders"].as_array().unwrap();
        assert_eq!((rows - 1, rows_of.len()), (lines.len(), lines.len()));
        assert!((1..).zip(rows_of).all(|(order, row)| row["orderId"].as_str() == Some(&format!("{order}"))));
    }
    assert_eq!(Report::new(&facts, &[]).csv(usize::MAX), None);
}

pub(super) fn any_line() -> impl Strategy<Value = (usize, Option<u64>)> {
    (0..states().len(), prop::option::of(NOW - 10..NOW + 10))
}

proptest! {
    #[test]
    fn summary_adds_up_for_any_orders(
        lines in prop::collection::vec(any_line(), 0..80),
        deadline in prop::option::of(NOW - 10..NOW + 10),
    ) {
        let lines: Vec<_> = (1..).zip(lines).map(|(order, (state, known))| {
            Line { known_unix_ms: known, ..line(order, states()[state].clone()) }
        }).collect();
        let facts = ReportFacts { deadline_unix_ms: deadline, ..facts() };
        let Summary { orders, counts, skipped, deadline, ccadb } = Report::new(&facts, &lines).summary();
        prop_assert_eq!(usize::try_from(orders).unwrap(), lines.len());
        prop_assert_eq!(counts.total(), orders);
        prop_assert_eq!(skipped.already_revoked + skipped.not_issued + skipped.not_found + skipped.ended, counts.skipped);
        prop_assert_eq!(deadline.none + deadline.met + deadline.missed + deadline.open + deadline.unknown, orders);
        prop_assert_eq!(ccadb.revoked + ccadb.not_yet_revoked + ccadb.ended_before + ccadb.nothing_to_revoke, orders);
        prop_assert_eq!(ccadb.revoked, counts.revoked.all() + skipped.already_revoked);
    }
}
