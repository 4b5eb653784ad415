//! The issues with an input: the field, the rule that it breaks, and a message.

use serde::Serialize;

/// The rule that an input value breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// It has to be given and was not.
    Required,
    /// It is of the wrong kind, a number where text is needed for example.
    Type,
    /// It is written in a way that is not allowed.
    Format,
    /// It is too small, too large, or not exact.
    Range,
    /// There is no field of this name.
    UnknownField,
    /// The field takes one of a few values, and this is none of them.
    UnknownValue,
    /// It cannot be given together with, or in the place of, something else that was given.
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
    // Cold and of its own: dozens of rules create one, each at the end of a path that hardly runs.
    #[cold]
    #[inline(never)]
    pub(crate) fn new(field: &str, rule: Rule, message: impl Into<String>) -> Self {
        Self { field: field.to_owned(), rule, message: message.into() }
    }
}

/// Everything that is wrong with one input, all at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Issues(pub Vec<Issue>);

impl Issues {
    /// Keeps what is right and notes what is wrong, so that one look finds every fault.
    pub(crate) fn collect<T>(&mut self, checked: Result<T, Issue>) -> Option<T> {
        checked.map_err(|issue| self.push(issue)).ok()
    }

    /// As `take`, for a part that was checked as a whole.
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

    /// The value, if nothing at all was wrong.
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
