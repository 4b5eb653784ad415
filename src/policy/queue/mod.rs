//! The queue of the calls that share one key. The caller supplies the time, in milliseconds of any one clock, and sends
//! what the queue admits.
//!
//! | file | subject |
//! |---|---|
//! | `call_queue.rs` | the queue: which call is admitted next, and when |
//! | `lines.rs` | the calls that wait: one line for each operation, served in rotation |
//! | `flight.rs` | the calls in flight: their limit, and the probe after a 429 |
//! | `spread.rs` | the rate of a long line |
//!
//! Part of each rate window that a call may use, in thousandths. The log of `pacing` keeps each window exactly.
//!
//! | call | part | spread |
//! |---|--:|---|
//! | a follow-up; an interactive call in a line of at most 10; a call that was passed over 4 times | 900 | no |
//! | an interactive call in a longer line | 800 | yes |
//! | a bulk call | 700 | yes |
//! | any call in the first window after a crash | 100 | no |
//!
//! The last tenth belongs to other users of the key.
//!
//! ```
//! use certcentral_revoke::policy::{Admission, CallQueue, Ended, Limits, Priority, QueuedRequest};
//!
//! let mut queue = CallQueue::new(Limits::digicert(), 1);
//! let request = |priority| QueuedRequest { priority, operation: "revokeOrder", follow_up: false };
//! let bulk = queue.enqueue(request(Priority::Bulk), 0);
//! let interactive = queue.enqueue(request(Priority::Interactive), 0);
//! assert_eq!(queue.poll(0), Admission::Admit(interactive));
//! assert_eq!(queue.poll(0), Admission::Blocked);
//! queue.finished(interactive, Ended::RateLimited { retry_after_ms: Some(3000) }, 100);
//! assert_eq!(queue.poll(100), Admission::WaitUntil { at_ms: 3100 });
//! assert_eq!(queue.poll(3100), Admission::Admit(bulk));
//! ```

mod call_queue;
mod flight;
mod lines;
mod spread;

pub use call_queue::CallQueue;

use crate::api::{Fields, Issue, one_of};

/// The number of one request in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ticket(u32);

/// How urgent a call is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Priority {
    /// A person waits for the answer.
    #[default]
    Interactive,
    /// The call is one of many, and no person waits for it.
    Bulk,
}

impl Priority {
    /// The call option `priority`; interactive by default.
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

/// The decision of the queue. Poll again after each `Admit`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// Send this request now. It counts as sent and as in flight.
    Admit(Ticket),
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
pub enum Ended {
    /// The answer was DigiCert's 429.
    RateLimited {
        /// `Retry-After` in milliseconds, if the answer had one.
        retry_after_ms: Option<u64>,
    },
    /// Any other answer came.
    Answered,
    /// No answer came: the connection failed, the time ran out, or the caller aborted the call.
    Lost,
}
