//! All valid spellings of a list.

use super::super::id;
use super::{accepts, full, ids, read, read_as, rejects};
use certcentral_revoke::mass::{Format, Item};

#[test]
fn unrelated_column_is_ignored() {
    accepts("order_id,owner\n7,team a\n", &[Item::new(id(7))]);
}

#[test]
fn csv_of_rfc_4180_and_spreadsheets_is_read() {
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
        // A last line without a line end, blank lines, and rows of separators only.
        rows(";", "\n").trim_end().to_owned(),
        rows(",", "\n\n") + ",,,,\n \n",
    ] {
        accepts(text, &[full(), plain[0].clone()]);
    }
    accepts("\u{feff}\"order_id\",\"comment\"\n\"5\",\"\"\n", &plain);
    accepts("\u{feff}\"a note\nof two lines\",order_id\n\"x\ny\",5\n", &plain);
    // A separator inside quotes separates nothing.
    accepts("\"order_id\";\"comment\"\n5;\n", &plain);
    accepts("order_id;\"a,b,c\"\n5;\n", &plain);
    accepts("comment,Order ID\n, 5 \n", &plain);
    for name in ["order_id", "orderId", "ORDER-ID", "Order ID", "order", "Order Number", "\"Order ID\""] {
        accepts(format!("{name}\n5\n"), &plain);
    }
}

#[test]
fn file_without_header_contains_only_ids() {
    let two = [Item::new(id(12)), Item::new(id(34))];
    accepts("12\r\n34\r\n", &two);
    accepts("\u{feff}12\n\n34", &two);
    // The second number can be a certificate id, so it is not read as an order.
    let row = "the row has several cells, but the file has no header; add a first line with the column names, such as order_id";
    rejects("12,34\n56,78\n", &[&format!("line 1: {row}"), &format!("line 2: {row}")]);
    rejects("12\n34,superseded\n", &[&format!("line 2: {row}")]);
}

#[test]
fn json_lines_keep_ids_exact() {
    let lines = r#"{"order_id": 18446744073709551615, "certificate": {"id": 7}, "names": ["a", "b"]}
        {"orderId": "123456789", "reason": "keyCompromise", "comment": "key on a \"shared\" disk,\nsee INC-4711", "priority": 9, "replaced": true}

        {"Order ID": "5", "reason": null, "comment": null, "priority": null, "replaced": null}"#;
    let list = read(lines).unwrap();
    assert_eq!(list.items, [Item::new(id(u64::MAX)), full(), Item::new(id(5))]);
    assert_eq!(list.ignored_columns, ["certificate", "names"]);
    // The first character that is neither blank nor a byte order mark decides the format.
    for before in ["\n ", "\u{feff}", "\u{feff}\r\n"] {
        accepts(format!("{before}{{\"order_id\":1}}\n"), &[Item::new(id(1))]);
    }
    // Commas and quotes inside text do not form cells.
    let list = read("{\"comment\":\"a,\",\"order_id\":1}\n{\"order_id\":2}\n").unwrap();
    assert_eq!((ids(&list), list.items[0].comment.as_deref()), (vec!["1".into(), "2".into()], Some("a,")));
}

#[test]
fn pasted_ids_are_read_with_any_separator() {
    let list = read_as(Some(Format::Ids), " 1234567, 2345678;3456789\n#4567890\t5678901\r\n\u{a0}6789012,\n").unwrap();
    assert_eq!(ids(&list), ["1234567", "2345678", "3456789", "4567890", "5678901", "6789012"]);
    // A quote does not join lines of pasted ids.
    let quote = read_as(Some(Format::Ids), "\"1234567\nx\n").unwrap_err();
    assert_eq!(quote.issues.iter().map(|row| row.line).collect::<Vec<_>>(), [1, 2]);
    let refused = read_as(Some(Format::Ids), "1,234,567\n100 200\n1234567 x\n").unwrap_err();
    let columns: Vec<_> = refused.issues.iter().map(|row| (row.line, row.column)).collect();
    assert_eq!(columns, [(1, Some(2)), (1, Some(3)), (2, Some(2)), (3, Some(2))]);
    let sentence = "line 1, column 2: 1 and 234 can be one id with separators between its digits, or two ids; write \
                    each id on a separate line";
    assert_eq!(refused.issues[0].to_string(), sentence);
}
