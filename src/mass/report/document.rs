//! The report of a list: its figures, and one row for each order in the order of the list. It is written in pieces, so that
//! memory does not hold the whole text.

use serde::{Deserialize, Serialize};

use super::{csv, facts::ReportFacts, json, row::Row, summary::Summary};
use crate::mass::{Line, Run};

/// An audit log entry with the digest of some journal lines. It ties the orders of a report to the audit log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct AuditEntry {
    /// The first of these lines, counted from 1.
    pub first: u64,
    /// The last of these lines.
    pub last: u64,
    /// The number of the audit log entry.
    pub entry: u64,
}

/// A report without its orders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ReportHead {
    /// The facts that apply to the whole list.
    #[serde(flatten)]
    pub facts: ReportFacts,
    /// The figures.
    pub summary: Summary,
}

impl ReportHead {
    /// Returns the head of the report of a run.
    #[must_use]
    pub fn of(run: &Run, facts: ReportFacts) -> Self {
        let summary = Report::new(&facts, run.lines()).summary();
        Self { facts, summary }
    }
}

/// The number of orders in one piece of a report.
const IN_PIECE: usize = 1000;

/// The report of a list.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    facts: &'a ReportFacts,
    lines: &'a [Line],
    audit_entries: &'a [AuditEntry],
}

impl<'a> Report<'a> {
    /// Creates the report of these orders.
    #[must_use]
    pub fn new(facts: &'a ReportFacts, lines: &'a [Line]) -> Self {
        Self { facts, lines, audit_entries: &[] }
    }

    /// Adds the audit log entries with the digests of the journal, in the order of their lines.
    #[must_use]
    pub fn with_audit_entries(self, audit_entries: &'a [AuditEntry]) -> Self {
        Self { audit_entries, ..self }
    }

    /// Returns the figures.
    #[must_use]
    pub fn summary(&self) -> Summary {
        Summary::of(self.facts, self.lines)
    }

    /// Returns the nth piece as CSV (RFC 4180, with a header), from 0. `None` after the last piece. Text that a spreadsheet
    /// would evaluate as a formula starts with an apostrophe. The columns have the names of a list, so the CSV can be read as one.
    #[must_use]
    pub fn csv(&self, nth: usize) -> Option<String> {
        let lines = self.piece(nth)?;
        let mut text = if nth == 0 { csv::header() } else { String::new() };
        for line in lines {
            csv::push_row(&mut text, &self.row(line));
        }
        Some(text)
    }

    /// Returns the nth piece as JSON, from 0. `None` after the last piece. All pieces together are one document with one order
    /// on each line.
    #[must_use]
    pub fn json(&self, nth: usize) -> Option<String> {
        let lines = self.piece(nth)?;
        let mut text = if nth == 0 { json::head(self.facts, &self.summary()) } else { String::new() };
        for (place, line) in lines.iter().enumerate() {
            text.push_str(if nth + place == 0 { "\n" } else { ",\n" });
            json::push_row(&mut text, &self.row(line));
        }
        if self.piece(nth + 1).is_none() {
            text.push_str("\n]}\n");
        }
        Some(text)
    }

    fn row(&self, line: &'a Line) -> Row<'a> {
        let journal_line = self.facts.journal_lines.map(|_| line.journal_line);
        let audit_entry = journal_line.and_then(|nth| {
            let at = self.audit_entries.partition_point(|entry| entry.last < nth);
            self.audit_entries.get(at).filter(|entry| entry.first <= nth).map(|entry| entry.entry)
        });
        Row { line, facts: self.facts, journal_line, audit_entry }
    }

    /// Without orders there is one empty piece.
    fn piece(&self, nth: usize) -> Option<&'a [Line]> {
        let from = nth.checked_mul(IN_PIECE)?;
        let rest = self.lines.get(from..).filter(|rest| nth == 0 || !rest.is_empty())?;
        Some(rest.get(..IN_PIECE).unwrap_or(rest))
    }
}
