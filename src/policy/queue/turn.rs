//! What the queue decides, and what ends a request in flight.

use super::request::QueueTicket;

/// The decision of the queue. Poll again after each `Admit`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueueTurn {
    /// Send this request now. It counts as sent and as in flight.
    Admit(QueueTicket),
    /// No request may be sent before this time. Poll again then, and after each change of the queue.
    WaitUntil {
        /// Milliseconds of the caller's clock, later than now.
        at_ms: u64,
    },
    /// The limit of calls in flight is reached. Poll again after `finished`.
    Blocked,
    /// No request waits.
    Empty,
}

/// How a request in flight ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueueEnd {
    /// The response was DigiCert's 429.
    RateLimited {
        /// `Retry-After` in milliseconds, if the response had one.
        retry_after_ms: Option<u64>,
    },
    /// Any other response arrived.
    Responded,
    /// No response arrived: the connection failed, the time ran out, or the caller aborted the call.
    Lost,
}
