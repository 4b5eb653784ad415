//! Reading a list: all valid spellings, and all mistakes with line and fix.

mod any_bytes;
mod mistakes;
mod spellings;

use super::id;
use certcentral_revoke::{
    api::RevocationReason,
    mass::{Format, InputLimits, Item, List, ListInput, Rejected},
};

fn read_as(format: Option<Format>, bytes: impl AsRef<[u8]>) -> Result<List, Rejected> {
    let mut input = ListInput::new(format, InputLimits::default());
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
fn accepts(bytes: impl AsRef<[u8]>, expected: &[Item]) {
    assert_eq!(read(bytes).unwrap().items, expected);
}

#[track_caller]
fn rejects(bytes: impl AsRef<[u8]>, expected: &[&str]) {
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
fn input_limits_are_enforced() {
    let read = |limits, text: &str| {
        let mut input = ListInput::new(None, limits);
        input.push(text.as_bytes());
        input.finish().map(|list| list.items.len()).map_err(|refused| (refused.to_string(), refused.more))
    };
    let limits = InputLimits { rows: 2, row_bytes: 10, issues: 1 };
    assert_eq!(read(limits, "order_id\n1\n2\n"), Ok(2));
    assert_eq!(
        read(limits, "order_id\n1\n2\n3\n4\n"),
        Err(("line 4: the list has more than 2 rows; split it".into(), 0))
    );
    let too_long = "line 2: the row has more than 10 bytes; shorten it, or close an open quote";
    assert_eq!(read(limits, "order_id\n12345678901\n2\n"), Err((too_long.into(), 0)));
    assert_eq!(read(limits, "order_id\n\"1234567890\n2\n"), Err((too_long.into(), 0)));
    let two =
        "line 2, column 1: order_id is \"x\"; an order id is a decimal number from 1 to 18446744073709551615 (1 more)";
    assert_eq!(read(limits, "order_id\nx\ny\n"), Err((two.into(), 1)));
    // A limit of 0 issues does not accept an invalid list.
    assert_eq!(read(InputLimits { issues: 0, ..limits }, "order_id\n1\nx\n").map_err(|(_, more)| more), Err(1));
}
