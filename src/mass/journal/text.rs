//! The journal as text: one entry, one line of JSON. Read strictly: what cannot be understood whole is an error with the
//! number of its line, and never skipped.

use super::entry::{Entry, VERSION};
use crate::api::json_text;

/// A journal that cannot be read or does not make sense. Nothing may be sent on the ground of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the journal: {problem}")]
pub struct JournalError {
    /// Which line, from 1.
    pub line: u64,
    /// What is wrong.
    pub problem: JournalProblem,
}

/// What is wrong with a journal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JournalProblem {
    /// The line is no entry: it was damaged, or written by something else.
    #[error("this is no entry; take the journal from a copy, or ask whoever changed it")]
    Damaged,
    /// It was written by another version of the format.
    #[error("this is format {0}, and this program knows format {VERSION}; go on with the version that began the run")]
    Version(u32),
    /// The journal ends before the whole list, and what the plan exempts of it, is in it. Nothing was sent: begin anew.
    #[error("the journal ends before the whole plan is in it, so nothing was sent; begin the run anew")]
    Incomplete,
    /// The head is missing, or stands where none belongs.
    #[error("a journal begins with its head and has no other; this line is out of place")]
    OutOfPlace,
    /// An order of the list stands there twice.
    #[error("order {0} stands in the list twice")]
    Twice(crate::api::OrderId),
    /// The list is longer than its head says.
    #[error("there are more orders than the head of the journal says")]
    TooMany,
    /// An order that is not in the list.
    #[error("order {0} is not in the list")]
    NotInList(crate::api::OrderId),
    /// Something that cannot have happened to an order in the state it was in.
    #[error(
        "this cannot have happened to order {0}: entries before it are missing, or it was written by something else"
    )]
    Impossible(crate::api::OrderId),
    /// Something that cannot have happened to the run in the state it was in.
    #[error("this cannot have happened to the run: entries before it are missing, or it was written by something else")]
    NotNow,
}

/// Only as much of a head as tells its version.
#[derive(serde::Deserialize)]
struct AnyHead {
    begun: AnyVersion,
}

#[derive(serde::Deserialize)]
struct AnyVersion {
    version: u32,
}

impl Entry {
    /// As a line, without the end of it.
    #[must_use]
    pub fn to_line(&self) -> String {
        json_text(self)
    }

    /// Reads a line.
    ///
    /// # Errors
    /// If it is no entry, or of another version.
    pub fn from_line(line: &str) -> Result<Self, JournalProblem> {
        match serde_json::from_str(line) {
            Ok(Self::Begun { version, .. }) if version != VERSION => Err(JournalProblem::Version(version)),
            Ok(entry) => Ok(entry),
            Err(_) => Err(match serde_json::from_str::<AnyHead>(line) {
                Ok(head) if head.begun.version != VERSION => JournalProblem::Version(head.begun.version),
                _ => JournalProblem::Damaged,
            }),
        }
    }
}

/// How many bytes of a journal are whole lines. A crash while a line is being appended leaves a part of it, without its
/// end; nothing was sent for it yet. Whoever appends to the journal again cuts it off here first.
#[must_use]
pub fn whole(journal: &[u8]) -> usize {
    journal.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1)
}

/// The entries of a journal, each with its line. A torn last line is left out: see [`whole`].
#[derive(Clone, Debug)]
pub struct Lines<'a> {
    rest: &'a [u8],
    line: u64,
}

impl<'a> Lines<'a> {
    /// The entries of this text, each line ended by `\n`.
    #[must_use]
    pub fn new(journal: &'a [u8]) -> Self {
        Self { rest: journal.get(..whole(journal)).unwrap_or_default(), line: 0 }
    }
}

impl Iterator for Lines<'_> {
    type Item = Result<Entry, JournalError>;

    fn next(&mut self) -> Option<Self::Item> {
        let end = self.rest.iter().position(|byte| *byte == b'\n')?;
        let (line, rest) = self.rest.split_at_checked(end)?;
        (self.rest, self.line) = (rest.get(1..).unwrap_or_default(), self.line + 1);
        let entry = std::str::from_utf8(line).map_err(|_| JournalProblem::Damaged).and_then(Entry::from_line);
        Some(entry.map_err(|problem| JournalError { line: self.line, problem }))
    }
}
