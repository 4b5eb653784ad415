//! The requests that the queue admits.

use crate::{
    api::{Fields, Issue},
    input::one_of,
};

/// The number of one request in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct QueueTicket(pub(super) u32);

/// How urgent a call is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Priority {
    /// A person waits for the response.
    #[default]
    Interactive,
    /// The call is one of many, and no person waits for it.
    Bulk,
}

impl Priority {
    /// Reads the call option `priority`; interactive by default.
    ///
    /// # Errors
    /// One issue that lists the known words.
    pub fn from_fields(fields: &Fields) -> Result<Self, Issue> {
        let known = [("interactive", Self::Interactive), ("bulk", Self::Bulk)];
        Ok(one_of(fields, "priority", known)?.unwrap_or_default())
    }
}

/// One request that is ready to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueuedRequest {
    /// How urgent the call is.
    pub priority: Priority,
    /// The operation, for example `orders.get`. Operations of one priority are served in rotation.
    pub operation: &'static str,
    /// Whether the call has been admitted before and depends on this request to end: a read that decides about a write
    /// already sent, or a resend. Follow-ups go first.
    pub follow_up: bool,
}
