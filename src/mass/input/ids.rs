//! Pasted ids: numbers between blanks, commas, semicolons and line breaks, with or without `#` before them.

use super::{fields::Field, rows::Rows, values::Value};
use crate::api::{Issue, Rule};

pub(super) fn row(record: &str, line: u32, rows: &mut Rows) {
    let words = record.split(|c: char| c.is_whitespace() || c == ',' || c == ';').filter(|word| !word.is_empty());
    let mut before = "";
    for (column, word) in (1..).zip(words) {
        let id = word.strip_prefix('#').unwrap_or(word);
        if may_be_one(before, id) {
            let message = format!(
                "{before} and {id} may be parts of one id with separators between its digits, or two ids; write each id on a \
                 line of its own"
            );
            rows.refuse(line, Some(column), Issue::new("order_id", Rule::Format, message));
        }
        rows.add(line, [(Field::OrderId, Some(column), Value::Text(id))]);
        before = word;
    }
}

/// Whether two numbers may be one, as in `123,456`.
fn may_be_one(before: &str, id: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    (1..=3).contains(&before.len()) && id.len() == 3 && digits(before) && digits(id)
}
