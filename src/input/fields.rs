//! Named input values, and the checks that every kind of field shares.

use super::{
    issue::{Issue, Issues, Rule},
    raw_value::{RawValue, printable_name, wrong_type},
    suggest::{listed, nearest},
};

/// Named values, in their original order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fields(pub Vec<(String, RawValue)>);

impl Fields {
    pub(crate) fn get(&self, name: &str) -> &RawValue {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map_or(&RawValue::Missing, |(_, value)| value)
    }

    /// Rejects every unknown field: a misspelled field must not be ignored.
    pub(crate) fn reject_unknown(&self, known: &[&str]) -> Result<(), Issues> {
        let unknown = self.0.iter().filter(|(name, _)| !known.contains(&name.as_str()));
        let issues: Vec<_> = unknown.map(|(name, _)| unknown_field(name, known)).collect();
        if issues.is_empty() { Ok(()) } else { Err(Issues(issues)) }
    }

    /// Reads an optional text.
    pub(crate) fn text(&self, name: &str) -> Result<Option<String>, Issue> {
        match self.get(name) {
            RawValue::Missing => Ok(None),
            RawValue::Text(text) => Ok(Some(text.clone())),
            other => Err(wrong_type(name, "a string", other)),
        }
    }

    /// Reads an optional boolean.
    pub(crate) fn boolean(&self, name: &str) -> Result<Option<bool>, Issue> {
        match self.get(name) {
            RawValue::Missing => Ok(None),
            RawValue::Bool(value) => Ok(Some(*value)),
            other => Err(wrong_type(name, "true or false", other)),
        }
    }

    /// Reads an optional integer from `min` to `max`.
    pub(crate) fn integer(&self, name: &str, min: u32, max: u32) -> Result<Option<u32>, Issue> {
        match self.get(name) {
            RawValue::Missing => Ok(None),
            RawValue::Number(value) if value.fract() == 0.0 && (f64::from(min)..=f64::from(max)).contains(value) =>
            {
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "checked above: an integer within u32"
                )]
                Ok(Some(*value as u32))
            }
            RawValue::Number(_) => Err(Issue::new(
                name,
                Rule::Range,
                format!("{name} must be a whole number from {min} to {max}, got {}", self.get(name).describe()),
            )),
            other => Err(wrong_type(name, "a number", other)),
        }
    }

    /// Reads an optional text, or an integer as text.
    pub(crate) fn text_or_integer(&self, name: &str) -> Result<Option<String>, Issue> {
        match self.get(name) {
            RawValue::BigInt(digits) => Ok(Some(digits.clone())),
            RawValue::Number(_) => {
                self.integer(name, 0, u32::MAX).map(|number| number.map(|number| number.to_string()))
            }
            _ => self.text(name),
        }
    }
}

#[cold]
#[inline(never)]
fn unknown_field(name: &str, known: &[&str]) -> Issue {
    let name = printable_name(name);
    let hint = nearest(name, known).map_or(String::new(), |near| format!("did you mean {near}? "));
    let message = format!("{name} is not a known field; {hint}known are {}", listed(known));
    Issue::new(name, Rule::UnknownField, message)
}
