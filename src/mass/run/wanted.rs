//! What a run says to whoever drives it: what it would do, and what follows from an answer. Not here: what it sends
//! (`sending.rs`).

use super::sending::Record;

/// What a run would do now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// It would send: ask the pacer for leave, then [`Run::grant`](super::Run::grant).
    Send,
    /// Nothing, before this time of `Moment::elapsed_ms` or before it is told something; without a time only then.
    Nothing {
        /// When to ask again.
        until_ms: Option<u64>,
    },
    /// Nothing is left to be done.
    Over,
}

/// What a run would do now, and what has come about meanwhile.
#[derive(Debug)]
pub struct Wanted {
    /// For the journal.
    pub record: Record,
    /// What it would do.
    pub next: Next,
}

/// What follows from an answer.
#[derive(Debug, Default)]
pub struct Told {
    /// For the journal.
    pub record: Record,
    /// DigiCert's rate limit has refused the call: the pacer is to be told, and nothing may be sent with the key meanwhile.
    pub limited: Option<Limited>,
}

/// The rate limit has refused a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limited {
    /// How long the key has to pause, where DigiCert says so.
    pub retry_after_ms: Option<u64>,
}
