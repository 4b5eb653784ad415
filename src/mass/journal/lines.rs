//! The journal as text: one line of JSON per entry, each with its link of the chain.

use super::{
    chain::JournalChain,
    entry::Entry,
    problem::{JournalError, JournalProblem},
};

/// Returns the number of bytes that are complete lines. A crash during an append leaves an incomplete last line, and
/// nothing was sent for it. Truncate the journal to this length before the next append.
#[must_use]
pub fn whole(journal: &[u8]) -> usize {
    journal.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1)
}

/// Iterates over the entries of a journal, and checks their chain. An incomplete last line is left out: see [`whole`].
#[derive(Clone, Debug)]
pub struct JournalLines<'a> {
    rest: &'a [u8],
    line: u64,
    chain: JournalChain,
}

impl<'a> JournalLines<'a> {
    /// Reads a journal whose lines end with `\n`.
    #[must_use]
    pub fn new(journal: &'a [u8]) -> Self {
        let rest = journal.get(..whole(journal)).unwrap_or_default();
        Self { rest, line: 0, chain: JournalChain::default() }
    }

    /// Returns the chain after the entries that were read, to append further ones.
    #[must_use]
    pub fn into_chain(self) -> JournalChain {
        self.chain
    }
}

impl Iterator for JournalLines<'_> {
    type Item = Result<Entry, JournalError>;

    fn next(&mut self) -> Option<Self::Item> {
        let end = self.rest.iter().position(|byte| *byte == b'\n')?;
        let (line, rest) = self.rest.split_at_checked(end)?;
        (self.rest, self.line) = (rest.get(1..).unwrap_or_default(), self.line + 1);
        let text = std::str::from_utf8(line).map_err(|_| JournalProblem::Damaged);
        let entry = text.and_then(|line| self.chain.read(line));
        Some(entry.map_err(|problem| JournalError { line: self.line, problem }))
    }
}
