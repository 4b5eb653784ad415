//! The journal of a run: every entry that must survive a crash, in order. The entries of a [`Sending`](super::Sending) must
//! be durable before its request is sent. The host stores the lines.

mod entry;
mod text;

pub use entry::{Entry, PauseReason, Settlement};
pub(super) use entry::{MAX_ORDERS_PER_ENTRY, VERSION};
pub use text::{JournalError, JournalLines, JournalProblem, whole};
