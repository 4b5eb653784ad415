//! What a driver and a call exchange: an event and its moment in, a step out.

use serde::Serialize;

use crate::api::{Cause, Failure, HttpRequest, HttpResponse};

/// What has happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// The call begins.
    Began,
    /// An answer came.
    Answered(HttpResponse),
    /// No answer came: the connection was lost, time was up, or the caller ended it.
    Lost(Cause),
    /// A wait is over.
    Waited,
}

/// When it has happened, and a random number for it.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// Milliseconds of a clock that never jumps, from any start.
    pub elapsed_ms: u64,
    /// Milliseconds since 1970, for the record and for dates; this clock may jump.
    pub unix_ms: u64,
    /// Until when, by `elapsed_ms`, nothing may be sent with this key.
    pub paused_until_ms: u64,
    /// From 0 up to 1.
    pub random: f64,
}

/// Why a call waits before its next request.
///
/// - `rate-limited`: DigiCert's rate limit; the whole key pauses
/// - `paused`: another call with this key met the rate limit
/// - `read-failed`: a read failed and is sent again
/// - `not-connected`: no connection was established, so nothing was sent; the request is sent again
/// - `planned`: a settling time, or the time until the next read; hooks do not receive it
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the list above is what TypeScript users see too; it says each once")]
pub enum WaitReason {
    RateLimited,
    Paused,
    ReadFailed,
    NotConnected,
    Planned,
}

/// What to do now.
#[derive(Debug)]
pub enum Step<A> {
    /// Send a request. A request that has to wait before it leaves: [`Call::delayed`](super::Call::delayed).
    Send {
        /// The request.
        request: HttpRequest,
        /// The time for the whole answer, in milliseconds.
        timeout_ms: u32,
    },
    /// Wait.
    Wait {
        /// How long, in milliseconds.
        ms: u32,
        /// The reason. With `RateLimited`, no other request may be sent with this key during the wait.
        reason: WaitReason,
    },
    /// The call is over.
    Done(Result<A, Failure>),
}
