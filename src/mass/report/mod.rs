//! The report of a list, as CSV and JSON.

mod csv;
mod document;
mod facts;
mod in_time;
mod json;
mod row;
mod summary;

pub use document::{AuditEntry, Report, ReportHead};
pub use facts::ReportFacts;
pub use in_time::InTime;
pub use summary::{Ccadb, DeadlineCounts, SkipCounts, Summary};
