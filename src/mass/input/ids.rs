//! Reads pasted ids: numbers separated by blanks, commas, semicolons or line breaks, with an optional `#` in front.

use super::{fields::Field, rows::Rows, values::Value};
use crate::api::{Issue, Rule};

pub(super) fn row(record: &str, line: u32, rows: &mut Rows) {
    let words = record.split(|c: char| c.is_whitespace() || c == ',' || c == ';').filter(|word| !word.is_empty());
    let mut previous = "";
    for (column, word) in (1..).zip(words) {
        let id = word.strip_prefix('#').unwrap_or(word);
        if may_be_one(previous, id) {
            let message = format!(
                "{previous} and {id} can be one id with separators between its digits, or two ids; write each id on a \
                 separate line"
            );
            rows.refuse(line, Some(column), Issue::new("order_id", Rule::Format, message));
        }
        rows.add(line, [(Field::OrderId, Some(column), Value::Text(id))]);
        previous = word;
    }
}

/// Whether two numbers can be one number with a separator, as in `123,456`.
fn may_be_one(previous: &str, id: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    (1..=3).contains(&previous.len()) && id.len() == 3 && digits(previous) && digits(id)
}
