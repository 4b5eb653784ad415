//! Why a call has no outcome.

use super::{error_body::ApiError, problem::Problem};
use crate::input::Issues;

/// Why a call has no outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The input is invalid. Nothing was sent.
    InvalidInput(Issues),
    /// DigiCert refused the request and returned its error body.
    Refused {
        /// The HTTP status, a 4xx.
        status: u16,
        /// The errors of the body, at least one.
        errors: Vec<ApiError>,
    },
    /// The request was sent, and its response is missing or unclear.
    Unclear {
        /// The HTTP status, if a response arrived.
        status: Option<u16>,
        /// What is wrong with the response.
        problem: Problem,
        /// The errors of the body, if it has any.
        errors: Vec<ApiError>,
    },
    /// No response arrived within the timeout of the attempt.
    TimedOut {
        /// The timeout in milliseconds.
        after_ms: u32,
    },
    /// The deadline of the whole call passed.
    DeadlinePassed {
        /// The deadline, in milliseconds after the start of the call.
        after_ms: u32,
    },
    /// No connection was established. Nothing was sent.
    NotConnected,
    /// Another call of the same client is making the same change. This call sent nothing.
    InFlight,
    /// What a caller passed as the response to a write cannot be read.
    UnreadableResponse {
        /// The HTTP status, if it can be read.
        status: Option<u16>,
        /// The issues with the input.
        issues: Issues,
    },
    /// The caller aborted the call.
    Aborted {
        /// Whether a request had been passed to the network before the abort.
        sent: bool,
    },
}
