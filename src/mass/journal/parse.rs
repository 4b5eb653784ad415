//! Reads an entry from JSON.

use super::{
    entry::{Entry, VERSION},
    problem::JournalProblem,
};

/// The part of the first line that contains the version. Format 1 named the entry `begun`.
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
    /// Reads an entry, without its link of the chain.
    pub(super) fn from_json(text: &str) -> Result<Self, JournalProblem> {
        match serde_json::from_str(text) {
            Ok(Self::Started { version, .. }) if version != VERSION => Err(JournalProblem::Version(version)),
            Ok(entry) => Ok(entry),
            Err(_) => Err(unreadable(text)),
        }
    }
}

/// Returns the problem of a line that is not an entry of this version.
pub(super) fn unreadable(line: &str) -> JournalProblem {
    match serde_json::from_str::<AnyHead>(line) {
        Ok(head) if head.started.version != VERSION => JournalProblem::Version(head.started.version),
        _ => JournalProblem::Damaged,
    }
}
