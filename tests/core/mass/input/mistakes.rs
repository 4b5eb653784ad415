//! Every mistake in a list is reported with its line and its fix.

use super::super::id;
use super::{accepts, read, rejects};
use certcentral_revoke::{api::RevocationReason, mass::Item};

#[test]
fn damaged_id_is_rejected_with_the_likely_mistake() {
    for (cell, problem) in [
        (
            "1.23457E+08",
            "a spreadsheet has rounded it, so digits are lost: format the column as text and export the ids again",
        ),
        (
            "\"1,23457E+08\"",
            "a spreadsheet has rounded it, so digits are lost: format the column as text and export the ids again",
        ),
        ("1e8", "a spreadsheet has rounded it, so digits are lost: format the column as text and export the ids again"),
        ("'123456789", "remove the apostrophe before the digits"),
        ("#123456789", "remove the # before the digits"),
        ("0123456789", "an order id has no leading zeros: check that this is an order id"),
        ("0", "an order id has no leading zeros: check that this is an order id"),
        ("18446744073709551616", "an order id is at most 18446744073709551615: check that this is an order id"),
        ("123456789.0", "write it without decimals: format the column as text and export the ids again"),
        ("\"123456789,00\"", "write it without decimals: format the column as text and export the ids again"),
        // A spreadsheet only adds zeros as decimals.
        ("123.000", "write it without separators between its digits"),
        ("123.45", "write it without separators between its digits"),
        ("\"123,456,789\"", "write it without separators between its digits"),
        ("123.456.789", "write it without separators between its digits"),
        ("123 456 789", "write it without separators between its digits"),
        ("123'456'789", "write it without separators between its digits"),
        ("-1", "an order id is a decimal number from 1 to 18446744073709551615"),
        ("0669D46CAE79EF684A69777490602485", "this looks like a serial number or a thumbprint: use the order id"),
        ("1x2e3", "an order id is a decimal number from 1 to 18446744073709551615"),
        ("abcdef", "an order id is a decimal number from 1 to 18446744073709551615"),
        ("an order that is long", "an order id is a decimal number from 1 to 18446744073709551615"),
        ("06:69:D4:6C:AE:79:EF", "this looks like a serial number or a thumbprint: use the order id"),
        ("1/../../user", "an order id is a decimal number from 1 to 18446744073709551615"),
    ] {
        let shown = cell.trim_matches('"');
        rejects(
            format!("order_id,comment\n{cell},\n"),
            &[&format!("line 2, column 1: order_id is \"{shown}\"; {problem}")],
        );
    }
    rejects("comment,order_id\nx,\n", &["line 2, column 2: order_id is missing; add it or remove the row"]);
    for (json, problem) in [
        (
            r#"{"order_id":1e3}"#,
            "order_id is a number that is negative, not whole, or over 2^64-1; write the order id in digits, preferably in quotes",
        ),
        (r#"{"order_id":0}"#, "order_id is 0; write the order id in digits, preferably in quotes"),
        (r#"{"order_id":[1]}"#, "order_id is a list; write the order id in digits, preferably in quotes"),
        (r#"{"order_id":true}"#, "order_id is true; write the order id in digits, preferably in quotes"),
        (r#"{"order_id":null}"#, "order_id is missing; add it or remove the row"),
        (r#"{"reason":null}"#, "order_id is missing; add it or remove the row"),
    ] {
        rejects(json, &[&format!("line 1: {problem}")]);
    }
}

#[test]
fn every_bad_row_is_reported_at_once() {
    rejects(
        "order_id,reason,priority,replaced\n1,keycompromise,0,1\n2,,10,maybe\n3,superseded,,\nx,Superceded,,\n",
        &[
            "line 2, column 2: reason \"keycompromise\" is not a reason that CertCentral accepts; did you mean keyCompromise? the \
             five are unspecified, keyCompromise, affiliationChanged, superseded, cessationOfOperation",
            "line 3, column 3: priority is \"10\"; write a whole number from 0 to 9; 9 is the highest priority",
            "line 3, column 4: replaced is \"maybe\"; write true or false, yes or no, 1 or 0",
            "line 5, column 1: order_id is \"x\"; an order id is a decimal number from 1 to 18446744073709551615",
            "line 5, column 2: reason \"Superceded\" is not a reason that CertCentral accepts; did you mean superseded? the five \
             are unspecified, keyCompromise, affiliationChanged, superseded, cessationOfOperation",
        ],
    );
    for priority in ["+5", "05", "-1", ""] {
        let read = read(format!("order_id,priority\n1,{priority}\n"));
        assert_eq!(read.is_ok(), priority.is_empty(), "{priority}");
    }
    // An issue of a row is reported once, and does not affect other rows.
    rejects(
        "order_id,priority,comment\n5,99,a\n5,1,b\n",
        &["line 2, column 2: priority is \"99\"; write a whole number from 0 to 9; 9 is the highest priority"],
    );
    // Line breaks inside quotes count as lines.
    rejects(
        "order_id,comment\n1,\"a\r\nb\rc\nd\"\nx,\n",
        &["line 6, column 1: order_id is \"x\"; an order id is a decimal number from 1 to 18446744073709551615"],
    );
    rejects(
        "{\"order_id\":1,\"comment\":7,\"priority\":true,\"reason\":1}",
        &[
            "line 1: comment is 7; write it as text",
            "line 1: priority is true; write a whole number from 0 to 9; 9 is the highest priority",
            "line 1: reason is 1; write one of the five reasons",
        ],
    );
    // A long or unusual value is not repeated, because it can be a secret in the wrong column.
    let key = "canary-key-Zq81xT5-".repeat(3);
    let refused = read(format!("order_id\n{key}\n")).unwrap_err();
    assert!(!refused.to_string().contains("canary"), "{refused}");
}

#[test]
fn column_similar_to_a_field_is_rejected() {
    let list = read("Order ID,Common Name,Expires,,status\n1,a.example,2027-01-01,x,issued\n").unwrap();
    assert_eq!(list.ignored_columns, ["Common Name", "Expires", "status"]);
    assert_eq!(read("order_id,x,x\n1,,\n").unwrap().ignored_columns, ["x"]);
    let many: Vec<_> = (0..150).map(|nth| format!("x{nth}")).collect();
    let list = read(format!("order_id,{}\n1{}\n", many.join(","), ",".repeat(150))).unwrap();
    assert_eq!(list.ignored_columns, many[..50]);
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
        let message = format!("unknown column {name}; did you mean {near}? Rename or remove it");
        rejects(format!("order_id,{name}\n1,\n"), &[&format!("line 1, column 2: {message}")]);
        rejects(format!("{{\"order_id\":1,\"{name}\":null}}"), &[&format!("line 1: {message}")]);
    }
    for (name, why) in [
        ("hold", "pass holds as an option of the plan"),
        ("skip_approval", "pass skipApproval as an option of the plan"),
        ("Deadline", "pass deadline as an option of the plan"),
    ] {
        let message = format!("{name} is not allowed in a list: remove it and {why}");
        rejects(format!("order_id,{name}\n1,\n"), &[&format!("line 1, column 2: {message}")]);
    }
    rejects("order_id,Order ID\n1,1\n", &["line 1, column 2: Order ID is there twice; keep one"]);
    rejects(r#"{"order_id":1,"orderId":1}"#, &["line 1: orderId is there twice; keep one"]);
    rejects(r#"{"order_id":1,"order_id":2}"#, &["line 1: the object has a name twice; keep one"]);
    rejects("id,reason\n1,\n", &["line 1: the header has no column order_id; rename the column with the order ids"]);
}

#[test]
fn row_with_shifted_cells_is_rejected() {
    let misfit = |cells| {
        format!("line 2: the row has {cells} cells and the header 2; put cells that contain a separator in quotes")
    };
    rejects("order_id,comment\n1,a,b\n", &[&misfit(3)]);
    rejects("order_id,comment\n1\n", &[&misfit(1)]);
    accepts("order_id,comment\n1,,,\n", &[Item::new(id(1))]);
    let stray = "unexpected quote; put the whole cell in quotes and double each quote inside it";
    rejects(
        "order_id,comment\n1,a\"b\n2,\"a\"b\n3,\"c\"\n",
        &[&format!("line 2, column 2: {stray}"), &format!("line 3, column 2: {stray}")],
    );
    // A quote opens a cell only after the separator of this file.
    rejects("order_id,comment\n1,a;\"b\n2,c\n", &[&format!("line 2, column 2: {stray}")]);
    rejects("a\"b,order_id\n5,7\n", &[&format!("line 1, column 1: {stray}")]);
    rejects(
        "order_id,comment\n1,\"a\n2,b\n",
        &["line 2: a quote in this row is never closed; close it, or double it inside quotes"],
    );
}

#[test]
fn duplicate_rows_are_merged_or_rejected() {
    let list = read("order_id,reason,priority\n1,,\n2,superseded,\n1,superseded,3\n2,superseded,\n").unwrap();
    let item =
        |number, priority| Item { reason: Some(RevocationReason::Superseded), priority, ..Item::new(id(number)) };
    assert_eq!((list.items, list.merged_rows), (vec![item(1, 3), item(2, 0)], 2));
    rejects(
        "order_id,reason,comment,priority,replaced\n1,superseded,a,0,no\n2,,,,\n1,keyCompromise,b,1,yes\n",
        &["reason", "comment", "priority", "replaced"]
            .map(|name| format!("line 4: {name} of order 1 differs from line 2; keep one of the two rows"))
            .each_ref()
            .map(String::as_str),
    );
}

#[test]
fn input_that_is_not_text_is_rejected() {
    let utf8 = "the row is not UTF-8 text; save the file as CSV (UTF-8)";
    rejects(
        b"order_id,comment\n1,M\xfcller\n2,ok\n3,\xff\n",
        &[&format!("line 2: {utf8}"), &format!("line 4: {utf8}")],
    );
    rejects("order_id\n1\n\0\n", &["line 3: the row contains a NUL character; remove it"]);
    rejects(b"PK\x03\x04\x14\0\x06\0\n\n", &["line 1: this is a workbook, not text; save it as CSV (UTF-8)"]);
    rejects(b"\xff\xfeo\0r\0d\0e\0r\0\n\0", &["line 1: this is UTF-16 text; save it as CSV (UTF-8)"]);
    let json = r#"write one complete object per line, for example {"order_id":"123456789"}"#;
    rejects(
        "[{\"order_id\":1}]\n{\"order_id\":1\n",
        &[&format!("line 1: the line is not a JSON object; {json}"), &format!("line 2: the line is not JSON; {json}")],
    );
    for nothing in ["", "\u{feff}", "\n \n", "order_id\n", "order_id,reason\n,\n"] {
        rejects(nothing, &["line 1: the list has no orders; add at least one"]);
    }
}

#[test]
fn long_column_name_is_cut_in_the_list() {
    let name = "ü".repeat(60_000);
    let list = read(format!("order_id,{name}\n1,\n")).unwrap();
    assert_eq!(list.ignored_columns, ["ü".repeat(100)]);
    let object = read(format!("{{\"order_id\":1,\"{name}\":0,\"{name}x\":0}}")).unwrap();
    assert_eq!(object.ignored_columns, ["ü".repeat(100)]);
    rejects(
        format!("order_id,{}\n1,\n", "x".repeat(256 * 1024)),
        &["line 1: the row has more than 262144 bytes; shorten it, or close an open quote"],
    );
}

#[test]
fn comment_is_at_most_1000_characters_long() {
    let longest = "ü".repeat(1000);
    accepts(format!("order_id,comment\n1,{longest}\n"), &[Item { comment: Some(longest.clone()), ..Item::new(id(1)) }]);
    rejects(
        format!("order_id,comment\n1,a\n2,{longest}x\n3,{longest}{longest}\n"),
        &[
            "line 3, column 2: comment has 1001 characters; shorten it to 1000 at most",
            "line 4, column 2: comment has 2000 characters; shorten it to 1000 at most",
        ],
    );
    rejects(
        format!("{{\"order_id\":1,\"comment\":\"{longest}x\"}}"),
        &["line 1: comment has 1001 characters; shorten it to 1000 at most"],
    );
}

#[test]
fn comment_with_an_invisible_control_is_rejected() {
    for (c, kind) in [
        ('\u{1}', "control character"),
        ('\u{1b}', "control character"),
        ('\u{7f}', "control character"),
        ('\u{9b}', "control character"),
        ('\u{202e}', "bidirectional control character"),
        ('\u{2066}', "bidirectional control character"),
        ('\u{200f}', "bidirectional control character"),
    ] {
        let code = u32::from(c);
        rejects(
            format!("order_id,comment\n1,aü{c}b\n"),
            &[&format!("line 2, column 2: comment contains the {kind} U+{code:04X} as character 3; remove it")],
        );
    }
    let lines = "order_id,comment\n1,\"a\tb\r\nc\"\n";
    accepts(lines, &[Item { comment: Some("a\tb\r\nc".into()), ..Item::new(id(1)) }]);
}
