//! The issues with an input: the field, the rule that it breaks, and a message.

use serde::Serialize;

/// The rule that an input value breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// The field is required and missing.
    Required,
    /// The value has the wrong type.
    Type,
    /// The value has the wrong format.
    Format,
    /// The value is too small, too large, or not exact.
    Range,
    /// No field has this name.
    UnknownField,
    /// The value is not one of the known values of the field.
    UnknownValue,
    /// The value conflicts with another value.
    Conflict,
}

/// One issue with the input. Nothing is sent if there is any.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Issue {
    /// The field name, for example `revocationReason`.
    pub field: String,
    /// The rule that the value breaks.
    pub rule: Rule,
    /// The problem and its fix, in one sentence.
    pub message: String,
}

impl Issue {
    // A separate function: dozens of rules create issues, each on a cold path.
    #[cold]
    #[inline(never)]
    pub(crate) fn new(field: &str, rule: Rule, message: impl Into<String>) -> Self {
        Self { field: field.to_owned(), rule, message: message.into() }
    }
}

/// All issues with one input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Issues(pub Vec<Issue>);

impl Issues {
    /// Returns the valid value, or adds the issue.
    pub(crate) fn collect<T>(&mut self, checked: Result<T, Issue>) -> Option<T> {
        checked.map_err(|issue| self.push(issue)).ok()
    }

    /// Returns the valid value, or adds all issues.
    pub(crate) fn collect_all<T>(&mut self, checked: Result<T, Self>) -> Option<T> {
        checked.map_err(|issues| self.append(issues)).ok()
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn push(&mut self, issue: Issue) {
        self.0.push(issue);
    }

    #[cold]
    #[inline(never)]
    fn append(&mut self, mut issues: Self) {
        self.0.append(&mut issues.0);
    }

    /// Returns the value if there is no issue.
    pub(crate) fn into_result<T>(self, value: Option<T>) -> Result<T, Self> {
        match value {
            Some(value) if self.0.is_empty() => Ok(value),
            _ => Err(self),
        }
    }
}

impl std::fmt::Display for Issues {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (nth, issue) in self.0.iter().enumerate() {
            let separator = if nth == 0 { "" } else { "; " };
            write!(f, "{separator}{}", issue.message)?;
        }
        Ok(())
    }
}

impl std::error::Error for Issues {}
