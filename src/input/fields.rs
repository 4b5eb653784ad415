//! Named input values, and the checks that every kind of field shares.

use super::{
    issue::{Issue, Issues, Rule},
    raw_value::{RawValue, printable_name, wrong_type},
    suggest::{listed, nearest},
};

/// Named values, in the order given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fields(pub Vec<(String, RawValue)>);

impl Fields {
    pub(crate) fn get(&self, name: &str) -> &RawValue {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map_or(&RawValue::Missing, |(_, value)| value)
    }

    /// Holds that no field but the known ones was given: a typo must never silently mean "left out".
    pub(crate) fn reject_unknown(&self, known: &[&str]) -> Result<(), Issues> {
        let unknown = self.0.iter().filter(|(name, _)| !known.contains(&name.as_str()));
        let issues: Vec<_> = unknown.map(|(name, _)| unknown_field(name, known)).collect();
        if issues.is_empty() { Ok(()) } else { Err(Issues(issues)) }
    }

    /// Text, if given.
    pub(crate) fn text(&self, name: &str) -> Result<Option<String>, Issue> {
        match self.get(name) {
            RawValue::Missing => Ok(None),
            RawValue::Text(text) => Ok(Some(text.clone())),
            other => Err(wrong_type(name, "a string", other)),
        }
    }

    /// A truth value, if given. Nothing else counts as true or false.
    pub(crate) fn boolean(&self, name: &str) -> Result<Option<bool>, Issue> {
        match self.get(name) {
            RawValue::Missing => Ok(None),
            RawValue::Bool(value) => Ok(Some(*value)),
            other => Err(wrong_type(name, "true or false", other)),
        }
    }

    /// A whole number within bounds, if given.
    pub(crate) fn integer(&self, name: &str, min: u32, max: u32) -> Result<Option<u32>, Issue> {
        match self.get(name) {
            RawValue::Missing => Ok(None),
            RawValue::Number(value) if value.fract() == 0.0 && (f64::from(min)..=f64::from(max)).contains(value) =>
            {
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "whole and within u32, checked above"
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

    /// Text or a whole number as text, if given.
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
