//! The journal of a run: every entry that must survive a crash, in order. The entries of a [`Sending`](super::Sending) must
//! be durable before its request is sent. The host stores the lines.

mod chain;
mod entry;
mod lines;
mod parse;
mod problem;

pub use chain::JournalChain;
pub use entry::{Entry, PauseReason, Settlement};
pub(super) use entry::{MAX_ENTRY_BYTES, MAX_ORDERS_PER_ENTRY, VERSION};
pub use lines::{JournalLines, whole};
pub use problem::{JournalError, JournalProblem};
