//! What a driver and a call exchange: an event with its moment, and the next step.

use serde::Serialize;

use crate::api::{Cause, Failure, HttpRequest, HttpResponse};

/// What happened since the last step.
#[derive(Clone, Debug)]
pub enum Event {
    /// The call starts.
    Started,
    /// A response arrived.
    Response(HttpResponse),
    /// No response arrived: the connection was lost, the time ran out, or the caller aborted the call.
    Lost(Cause),
    /// A wait is over.
    WaitElapsed,
}

/// The time of an event, and a random number for the next step.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// Milliseconds of a monotonic clock, from any start.
    pub elapsed_ms: u64,
    /// Milliseconds since 1970, for attempts and dates. This clock may jump.
    pub unix_ms: u64,
    /// The time, by `elapsed_ms`, before which no request may be sent with this key.
    pub paused_until_ms: u64,
    /// A random number from 0 to 1, 1 excluded.
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
#[expect(missing_docs, reason = "the list above documents each variant, for TypeScript too")]
pub enum WaitReason {
    RateLimited,
    Paused,
    ReadFailed,
    NotConnected,
    Planned,
}

/// The next step of a call.
#[derive(Debug)]
pub enum Step<A> {
    /// Send a request. Use [`Call::delayed`](super::Call::delayed) if the request has to wait first.
    Send {
        /// The request.
        request: HttpRequest,
        /// The time limit for the whole response, in milliseconds.
        timeout_ms: u32,
    },
    /// Wait.
    Wait {
        /// The duration in milliseconds.
        ms: u32,
        /// The reason. With `RateLimited`, no other request may be sent with this key during the wait.
        reason: WaitReason,
    },
    /// The call is over.
    Done(Result<A, Failure>),
}
