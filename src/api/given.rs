//! Input as it came, before anybody believes it: loosely typed values and named fields, and the
//! questions the rules ask of them. Not here: the rules for one field; those live with its type.

use std::borrow::Cow;

use super::issue::{Issue, Issues, Rule, listed, nearest};

/// A value as a caller gave it. JavaScript values, JSON and form fields all become this first.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
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

impl Given {
    /// What this is, for a sentence that says what was found in place of what was needed.
    #[must_use]
    pub fn describe(&self) -> Cow<'_, str> {
        let shown = match self {
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
            Self::BigInt(digits) if shown(digits) => digits,
            Self::BigInt(_) => "a bigint",
            Self::Text(text) if shown(text) => return format!("\"{text}\"").into(),
            Self::Text(_) => "a text too long or too odd to be shown",
            Self::Other(kind) => kind,
        };
        shown.into()
    }
}

/// Shown whole or not at all: a cut value could be a piece of a secret that no redaction knows.
fn shown(text: &str) -> bool {
    text.len() <= 40 && text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic())
}

pub(crate) fn shown_name(name: &str) -> &str {
    if shown(name) { name } else { "(a name that cannot be shown)" }
}

/// Named values, in the order given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fields(pub Vec<(String, Given)>);

impl Fields {
    pub(crate) fn get(&self, name: &str) -> &Given {
        let found = self.0.iter().find(|(given, _)| given == name);
        found.map_or(&Given::Missing, |(_, value)| value)
    }

    /// Holds that no field but the known ones was given: a typo must never silently mean "left out".
    pub(crate) fn only(&self, known: &[&str]) -> Result<(), Issues> {
        let strangers = self.0.iter().filter(|(name, _)| !known.contains(&name.as_str()));
        let issues: Vec<_> = strangers.map(|(name, _)| unknown_field(name, known)).collect();
        if issues.is_empty() { Ok(()) } else { Err(Issues(issues)) }
    }

    /// Text, if given.
    pub(crate) fn text(&self, name: &str) -> Result<Option<String>, Issue> {
        match self.get(name) {
            Given::Missing => Ok(None),
            Given::Text(text) => Ok(Some(text.clone())),
            other => Err(wrong_type(name, "a string", other)),
        }
    }

    /// A truth value, if given. Nothing else counts as true or false.
    pub(crate) fn truth(&self, name: &str) -> Result<Option<bool>, Issue> {
        match self.get(name) {
            Given::Missing => Ok(None),
            Given::Bool(value) => Ok(Some(*value)),
            other => Err(wrong_type(name, "true or false", other)),
        }
    }

    /// A whole number within bounds, if given.
    pub(crate) fn whole(&self, name: &str, least: u32, most: u32) -> Result<Option<u32>, Issue> {
        match self.get(name) {
            Given::Missing => Ok(None),
            Given::Number(value) if value.fract() == 0.0 && (f64::from(least)..=f64::from(most)).contains(value) =>
            {
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "whole and within u32, checked above"
                )]
                Ok(Some(*value as u32))
            }
            Given::Number(_) => Err(Issue::new(
                name,
                Rule::Range,
                format!("{name} must be a whole number from {least} to {most}, got {}", self.get(name).describe()),
            )),
            other => Err(wrong_type(name, "a number", other)),
        }
    }
}

#[cold]
#[inline(never)]
pub(crate) fn wrong_type(field: &str, wanted: &str, got: &Given) -> Issue {
    let fix = if *got == Given::Null { "; leave the field out if there is nothing to say" } else { "" };
    Issue::new(field, Rule::Type, format!("{field} must be {wanted}, got {}{fix}", got.describe()))
}

#[cold]
#[inline(never)]
fn unknown_field(name: &str, known: &[&str]) -> Issue {
    let name = shown_name(name);
    let hint = nearest(name, known).map_or(String::new(), |near| format!("did you mean {near}? "));
    let message = format!("{name} is not a known field; {hint}known are {}", listed(known));
    Issue::new(name, Rule::UnknownField, message)
}
