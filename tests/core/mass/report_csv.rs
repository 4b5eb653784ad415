//! The report as CSV: readable as a list, and safe in a spreadsheet.

use super::{
    id,
    report::{NOW, all, any_line, csv, facts, line, states},
};
use certcentral_revoke::{
    api::RevocationReason,
    mass::{InputLimits, Item, Line, ListInput, ReportFacts, State},
};
use proptest::prelude::*;

#[test]
fn csv_describes_every_state_in_words() {
    let facts = ReportFacts {
        deadline_unix_ms: Some(NOW - 1),
        revocation_reason: Some(RevocationReason::Superseded),
        comment: Some("INC-4711, see \"wiki\"".into()),
        ..facts()
    };
    let text = csv(&facts, &all());
    let mut rows = text.split("\r\n");
    assert_eq!(
        rows.next(),
        Some(
            "order_id,state,proof,detail,request_id,revocation_reason,comment,priority,replaced,sends,sent_at,known_at,in_time,journal_line,audit_entry"
        )
    );
    let rows_of: Vec<_> = rows
        .map(|row| {
            row.replace(
                ",superseded,\"INC-4711, see \"\"wiki\"\"\",0,,1,2025-10-09T08:53:18.000Z,2025-10-09T08:53:19.000Z,",
                " … ",
            )
        })
        .collect();
    assert_eq!(
        rows_of,
        [
            "1,waiting,,, … missed,,",
            "2,sending,,, … unknown,,",
            "3,revoked,accepted,, … met,,",
            "4,revoked,approved,, … met,,",
            "5,revoked,revoked,, … met,,",
            "6,requested,,,77 … missed,,",
            "7,refused,,\"not_found|order: no \"\"such\"\" order\", … missed,,",
            "8,refused,,access_denied, … missed,,",
            "9,unknown,,body-too-large, … unknown,,",
            "10,held,,\"'=HYPERLINK(\"\"http://evil.example\"\")\", … missed,,",
            "11,skipped,,already-revoked, … ,,",
            "12,skipped,,not-issued, … ,,",
            "13,skipped,,not-found, … ,,",
            "14,skipped,,ended, … ,,",
            "",
        ]
    );
}

#[test]
fn csv_cell_is_never_a_formula() {
    for start in ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"] {
        for rest in ["1+1", "cmd|' /C calc'!A0", "\"x\",=1", ""] {
            let state = State::Unknown { problem: format!("{start}{rest}") };
            let item = Item { comment: Some(format!("{start}{rest}")), ..Item::new(id(1)) };
            let text = csv(&facts(), &[Line { item, ..line(1, state) }]);
            let cell = format!("\"'{}\"", format!("{start}{rest}").replace('"', "\"\""));
            let cell = cell.replace(",=1", ",'=1");
            assert_eq!(text.matches(&cell).count(), 2, "{text:?}");
        }
    }
}

#[test]
fn csv_text_after_a_separator_is_never_a_formula() {
    let cell = |comment: &str| {
        let item = Item { comment: Some(comment.to_owned()), ..Item::new(id(1)) };
        let text = csv(&facts(), &[Line::new(item)]);
        text.split_once("1,waiting,,,,,").unwrap().1.split_once(",0,,0,").unwrap().0.to_owned()
    };
    // A program whose separator is a semicolon opens a cell there, and takes the quotes of this cell for text.
    assert_eq!(cell("INC-1;=cmd|' /C calc'!A0;x"), "\"INC-1;'=cmd|' /C calc'!A0;x\"");
    assert_eq!(cell("a;\"=1+1\";b"), "\"a;'\"\"=1+1\"\";b\"");
    for separator in [",", ";", "\t", "\r", "\n", "\r\n"] {
        for start in ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\u{200b}=", "\u{feff}\u{202e}@"] {
            assert_eq!(cell(&format!("a{separator}{start}1")), format!("\"a{separator}'{start}1\""));
        }
        assert_eq!(cell(&format!("a{separator}b")), format!("\"a{separator}b\""), "other text is unchanged");
    }
    for invisible in ["\u{200b}", "\u{feff}", "\u{202e}", "\u{ad}\u{2066}"] {
        assert_eq!(cell(&format!("{invisible}=1")), format!("\"'{invisible}=1\""));
    }
}

proptest! {
    /// The CSV is valid for any text of DigiCert or a person, and is readable as a list.
    #[test]
    fn csv_report_is_readable_as_a_list(
        lines in prop::collection::vec((any_line(), "[^\0]{0,12}", "[\t\n\r\\P{C}]{0,12}", 0_u8..10, prop::option::of(any::<bool>())), 1..30),
    ) {
        let lines: Vec<_> = (1..).zip(lines).map(|(order, ((state, _), why, comment, priority, replaced))| {
            let state = match states()[state].clone() {
                State::Held { .. } => State::Held { reason: why },
                State::Unknown { .. } => State::Unknown { problem: why },
                State::Refused { code, .. } => State::Refused { code, message: why },
                state => state,
            };
            let reason = Some(RevocationReason::KeyCompromise);
            Line { state, ..Line::new(Item { order_id: id(order), reason, comment: Some(comment), priority, replaced }) }
        }).collect();
        let mut input = ListInput::new(None, InputLimits::default());
        input.push(csv(&facts(), &lines).as_bytes());
        let list = input.finish().unwrap();
        prop_assert_eq!(list.ignored_columns, ["state", "proof", "detail", "request_id", "sends", "sent_at", "known_at", "in_time", "journal_line", "audit_entry"]);
        for (line, item) in lines.iter().zip(&list.items) {
            let comment = line.item.comment.as_deref().unwrap();
            let read = item.comment.as_deref().unwrap_or_default();
            // Apart from the apostrophes that were added.
            let bare = |text: &str| text.replace('\'', "").trim().to_owned();
            prop_assert_eq!(bare(read), bare(comment), "{:?} {:?}", read, comment);
            let same = Item { comment: line.item.comment.clone(), ..item.clone() };
            prop_assert_eq!(&same, &line.item);
        }
        prop_assert_eq!(list.items.len(), lines.len());
    }
}
