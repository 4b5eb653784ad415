//! Why a call has no outcome.

use super::{error_body::ApiError, problem::Problem};
use crate::input::Issues;

/// Why a call has no outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// What was given is wrong; nothing was sent.
    InvalidInput(Issues),
    /// DigiCert said no and why.
    Refused {
        /// The HTTP status, a 4xx.
        status: u16,
        /// At least one.
        errors: Vec<ApiError>,
    },
    /// Sent, and no clear answer came.
    Unclear {
        /// The HTTP status, if a response arrived.
        status: Option<u16>,
        /// What is wrong with the answer.
        problem: Problem,
        /// DigiCert's error codes, where the body carried some all the same.
        errors: Vec<ApiError>,
    },
    /// No answer within the time of one attempt.
    TimedOut {
        /// The time of the attempt, in milliseconds.
        after_ms: u32,
    },
    /// The deadline of the whole call passed.
    DeadlinePassed {
        /// The deadline, in milliseconds after the start of the call.
        after_ms: u32,
    },
    /// No connection was established. Nothing was sent.
    NotConnected,
    /// Another call of the same client makes the same change. This one sent nothing.
    InFlight,
    /// What a caller passed as the response to a write cannot be read.
    UnreadableResponse {
        /// The HTTP status, where it can be read.
        status: Option<u16>,
        /// What is wrong with the input.
        issues: Issues,
    },
    /// The caller ended the call.
    Aborted {
        /// Whether the call had been handed to the network by then.
        sent: bool,
    },
}
