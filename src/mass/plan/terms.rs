//! The terms of a plan: what applies to the whole list.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::api::{OrderId, RevocationReason};

/// By when everything has to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Deadline {
    /// At this moment: milliseconds since 1970.
    At(u64),
    /// So many hours after the plan is made: 24, or 120 where the Baseline Requirements (4.9.1.1) give five days.
    InHours(u32),
}

/// What is true for the whole list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Terms {
    /// Why, where a row names no reason.
    pub reason: Option<RevocationReason>,
    /// A note for the approver, where a row has none.
    pub comment: Option<String>,
    /// Whether DigiCert's approval step is skipped. If not, nothing is revoked before somebody approves.
    pub skip_approval: bool,
    /// By when everything has to be sent.
    pub deadline: Option<Deadline>,
    /// Only orders are sent of which the list says that another certificate has taken their place.
    pub only_replaced: bool,
    /// Orders that somebody exempted, and why.
    pub holds: BTreeMap<OrderId, String>,
}
