//! The run of a list: a state machine without I/O that decides which request is next and handles each response.

mod answers;
mod begin;
mod confirm;
mod confirming;
mod flight;
mod machine;
mod meter;
mod orders;
mod page;
mod poll;
mod rank;
mod refusal;
mod sending;
mod snapshot;
mod steer;

pub use begin::Replay;
pub use flight::Ticket;
pub use machine::Run;
pub use meter::Calls;
pub use page::{RunOrder, RunOrders};
pub use poll::{EventOutcome, Limited, Next, RunPoll};
pub use refusal::CommandError;
pub use sending::{JournalBatch, Sealed, Sending, ToSend};
pub use snapshot::{Bottleneck, Snapshot};
