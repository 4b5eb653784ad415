//! One row of a report.

use super::facts::ReportFacts;
use crate::mass::{Line, SkipReason};

/// One order with its references.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    pub(super) line: &'a Line,
    pub(super) facts: &'a ReportFacts,
    /// The journal line with its state.
    pub(super) journal_line: Option<u64>,
    /// The audit log entry with the digest of that line.
    pub(super) audit_entry: Option<u64>,
}

/// Returns the skip reason as text.
pub(super) fn skipped(skip: SkipReason) -> &'static str {
    match skip {
        SkipReason::AlreadyRevoked => "already-revoked",
        SkipReason::NotIssued => "not-issued",
        SkipReason::NotFound => "not-found",
        SkipReason::Ended => "ended",
    }
}
