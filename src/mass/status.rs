//! Where a run as a whole stands, and what is told of each step. Not here: when it changes (`ledger.rs`), and the states of an
//! order (`state.rs`).

use serde::Serialize;

use super::{journal::Pause, state::StateName};
use crate::api::{OrderId, Proof};

/// Where a run stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "is", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Status {
    /// Orders are sent, or DigiCert is asked which are revoked.
    Running,
    /// No new revoke is sent; what is in doubt is read.
    Paused {
        /// Why.
        why: Pause,
    },
    /// DigiCert does not let the key in: nothing is sent, reads neither.
    Stopped {
        /// DigiCert's code.
        code: String,
        /// DigiCert's sentence.
        message: String,
    },
    /// No revoke is sent any more; what is in doubt is read.
    Cancelled,
    /// Nothing is left to be done.
    Over {
        /// Whether it was cancelled before.
        cancelled: bool,
    },
}

/// An order came from one state to another, or its revocation was proven further.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    /// Which order.
    pub order_id: OrderId,
    /// The state before.
    pub from: StateName,
    /// The state now.
    pub to: StateName,
    /// How far its revocation is proven, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proof: Option<Proof>,
    /// When: milliseconds since 1970.
    #[serde(serialize_with = "crate::mass::safe_integer::serialize")]
    #[cfg_attr(test, ts(type = "number"))]
    pub at: u64,
}
