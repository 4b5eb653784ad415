//! The context that hooks receive, so that the events of one call can be correlated.

use serde::Serialize;

use super::operation::Operation;
use crate::api::Subject;

/// The call that a hook event belongs to. Use `callId` to correlate the events of one call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct CallInfo {
    /// An identifier that is unique for each call.
    pub call_id: String,
    /// The method that was called.
    pub operation: Operation,
    /// The order, certificate or request of the call. `undefined` for lists, `me` and waits for several orders.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<Subject>,
    /// The number of the attempt in this call, from 1. For `onRetry`, the attempt that follows the wait.
    pub attempt: u32,
    /// Milliseconds since the call started.
    pub elapsed_ms: u32,
}
