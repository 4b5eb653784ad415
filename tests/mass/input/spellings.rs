//! Every spelling of a list that is right.

use super::super::id;
use super::{full, ids, read, read_as, refuses, takes};
use certcentral_revoke::mass::{Format, Item};

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
    let row = "the row has several cells, but the file has no header; add a first line with the column names, such as order_id";
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
    let sentence = "line 1, column 2: 1 and 234 can be one id with separators between its digits, or two ids; write \
                    each id on a separate line";
    assert_eq!(refused.issues[0].to_string(), sentence);
}
