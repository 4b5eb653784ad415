//! An input value before validation. JavaScript values, JSON and form fields all become one first.

use std::borrow::Cow;

use super::issue::{Issue, Rule};

/// An input value before validation.
#[derive(Clone, Debug, PartialEq)]
pub enum RawValue {
    /// The value is missing.
    Missing,
    /// `null`, which is not the same as missing.
    Null,
    /// A boolean.
    Bool(bool),
    /// A number. JavaScript rounds numbers larger than 2^53.
    Number(f64),
    /// An integer of any size, as decimal digits.
    BigInt(String),
    /// Text.
    Text(String),
    /// Any other value, by the name of its kind.
    Other(&'static str),
}

impl RawValue {
    /// Describes the value, for messages.
    #[must_use]
    pub fn describe(&self) -> Cow<'_, str> {
        let text = match self {
            Self::Missing => "nothing",
            Self::Null => "null",
            Self::Bool(true) => "true",
            Self::Bool(false) => "false",
            Self::Number(value) if value.fract() == 0.0 && value.abs() < 1e15 => {
                #[expect(clippy::cast_possible_truncation, reason = "checked above: an integer within bounds")]
                let integer = *value as i64;
                return integer.to_string().into();
            }
            Self::Number(_) => "a number that is not an integer",
            Self::BigInt(digits) if is_printable(digits) => digits,
            Self::BigInt(_) => "a bigint",
            Self::Text(text) if is_printable(text) => return format!("\"{text}\"").into(),
            Self::Text(_) => "a text that cannot be shown",
            Self::Other(kind) => kind,
        };
        text.into()
    }
}

/// A value is shown completely or not at all: a part could be a part of a secret that no redaction recognizes.
fn is_printable(text: &str) -> bool {
    text.len() <= 40 && text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic())
}

pub(crate) fn printable_name(name: &str) -> &str {
    if is_printable(name) { name } else { "(a name that cannot be shown)" }
}

#[cold]
#[inline(never)]
pub(crate) fn wrong_type(field: &str, expected: &str, got: &RawValue) -> Issue {
    let fix = if *got == RawValue::Null { "; omit the field instead" } else { "" };
    Issue::new(field, Rule::Type, format!("{field} must be {expected}, got {}{fix}", got.describe()))
}
