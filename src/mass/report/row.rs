//! One order of a report.

use super::facts::ReportFacts;
use crate::mass::{Line, Skip};

/// One order, and where it can be looked up.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    pub(super) line: &'a Line,
    pub(super) facts: &'a ReportFacts,
    /// The line of the journal that tells its state.
    pub(super) journal_line: Option<u64>,
    /// The entry of the record that has the digest of that line.
    pub(super) record_entry: Option<u64>,
}

/// One word for why there was nothing to do.
pub(super) fn skipped(skip: Skip) -> &'static str {
    match skip {
        Skip::AlreadyRevoked => "already revoked",
        Skip::NotIssued => "not issued",
        Skip::NotFound => "not found",
        Skip::Ended => "canceled, rejected or expired",
    }
}
