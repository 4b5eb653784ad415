//! An input value before validation. JavaScript values, JSON and form fields all become one first.

use std::borrow::Cow;

use super::issue::{Issue, Rule};

/// A value as a caller gave it. JavaScript values, JSON and form fields all become this first.
#[derive(Clone, Debug, PartialEq)]
pub enum RawValue {
    /// Not given at all.
    Missing,
    /// `null`, which is not the same as not given.
    Null,
    /// A truth value.
    Bool(bool),
    /// A number. JavaScript has rounded it already if it is over 2^53.
    Number(f64),
    /// An integer of any size, as decimal digits.
    BigInt(String),
    /// Text.
    Text(String),
    /// Anything else, by the name of what it is.
    Other(&'static str),
}

impl RawValue {
    /// What this is, for a sentence that says what was found in place of what was needed.
    #[must_use]
    pub fn describe(&self) -> Cow<'_, str> {
        let text = match self {
            Self::Missing => "nothing",
            Self::Null => "null",
            Self::Bool(true) => "true",
            Self::Bool(false) => "false",
            Self::Number(value) if value.fract() == 0.0 && value.abs() < 1e15 => {
                #[expect(clippy::cast_possible_truncation, reason = "whole and within bounds")]
                let whole = *value as i64;
                return whole.to_string().into();
            }
            Self::Number(_) => "a number that is not whole",
            Self::BigInt(digits) if is_printable(digits) => digits,
            Self::BigInt(_) => "a bigint",
            Self::Text(text) if is_printable(text) => return format!("\"{text}\"").into(),
            Self::Text(_) => "a text too long or too odd to be shown",
            Self::Other(kind) => kind,
        };
        text.into()
    }
}

/// Shown whole or not at all: a cut value could be a piece of a secret that no redaction knows.
fn is_printable(text: &str) -> bool {
    text.len() <= 40 && text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic())
}

pub(crate) fn printable_name(name: &str) -> &str {
    if is_printable(name) { name } else { "(a name that cannot be shown)" }
}

#[cold]
#[inline(never)]
pub(crate) fn wrong_type(field: &str, wanted: &str, got: &RawValue) -> Issue {
    let fix = if *got == RawValue::Null { "; leave the field out if there is nothing to say" } else { "" };
    Issue::new(field, Rule::Type, format!("{field} must be {wanted}, got {}{fix}", got.describe()))
}
