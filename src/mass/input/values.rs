//! Validates the value of each field of a list.

use super::fields::Field;
use crate::{
    api::{Issue, OrderId, RawValue, RevocationReason, Rule},
    mass::texts,
};

/// A value in a list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Value<'a> {
    Nothing,
    Text(&'a str),
    Whole(u64),
    Truth(bool),
    /// Any other value, with the name of its kind.
    Other(&'static str),
}

impl<'a> Value<'a> {
    /// Trims the text of a cell. Empty text is `Nothing`.
    pub(super) fn of_cell(cell: &'a str) -> Self {
        let text = cell.trim();
        if text.is_empty() { Self::Nothing } else { Self::Text(text) }
    }

    fn describe(self) -> String {
        match self {
            Self::Nothing => "nothing".to_owned(),
            // Shown completely or not at all.
            Self::Text(text) => RawValue::Text(text.to_owned()).describe().into_owned(),
            Self::Whole(number) => number.to_string(),
            Self::Truth(flag) => flag.to_string(),
            Self::Other(kind) => kind.to_owned(),
        }
    }

    fn wrong(self, field: Field, rule: Rule, fix: &str) -> Issue {
        let name = field.name();
        Issue::new(name, rule, format!("{name} is {}; {fix}", self.describe()))
    }
}

/// Reads an order id. It is never guessed: a rounded or reformatted number can be the id of another order.
pub(super) fn order_id(value: Value<'_>) -> Result<OrderId, Issue> {
    let parsed = match value {
        Value::Text(text) => text.parse().ok(),
        Value::Whole(number) => number.to_string().parse().ok(),
        _ => None,
    };
    parsed.ok_or_else(|| match value {
        Value::Nothing => no_order_id(),
        Value::Text(text) => value.wrong(Field::OrderId, Rule::Format, fix_of(text)),
        _ => value.wrong(Field::OrderId, Rule::Type, "write the order id in digits, preferably in quotes"),
    })
}

pub(super) fn no_order_id() -> Issue {
    Issue::new(Field::OrderId.name(), Rule::Required, "order_id is missing; add it or remove the row")
}

/// Returns the likely mistake in an invalid order id, and its fix.
fn fix_of(text: &str) -> &'static str {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let only = |text: &str, others: &str| text.chars().all(|c| c.is_ascii_digit() || others.contains(c));
    let exponent = text.split_once(['e', 'E']).filter(|(number, power)| {
        only(number, ".,")
            && digits(power.trim_start_matches(['+', '-']))
            && number.starts_with(|c: char| c.is_ascii_digit())
    });
    let decimals =
        text.split_once(['.', ',']).filter(|(whole, part)| digits(whole) && part.bytes().all(|byte| byte == b'0'));
    if exponent.is_some() {
        "a spreadsheet has rounded it, so digits are lost: format the column as text and export the ids again"
    } else if text.strip_prefix('\'').is_some_and(digits) {
        "remove the apostrophe before the digits"
    } else if text.strip_prefix('#').is_some_and(digits) {
        "remove the # before the digits"
    } else if digits(text) && text.starts_with('0') {
        "an order id has no leading zeros: check that this is an order id"
    } else if digits(text) {
        "an order id is at most 18446744073709551615: check that this is an order id"
    } else if decimals.is_some_and(|(_, part)| part.len() < 3) {
        "write it without decimals: format the column as text and export the ids again"
    } else if text.starts_with(|c: char| c.is_ascii_digit()) && only(text, ".,'\u{2019} \u{a0}\u{202f}_") {
        "write it without separators between its digits"
    } else if text.len() >= 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b':') {
        "this looks like a serial number or a thumbprint: use the order id"
    } else {
        "an order id is a decimal number from 1 to 18446744073709551615"
    }
}

pub(super) fn reason(value: Value<'_>) -> Result<Option<RevocationReason>, Issue> {
    match value {
        Value::Nothing => Ok(None),
        Value::Text(text) => RevocationReason::from_text(Field::Reason.name(), text).map(Some),
        _ => Err(value.wrong(Field::Reason, Rule::Type, "write one of the five reasons")),
    }
}

pub(super) fn comment(value: Value<'_>) -> Result<Option<String>, Issue> {
    match value {
        Value::Nothing => Ok(None),
        Value::Text(text) => texts::comment(Field::Comment.name(), text).map(|()| Some(text.to_owned())),
        _ => Err(value.wrong(Field::Comment, Rule::Type, "write it as text")),
    }
}

pub(super) fn priority(value: Value<'_>) -> Result<Option<u8>, Issue> {
    let number = match value {
        Value::Nothing => return Ok(None),
        Value::Text(text) if text.len() == 1 => text.parse().ok(),
        Value::Whole(number) => u8::try_from(number).ok(),
        _ => None,
    };
    let number = number.filter(|number| *number <= 9);
    number.map(Some).ok_or_else(|| {
        value.wrong(Field::Priority, Rule::Range, "write a whole number from 0 to 9; 9 is the highest priority")
    })
}

pub(super) fn replaced(value: Value<'_>) -> Result<Option<bool>, Issue> {
    let is = |text: &str, words: [&str; 3]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    match value {
        Value::Nothing => Ok(None),
        Value::Truth(flag) => Ok(Some(flag)),
        Value::Text(text) if is(text, ["true", "yes", "1"]) => Ok(Some(true)),
        Value::Text(text) if is(text, ["false", "no", "0"]) => Ok(Some(false)),
        _ => Err(value.wrong(Field::Replaced, Rule::UnknownValue, "write true or false, yes or no, 1 or 0")),
    }
}
