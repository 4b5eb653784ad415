//! The journal of a run: everything that has to outlive a crash, in the order in which it happened. The one rule: what a
//! [`Sending`](super::Sending) hands out is durable before its request leaves. Not here: what follows from an entry
//! (`ledger.rs`), and where the lines are kept; that is the host's.

mod entry;
mod text;

pub use entry::{Entry, Pause, Settlement};
pub(super) use entry::{MOST_IN_ENTRY, VERSION};
pub use text::{JournalError, JournalProblem, Lines, whole};
