//! The journal as text: one line of JSON per entry. A line that cannot be read is an error with its number. No line is
//! skipped.

use super::entry::{Entry, VERSION};
use crate::json::json_text;

/// A journal that cannot be read or contradicts itself. Nothing may be sent on its basis.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the journal: {problem}")]
pub struct JournalError {
    /// The number of the line, from 1.
    pub line: u64,
    /// The problem.
    pub problem: JournalProblem,
}

/// A problem with a journal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JournalProblem {
    /// The line is not an entry: it is damaged, or another program wrote it.
    #[error("this is not a journal entry; restore the journal from a copy")]
    Damaged,
    /// The journal has another version of the format.
    #[error(
        "this is format {0}, but this version reads format {VERSION}; continue with the version that started the run"
    )]
    Version(u32),
    /// The journal ends before the complete list and every hold and skip of the plan. Nothing was sent.
    #[error("the journal ends before the end of the plan, so nothing was sent; start the run again")]
    Incomplete,
    /// The first entry is missing, or it is not the first entry.
    #[error("this entry is not allowed here; a journal has one `started` entry, which is the first")]
    UnexpectedEntry,
    /// The list contains an order twice.
    #[error("order {0} is in the list twice")]
    DuplicateOrder(crate::api::OrderId),
    /// The list is longer than the first entry says.
    #[error("the list has more orders than the first entry of the journal says")]
    TooMany,
    /// The order is not in the list.
    #[error("order {0} is not in the list")]
    NotInList(crate::api::OrderId),
    /// The entry contradicts the state of the order.
    #[error("this entry contradicts the state of order {0}: entries are missing, or another program wrote the entry")]
    InvalidTransition(crate::api::OrderId),
    /// The entry contradicts the status of the run.
    #[error("this entry contradicts the status of the run: entries are missing, or another program wrote the entry")]
    InvalidState,
}

/// The part of the first entry that contains the version. Format 1 named the entry `begun`.
#[derive(serde::Deserialize)]
struct AnyHead {
    #[serde(alias = "begun")]
    started: AnyVersion,
}

#[derive(serde::Deserialize)]
struct AnyVersion {
    version: u32,
}

impl Entry {
    /// Returns the entry as a line without a line end.
    #[must_use]
    pub fn to_line(&self) -> String {
        json_text(self)
    }

    /// Reads a line.
    ///
    /// # Errors
    /// If it is not an entry, or has another version.
    pub fn from_line(line: &str) -> Result<Self, JournalProblem> {
        match serde_json::from_str(line) {
            Ok(Self::Started { version, .. }) if version != VERSION => Err(JournalProblem::Version(version)),
            Ok(entry) => Ok(entry),
            Err(_) => Err(match serde_json::from_str::<AnyHead>(line) {
                Ok(head) if head.started.version != VERSION => JournalProblem::Version(head.started.version),
                _ => JournalProblem::Damaged,
            }),
        }
    }
}

/// Returns the number of bytes that are complete lines. A crash during an append leaves an incomplete last line, and
/// nothing was sent for it. Truncate the journal to this length before the next append.
#[must_use]
pub fn whole(journal: &[u8]) -> usize {
    journal.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1)
}

/// Iterates over the entries of a journal. An incomplete last line is left out: see [`whole`].
#[derive(Clone, Debug)]
pub struct JournalLines<'a> {
    rest: &'a [u8],
    line: u64,
}

impl<'a> JournalLines<'a> {
    /// Reads a journal whose lines end with `\n`.
    #[must_use]
    pub fn new(journal: &'a [u8]) -> Self {
        Self { rest: journal.get(..whole(journal)).unwrap_or_default(), line: 0 }
    }
}

impl Iterator for JournalLines<'_> {
    type Item = Result<Entry, JournalError>;

    fn next(&mut self) -> Option<Self::Item> {
        let end = self.rest.iter().position(|byte| *byte == b'\n')?;
        let (line, rest) = self.rest.split_at_checked(end)?;
        (self.rest, self.line) = (rest.get(1..).unwrap_or_default(), self.line + 1);
        let entry = std::str::from_utf8(line).map_err(|_| JournalProblem::Damaged).and_then(Entry::from_line);
        Some(entry.map_err(|problem| JournalError { line: self.line, problem }))
    }
}
