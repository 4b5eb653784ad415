//! What became of a list, for people and machines: figures that add up, and one row for each order, in the order of the
//! list. Written piece by piece, so that nobody holds it twice. Not here: what is known of an order (`state.rs`).

mod csv;
mod json;
mod summary;

use serde::{Deserialize, Serialize};

pub use summary::{Ccadb, DeadlineCounts, SkipCounts, Summary};

use super::{Job, Line, Outlook, Run, Skip, State};
use crate::{api::RevocationReason, policy::Moment};

/// The facts of a report that apply to the whole list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct ReportFacts {
    /// The name of the run.
    pub name: String,
    /// The SHA-256 digest of the plan's canonical text.
    pub digest: String,
    /// `true` for a rehearsal: nothing was sent to DigiCert.
    pub rehearsal: bool,
    /// The number of journal lines that the report is based on. `undefined` for a rehearsal.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::mass::safe_integer::serialize_option")]
    #[cfg_attr(test, ts(as = "Option<f64>"))]
    pub journal_lines: Option<u64>,
    /// The time of the report, in milliseconds since 1970.
    #[serde(serialize_with = "crate::mass::safe_integer::serialize")]
    #[cfg_attr(test, ts(type = "number"))]
    pub at_unix_ms: u64,
    /// The deadline, in milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::mass::safe_integer::serialize_option")]
    #[cfg_attr(test, ts(as = "Option<f64>"))]
    pub deadline_unix_ms: Option<u64>,
    /// The actual or estimated time at which the last order is settled, in milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::mass::safe_integer::serialize_option")]
    #[cfg_attr(test, ts(as = "Option<f64>"))]
    pub done_unix_ms: Option<u64>,
    /// The revocation reason for rows without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<RevocationReason>,
    /// The comment for rows without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// A report without its orders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ReportHead {
    /// What is true for the whole list.
    #[serde(flatten)]
    pub facts: ReportFacts,
    /// Its figures.
    pub summary: Summary,
}

impl ReportFacts {
    /// The facts of a run at one moment. `rehearsal`: nothing of it was sent to DigiCert. `outlook`: what the pacer of the key
    /// says.
    #[must_use]
    pub fn of(run: &Run, rehearsal: bool, moment: &Moment, outlook: Outlook) -> Self {
        let Job { name, digest, reason, comment, deadline_unix_ms, .. } = run.job().clone();
        let last_known = || run.lines().iter().filter_map(|line| line.known_unix_ms).max();
        let done_unix_ms = if run.is_over() { last_known() } else { run.snapshot(moment, outlook).eta_unix_ms };
        let journal_lines = (!rehearsal).then(|| run.journal_lines());
        let at_unix_ms = moment.unix_ms;
        Self { name, digest, rehearsal, journal_lines, at_unix_ms, deadline_unix_ms, done_unix_ms, reason, comment }
    }
}

impl ReportHead {
    /// The head of the report of a run.
    #[must_use]
    pub fn of(run: &Run, facts: ReportFacts) -> Self {
        let summary = Report::new(&facts, run.lines()).summary();
        Self { facts, summary }
    }
}

/// Whether an order was revoked in time.
///
/// - `none`: there is no deadline, or there was nothing to revoke
/// - `met`: known by the deadline to be revoked
/// - `missed`: not revoked by the deadline, or only later known to be
/// - `open`: not revoked, and the deadline is still to come
/// - `unknown`: the deadline has passed, and nobody can tell whether the order is revoked
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the list above says each once")]
pub enum InTime {
    None,
    Met,
    Missed,
    Open,
    Unknown,
}

impl InTime {
    /// For one order, at the moment of the facts.
    #[must_use]
    pub fn of(line: &Line, facts: &ReportFacts) -> Self {
        let Some(deadline) = facts.deadline_unix_ms else { return Self::None };
        match &line.state {
            State::Skipped(_) => Self::None,
            State::Revoked { .. } if line.known_unix_ms.is_some_and(|known| known <= deadline) => Self::Met,
            State::Revoked { .. } => Self::Missed,
            _ if facts.at_unix_ms <= deadline => Self::Open,
            State::Sending | State::Unknown { .. } => Self::Unknown,
            State::Waiting | State::Requested { .. } | State::Refused { .. } | State::Held { .. } => Self::Missed,
        }
    }
}

/// Where a record has the digest of some lines of the journal: by that each order of a report is tied to the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Recorded {
    /// The first of these lines, from 1.
    pub first: u64,
    /// The last one.
    pub last: u64,
    /// The number of the record's entry.
    pub entry: u64,
}

/// What became of a list.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    facts: &'a ReportFacts,
    lines: &'a [Line],
    recorded: &'a [Recorded],
}

/// One order, and where it can be looked up.
#[derive(Clone, Copy)]
struct Row<'a> {
    line: &'a Line,
    facts: &'a ReportFacts,
    /// The line of the journal that tells its state.
    journal_line: Option<u64>,
    /// The entry of the record that has the digest of that line.
    record_entry: Option<u64>,
}

/// So many orders stand in one piece of a report.
const IN_PIECE: usize = 1000;

impl<'a> Report<'a> {
    /// The report of these orders.
    #[must_use]
    pub fn new(facts: &'a ReportFacts, lines: &'a [Line]) -> Self {
        Self { facts, lines, recorded: &[] }
    }

    /// The same with the entries of a record that have the journal's digests, in the order of their lines.
    #[must_use]
    pub fn on_record(self, recorded: &'a [Recorded]) -> Self {
        Self { recorded, ..self }
    }

    /// Its figures.
    #[must_use]
    pub fn summary(&self) -> Summary {
        Summary::of(self.facts, self.lines)
    }

    /// The nth piece of it as CSV (RFC 4180, with a header), from 0; nothing behind the last. A cell that a spreadsheet
    /// would take for a formula has an apostrophe before it. The columns of a list have its names: it can be read as one.
    #[must_use]
    pub fn csv(&self, nth: usize) -> Option<String> {
        let lines = self.piece(nth)?;
        let mut text = if nth == 0 { csv::header() } else { String::new() };
        for line in lines {
            csv::push_row(&mut text, &self.row(line));
        }
        Some(text)
    }

    /// The nth piece of it as JSON, from 0; nothing behind the last. All pieces together are one document, with one order on
    /// each line.
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
        let record_entry = journal_line.and_then(|nth| {
            let at = self.recorded.partition_point(|recorded| recorded.last < nth);
            self.recorded.get(at).filter(|recorded| recorded.first <= nth).map(|recorded| recorded.entry)
        });
        Row { line, facts: self.facts, journal_line, record_entry }
    }

    /// There is always a first piece, even of no orders.
    fn piece(&self, nth: usize) -> Option<&'a [Line]> {
        let from = nth.checked_mul(IN_PIECE)?;
        let rest = self.lines.get(from..).filter(|rest| nth == 0 || !rest.is_empty())?;
        Some(rest.get(..IN_PIECE).unwrap_or(rest))
    }
}

/// One word for why there was nothing to do.
fn skipped(skip: Skip) -> &'static str {
    match skip {
        Skip::AlreadyRevoked => "already revoked",
        Skip::NotIssued => "not issued",
        Skip::NotFound => "not found",
        Skip::Ended => "canceled, rejected or expired",
    }
}
