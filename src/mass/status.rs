//! The status of a run, and the progress events.

use serde::Serialize;

use super::{journal::PauseReason, state::StateName};
use crate::api::{OrderId, Proof};

/// The status of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "state", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Status {
    /// The run sends orders or confirms revocations.
    Running,
    /// No new revocation is sent. Orders with an unknown result are still read.
    Paused {
        /// Why the run is paused.
        reason: PauseReason,
    },
    /// DigiCert rejects the API key (401 or 403). Nothing is sent, including reads.
    Stopped {
        /// DigiCert's error code.
        code: String,
        /// DigiCert's message.
        message: String,
    },
    /// No further revocation is sent. Orders with an unknown result are still read.
    Canceled,
    /// The run is finished.
    Finished {
        /// Whether the run was canceled.
        canceled: bool,
    },
}

/// A change of an order: a new state, or stronger evidence for its revocation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    /// The order id.
    pub order_id: OrderId,
    /// The previous state.
    pub from: StateName,
    /// The new state.
    pub to: StateName,
    /// The evidence for the revocation, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proof: Option<Proof>,
    /// The time of the change, in milliseconds since 1970.
    #[serde(serialize_with = "crate::mass::safe_integer::serialize")]
    #[cfg_attr(test, ts(type = "number"))]
    pub at_unix_ms: u64,
}
