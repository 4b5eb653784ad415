//! The replies of a run to its driver.

use super::sending::JournalBatch;

/// The next action of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Send a request: acquire a turn from the pacer, then call [`Run::start_next`](super::Run::start_next).
    Send,
    /// Wait until this time of `Moment::elapsed_ms`, or for the result of a request or a command.
    Nothing {
        /// The time of the next poll. `None`: only after a result or a command.
        until_ms: Option<u64>,
    },
    /// The run is over.
    Over,
}

/// The next action of a run, and its new journal entries.
#[derive(Debug)]
pub struct RunPoll {
    /// The record to append to the journal.
    pub record: JournalBatch,
    /// The next action.
    pub next: Next,
}

/// The reply to the result of a request.
#[derive(Debug, Default)]
pub struct EventOutcome {
    /// The record to append to the journal.
    pub record: JournalBatch,
    /// Set if the rate limit rejected the call. Report it to the pacer: nothing may be sent with the key meanwhile.
    pub limited: Option<Limited>,
}

/// A call that the rate limit rejected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limited {
    /// The pause that DigiCert requests, in milliseconds.
    pub retry_after_ms: Option<u64>,
}
