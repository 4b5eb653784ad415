//! One row of a report.

use super::facts::ReportFacts;
use crate::mass::{Line, Skip};

/// One order with its references.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    pub(super) line: &'a Line,
    pub(super) facts: &'a ReportFacts,
    /// The journal line with its state.
    pub(super) journal_line: Option<u64>,
    /// The audit log entry with the digest of that line.
    pub(super) record_entry: Option<u64>,
}

/// Returns the skip reason in words.
pub(super) fn skipped(skip: Skip) -> &'static str {
    match skip {
        Skip::AlreadyRevoked => "already revoked",
        Skip::NotIssued => "not issued",
        Skip::NotFound => "not found",
        Skip::Ended => "canceled, rejected or expired",
    }
}
