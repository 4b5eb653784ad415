//! How a list is read: every spelling that is right, every mistake named with its line and its fix, and nothing guessed.

use super::id;
use certcentral_revoke::{
    api::RevocationReason,
    mass::{Format, Input, InputLimits, Item, List, Rejected},
};
use proptest::prelude::*;

fn read_as(format: Option<Format>, bytes: impl AsRef<[u8]>) -> Result<List, Rejected> {
    let mut input = Input::new(format, InputLimits::default());
    input.push(bytes.as_ref());
    input.finish()
}

fn read(bytes: impl AsRef<[u8]>) -> Result<List, Rejected> {
    read_as(None, bytes)
}

fn ids(list: &List) -> Vec<String> {
    list.items.iter().map(|item| item.order_id.to_string()).collect()
}

#[track_caller]
fn takes(bytes: impl AsRef<[u8]>, expected: &[Item]) {
    assert_eq!(read(bytes).unwrap().items, expected);
}

#[track_caller]
fn refuses(bytes: impl AsRef<[u8]>, expected: &[&str]) {
    let issues: Vec<_> = read(bytes).unwrap_err().issues.iter().map(ToString::to_string).collect();
    assert_eq!(issues, expected);
}

fn full() -> Item {
    Item {
        reason: Some(RevocationReason::KeyCompromise),
        comment: Some("key on a \"shared\" disk,\nsee INC-4711".into()),
        priority: 9,
        replaced: Some(true),
        ..Item::new(id(123_456_789))
    }
}

#[test]
fn a_column_of_somebody_elses_is_no_misspelt_one() {
    takes("order_id,owner\n7,team a\n", &[Item::new(id(7))]);
}

#[test]
fn csv_is_read_as_rfc_4180_and_spreadsheets_write_it() {
    let plain = [Item::new(id(5))];
    let quoted = "\"key on a \"\"shared\"\" disk,\nsee INC-4711\"";
    let rows = |separator: &str, end: &str| {
        [
            ["order_id", "reason", "comment", "priority", "replaced"].join(separator),
            ["123456789", "keyCompromise", quoted, "9", "true"].join(separator),
            ["5", "", "", "", ""].join(separator),
        ]
        .join(end)
            + end
    };
    for text in [
        rows(",", "\r\n"),
        rows(";", "\n"),
        rows("\t", "\r"),
        format!("\u{feff}{}", rows(",", "\n")),
        // A last line without an end, blank lines and rows of nothing but separators.
        rows(";", "\n").trim_end().to_owned(),
        rows(",", "\n\n") + ",,,,\n \n",
    ] {
        takes(text, &[full(), plain[0].clone()]);
    }
    takes("\u{feff}\"order_id\",\"comment\"\n\"5\",\"\"\n", &plain);
    takes("\u{feff}\"a note\nof two lines\",order_id\n\"x\ny\",5\n", &plain);
    // What stands in quotes separates nothing.
    takes("\"order_id\";\"comment\"\n5;\n", &plain);
    takes("order_id;\"a,b,c\"\n5;\n", &plain);
    takes("comment,Order ID\n, 5 \n", &plain);
    for name in ["order_id", "orderId", "ORDER-ID", "Order ID", "order", "Order Number", "\"Order ID\""] {
        takes(format!("{name}\n5\n"), &plain);
    }
}

#[test]
fn a_file_without_a_header_has_ids_and_nothing_else() {
    let two = [Item::new(id(12)), Item::new(id(34))];
    takes("12\r\n34\r\n", &two);
    takes("\u{feff}12\n\n34", &two);
    // The second number may be a certificate's id: it is not taken for an order.
    let row = "the row has several cells and the file no header; name its columns in a first line, order_id and others";
    refuses("12,34\n56,78\n", &[&format!("line 1: {row}"), &format!("line 2: {row}")]);
    refuses("12\n34,superseded\n", &[&format!("line 2: {row}")]);
}

#[test]
fn json_lines_keep_ids_exact() {
    let lines = r#"{"order_id": 18446744073709551615, "certificate": {"id": 7}, "names": ["a", "b"]}
        {"orderId": "123456789", "reason": "keyCompromise", "comment": "key on a \"shared\" disk,\nsee INC-4711", "priority": 9, "replaced": true}

        {"Order ID": "5", "reason": null, "comment": null, "priority": null, "replaced": null}"#;
    let list = read(lines).unwrap();
    assert_eq!(list.items, [Item::new(id(u64::MAX)), full(), Item::new(id(5))]);
    assert_eq!(list.ignored, ["certificate", "names"]);
    // Where it begins is told by its first character that is neither a blank nor a mark.
    for before in ["\n ", "\u{feff}", "\u{feff}\r\n"] {
        takes(format!("{before}{{\"order_id\":1}}\n"), &[Item::new(id(1))]);
    }
    // Commas and quotes within text are no cells.
    let list = read("{\"comment\":\"a,\",\"order_id\":1}\n{\"order_id\":2}\n").unwrap();
    assert_eq!((ids(&list), list.items[0].comment.as_deref()), (vec!["1".into(), "2".into()], Some("a,")));
}

#[test]
fn pasted_ids_may_stand_as_people_write_them() {
    let list = read_as(Some(Format::Ids), " 1234567, 2345678;3456789\n#4567890\t5678901\r\n\u{a0}6789012,\n").unwrap();
    assert_eq!(ids(&list), ["1234567", "2345678", "3456789", "4567890", "5678901", "6789012"]);
    // A quote is CSV's: it holds no lines together here.
    let quote = read_as(Some(Format::Ids), "\"1234567\nx\n").unwrap_err();
    assert_eq!(quote.issues.iter().map(|row| row.line).collect::<Vec<_>>(), [1, 2]);
    let refused = read_as(Some(Format::Ids), "1,234,567\n100 200\n1234567 x\n").unwrap_err();
    let columns: Vec<_> = refused.issues.iter().map(|row| (row.line, row.column)).collect();
    assert_eq!(columns, [(1, Some(2)), (1, Some(3)), (2, Some(2)), (3, Some(2))]);
    let sentence = "line 1, column 2: 1 and 234 may be parts of one id with separators between its digits, or two ids; write \
                    each id on a line of its own";
    assert_eq!(refused.issues[0].to_string(), sentence);
}

#[test]
fn an_id_that_was_damaged_is_refused_with_what_has_happened_to_it() {
    for (cell, problem) in [
        (
            "1.23457E+08",
            "a spreadsheet has rounded it and digits are lost: format the column as text and export the ids again",
        ),
        (
            "\"1,23457E+08\"",
            "a spreadsheet has rounded it and digits are lost: format the column as text and export the ids again",
        ),
        ("1e8", "a spreadsheet has rounded it and digits are lost: format the column as text and export the ids again"),
        ("'123456789", "remove the apostrophe before the digits"),
        ("#123456789", "remove the # before the digits"),
        ("0123456789", "an order's id has no leading zeros: look whether this is an order's id at all"),
        ("0", "an order's id has no leading zeros: look whether this is an order's id at all"),
        (
            "18446744073709551616",
            "an order's id is at most 18446744073709551615: look whether this is an order's id at all",
        ),
        ("123456789.0", "write it without decimals: format the column as text and export the ids again"),
        ("\"123456789,00\"", "write it without decimals: format the column as text and export the ids again"),
        // Only zeros can be decimals that a spreadsheet has put there.
        ("123.000", "write it without separators between its digits"),
        ("123.45", "write it without separators between its digits"),
        ("\"123,456,789\"", "write it without separators between its digits"),
        ("123.456.789", "write it without separators between its digits"),
        ("123 456 789", "write it without separators between its digits"),
        ("123'456'789", "write it without separators between its digits"),
        ("-1", "an order's id is written in decimal digits, from 1 to 18446744073709551615"),
        (
            "0669D46CAE79EF684A69777490602485",
            "that looks like a serial number or a thumbprint: an order is named by its id",
        ),
        ("1x2e3", "an order's id is written in decimal digits, from 1 to 18446744073709551615"),
        ("abcdef", "an order's id is written in decimal digits, from 1 to 18446744073709551615"),
        ("an order that is long", "an order's id is written in decimal digits, from 1 to 18446744073709551615"),
        ("06:69:D4:6C:AE:79:EF", "that looks like a serial number or a thumbprint: an order is named by its id"),
        ("1/../../user", "an order's id is written in decimal digits, from 1 to 18446744073709551615"),
    ] {
        let shown = cell.trim_matches('"');
        refuses(
            format!("order_id,comment\n{cell},\n"),
            &[&format!("line 2, column 1: order_id is \"{shown}\"; {problem}")],
        );
    }
    refuses("comment,order_id\nx,\n", &["line 2, column 2: order_id is missing; give it or remove the row"]);
    for (json, problem) in [
        (
            r#"{"order_id":1e3}"#,
            "order_id is a number that is negative, not whole, or over 2^64-1; write the order's id in digits, best in quotes",
        ),
        (r#"{"order_id":0}"#, "order_id is 0; write the order's id in digits, best in quotes"),
        (r#"{"order_id":[1]}"#, "order_id is a list; write the order's id in digits, best in quotes"),
        (r#"{"order_id":true}"#, "order_id is true; write the order's id in digits, best in quotes"),
        (r#"{"order_id":null}"#, "order_id is missing; give it or remove the row"),
        (r#"{"reason":null}"#, "order_id is missing; give it or remove the row"),
    ] {
        refuses(json, &[&format!("line 1: {problem}")]);
    }
}

#[test]
fn every_bad_row_is_named_in_one_look() {
    refuses(
        "order_id,reason,priority,replaced\n1,keycompromise,0,1\n2,,10,maybe\n3,superseded,,\nx,Superceded,,\n",
        &[
            "line 2, column 2: reason \"keycompromise\" is not a reason that CertCentral takes; did you mean keyCompromise? the \
             five are unspecified, keyCompromise, affiliationChanged, superseded, cessationOfOperation",
            "line 3, column 3: priority is \"10\"; write a whole number from 0 to 9, 9 goes first",
            "line 3, column 4: replaced is \"maybe\"; write true or false, yes or no, 1 or 0",
            "line 5, column 1: order_id is \"x\"; an order's id is written in decimal digits, from 1 to 18446744073709551615",
            "line 5, column 2: reason \"Superceded\" is not a reason that CertCentral takes; did you mean superseded? the five \
             are unspecified, keyCompromise, affiliationChanged, superseded, cessationOfOperation",
        ],
    );
    for priority in ["+5", "05", "-1", ""] {
        let read = read(format!("order_id,priority\n1,{priority}\n"));
        assert_eq!(read.is_ok(), priority.is_empty(), "{priority}");
    }
    // What is wrong in a row is told once, and no other row is held against it.
    refuses(
        "order_id,priority,comment\n5,99,a\n5,1,b\n",
        &["line 2, column 2: priority is \"99\"; write a whole number from 0 to 9, 9 goes first"],
    );
    // A row's line is counted with the line breaks within quotes.
    refuses(
        "order_id,comment\n1,\"a\r\nb\rc\nd\"\nx,\n",
        &[
            "line 6, column 1: order_id is \"x\"; an order's id is written in decimal digits, from 1 to 18446744073709551615",
        ],
    );
    refuses(
        "{\"order_id\":1,\"comment\":7,\"priority\":true,\"reason\":1}",
        &[
            "line 1: comment is 7; write it as text",
            "line 1: priority is true; write a whole number from 0 to 9, 9 goes first",
            "line 1: reason is 1; write one of the five reasons",
        ],
    );
    // A value that is too long or too odd is not repeated: it may be a secret that stands in the wrong column.
    let key = "canary-key-Zq81xT5-".repeat(3);
    let refused = read(format!("order_id\n{key}\n")).unwrap_err();
    assert!(!refused.to_string().contains("canary"), "{refused}");
}

#[test]
fn a_column_that_looks_like_one_of_ours_is_never_ignored() {
    let list = read("Order ID,Common Name,Expires,,status\n1,a.example,2027-01-01,x,issued\n").unwrap();
    assert_eq!(list.ignored, ["Common Name", "Expires", "status"]);
    assert_eq!(read("order_id,x,x\n1,,\n").unwrap().ignored, ["x"]);
    let many: Vec<_> = (0..150).map(|nth| format!("x{nth}")).collect();
    let list = read(format!("order_id,{}\n1{}\n", many.join(","), ",".repeat(150))).unwrap();
    assert_eq!(list.ignored, many[..100]);
    for (name, near) in [
        ("reson", "reason"),
        ("raeson", "reason"),
        ("Revocation-Reasons", "reason"),
        ("crl reason", "reason"),
        ("coment", "comment"),
        ("order comment", "comment"),
        ("prio_rity2", "priority"),
        ("replaced?!by", "replaced"),
        ("order_ids", "order_id"),
    ] {
        let message = format!("{name} is not a known name; did you mean {near}? rename or remove it");
        refuses(format!("order_id,{name}\n1,\n"), &[&format!("line 1, column 2: {message}")]);
        refuses(format!("{{\"order_id\":1,\"{name}\":null}}"), &[&format!("line 1: {message}")]);
    }
    for (name, why) in [
        ("hold", "holds are given apart from the list"),
        ("skip_approval", "whether approval is skipped is decided for the whole list"),
        ("Deadline", "the deadline is one for the whole list"),
    ] {
        let message = format!("{name} cannot stand in a list: {why}; remove it");
        refuses(format!("order_id,{name}\n1,\n"), &[&format!("line 1, column 2: {message}")]);
    }
    refuses("order_id,Order ID\n1,1\n", &["line 1, column 2: Order ID stands twice; keep one"]);
    refuses(r#"{"order_id":1,"orderId":1}"#, &["line 1: orderId stands twice; keep one"]);
    refuses(r#"{"order_id":1,"order_id":2}"#, &["line 1: a name stands twice in the object; keep one"]);
    refuses("id,reason\n1,\n", &["line 1: the header has no column order_id; name the column with the orders' ids so"]);
}

#[test]
fn a_row_whose_cells_may_have_moved_is_refused() {
    let misfit = |cells| {
        format!("line 2: the row has {cells} cells and the header 2; put a cell that holds a separator in quotes")
    };
    refuses("order_id,comment\n1,a,b\n", &[&misfit(3)]);
    refuses("order_id,comment\n1\n", &[&misfit(1)]);
    takes("order_id,comment\n1,,,\n", &[Item::new(id(1))]);
    let stray = "a quote stands where none may; put the whole cell in quotes and double each quote in it";
    refuses(
        "order_id,comment\n1,a\"b\n2,\"a\"b\n3,\"c\"\n",
        &[&format!("line 2, column 2: {stray}"), &format!("line 3, column 2: {stray}")],
    );
    // Only what separates this file's cells lets a quote open the next one.
    refuses("order_id,comment\n1,a;\"b\n2,c\n", &[&format!("line 2, column 2: {stray}")]);
    refuses("a\"b,order_id\n5,7\n", &[&format!("line 1, column 1: {stray}")]);
    refuses(
        "order_id,comment\n1,\"a\n2,b\n",
        &["line 2: a quote that opens in this row is never closed; close it, or double it inside of quotes"],
    );
}

#[test]
fn an_order_that_stands_twice_is_one_order_or_an_issue() {
    let list = read("order_id,reason,priority\n1,,\n2,superseded,\n1,superseded,3\n2,superseded,\n").unwrap();
    let item =
        |number, priority| Item { reason: Some(RevocationReason::Superseded), priority, ..Item::new(id(number)) };
    assert_eq!((list.items, list.merged), (vec![item(1, 3), item(2, 0)], 2));
    refuses(
        "order_id,reason,comment,priority,replaced\n1,superseded,a,0,no\n2,,,,\n1,keyCompromise,b,1,yes\n",
        &["reason", "comment", "priority", "replaced"]
            .map(|name| format!("line 4: {name} of order 1 is another one on line 2; keep one of both rows"))
            .each_ref()
            .map(String::as_str),
    );
}

#[test]
fn what_is_no_text_is_named() {
    let utf8 = "the row is not UTF-8 text; save the file as CSV (UTF-8)";
    refuses(
        b"order_id,comment\n1,M\xfcller\n2,ok\n3,\xff\n",
        &[&format!("line 2: {utf8}"), &format!("line 4: {utf8}")],
    );
    refuses("order_id\n1\n\0\n", &["line 3: the row holds a NUL character; remove it"]);
    refuses(b"PK\x03\x04\x14\0\x06\0\n\n", &["line 1: this is a workbook and no text; save it as CSV (UTF-8)"]);
    refuses(b"\xff\xfeo\0r\0d\0e\0r\0\n\0", &["line 1: this is UTF-16 text; save it as CSV (UTF-8)"]);
    let json = r#"write one whole object on each line, as {"order_id":"123456789"}"#;
    refuses(
        "[{\"order_id\":1}]\n{\"order_id\":1\n",
        &[&format!("line 1: the line is no JSON object; {json}"), &format!("line 2: the line is not JSON; {json}")],
    );
    for nothing in ["", "\u{feff}", "\n \n", "order_id\n", "order_id,reason\n,\n"] {
        refuses(nothing, &["line 1: there is no order in the list; give at least one"]);
    }
}

#[test]
fn limits_are_settings() {
    let read = |limits, text: &str| {
        let mut input = Input::new(None, limits);
        input.push(text.as_bytes());
        input.finish().map(|list| list.items.len()).map_err(|refused| (refused.to_string(), refused.more))
    };
    let limits = InputLimits { rows: 2, row_bytes: 10, issues: 1 };
    assert_eq!(read(limits, "order_id\n1\n2\n"), Ok(2));
    assert_eq!(
        read(limits, "order_id\n1\n2\n3\n4\n"),
        Err(("line 4: the list has more than 2 rows; split it (0 more)".into(), 0))
    );
    let too_long = "line 2: the row has more than 10 bytes; shorten it, or close a quote that is open (0 more)";
    assert_eq!(read(limits, "order_id\n12345678901\n2\n"), Err((too_long.into(), 0)));
    assert_eq!(read(limits, "order_id\n\"1234567890\n2\n"), Err((too_long.into(), 0)));
    let two = "line 2, column 1: order_id is \"x\"; an order's id is written in decimal digits, from 1 to 18446744073709551615 (1 more)";
    assert_eq!(read(limits, "order_id\nx\ny\n"), Err((two.into(), 1)));
    // No list passes because nobody wants to hear of its issues.
    assert_eq!(read(InputLimits { issues: 0, ..limits }, "order_id\n1\nx\n").map_err(|(_, more)| more), Err(1));
}

/// A cell as RFC 4180 has it.
fn cell(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

fn item() -> impl Strategy<Value = Item> {
    let reasons = [
        RevocationReason::Unspecified,
        RevocationReason::KeyCompromise,
        RevocationReason::AffiliationChanged,
        RevocationReason::Superseded,
        RevocationReason::CessationOfOperation,
    ];
    let comment = "[^\0]{0,20}".prop_map(|text| Some(text.trim().to_owned()).filter(|text| !text.is_empty()));
    (
        1..=u64::MAX,
        prop::option::of(prop::sample::select(reasons.to_vec())),
        comment,
        0_u8..10,
        prop::option::of(any::<bool>()),
    )
        .prop_map(|(number, reason, comment, priority, replaced)| Item {
            order_id: id(number),
            reason,
            comment,
            priority,
            replaced,
        })
}

fn written(items: &[Item]) -> [String; 2] {
    let mut csv = "order_id,reason,comment,priority,replaced\r\n".to_owned();
    let mut lines = String::new();
    for Item { order_id, reason, comment, priority, replaced } in items {
        let reason = reason.map(RevocationReason::as_str);
        let note = comment.as_deref().unwrap_or_default();
        let cells = [
            order_id.to_string(),
            reason.unwrap_or_default().to_owned(),
            cell(note),
            priority.to_string(),
            replaced.map_or(String::new(), |truth| truth.to_string()),
        ];
        csv += &(cells.join(",") + "\r\n");
        let json = serde_json::json!({
            "order_id": order_id.to_string(), "reason": reason, "comment": comment, "priority": priority, "replaced": replaced,
        });
        lines += &(json.to_string() + "\n");
    }
    [csv, lines]
}

fn in_pieces(format: Option<Format>, bytes: &[u8], cuts: &[prop::sample::Index]) -> Result<List, Rejected> {
    let mut places: Vec<_> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
    places.sort_unstable();
    let mut input = Input::new(format, InputLimits::default());
    let mut from = 0;
    for place in places.into_iter().chain([bytes.len()]) {
        input.push(bytes.get(from..place).unwrap());
        from = place;
    }
    input.finish()
}

fn formats() -> impl Strategy<Value = Option<Format>> {
    prop::sample::select(vec![None, Some(Format::Csv), Some(Format::JsonLines), Some(Format::Ids)])
}

proptest! {
    #[test]
    fn what_was_written_is_read(items in prop::collection::vec(item(), 1..20)) {
        let mut items = items;
        items.sort_by_key(|item| item.order_id);
        items.dedup_by_key(|item| item.order_id);
        for text in written(&items) {
            prop_assert_eq!(&read(text).unwrap().items, &items);
        }
    }

    #[test]
    fn pieces_may_end_anywhere(
        format in formats(),
        parts in prop::collection::vec(prop::sample::select(vec![
            "order_id", "reason", "hold", "{\"order_id\":", "}", "[", ",", ";", "\t", " ", "\"", "\"\"", "\r", "\n", "\r\n", "1", "23",
            "456", "superseded", "é", "\u{feff}", "\0", "#", "'", "1e8",
        ]), 0..30),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..8),
    ) {
        let bytes = parts.concat().into_bytes();
        prop_assert_eq!(in_pieces(format, &bytes, &cuts), read_as(format, &bytes));
    }

    #[test]
    fn pieces_of_no_text_may_end_anywhere(
        bytes in prop::collection::vec(prop::sample::select(b"\xef\xbb\xbf\n\r\t\"{[,1\0o".to_vec()), 0..20),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..8),
    ) {
        prop_assert_eq!(in_pieces(None, &bytes, &cuts), read(&bytes));
    }

    #[test]
    fn no_bytes_make_it_panic_and_what_is_taken_came_in(
        format in formats(),
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..4),
    ) {
        if let Ok(list) = in_pieces(format, &bytes, &cuts) {
            let text = String::from_utf8_lossy(&bytes);
            prop_assert!(ids(&list).iter().all(|id| text.contains(id)), "{:?}", list);
        }
    }
}
