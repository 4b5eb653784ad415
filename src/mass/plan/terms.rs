//! The terms of a plan: what applies to the whole list.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::api::{OrderId, RevocationReason};

/// The deadline for the last revocation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Deadline {
    /// A time in milliseconds since 1970.
    At(u64),
    /// Hours after the plan is made: 24, or 120 where the Baseline Requirements (4.9.1.1) allow five days.
    InHours(u32),
}

/// The options that apply to the whole list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Terms {
    /// The revocation reason for rows without one.
    pub reason: Option<RevocationReason>,
    /// The comment for rows without one.
    pub comment: Option<String>,
    /// Whether DigiCert's approval step is skipped. If not, nothing is revoked before an administrator approves.
    pub skip_approval: bool,
    /// The deadline for the last revocation.
    pub deadline: Option<Deadline>,
    /// Whether to revoke only orders that the list marks as replaced.
    pub only_replaced: bool,
    /// Orders on hold, with the reasons.
    pub holds: BTreeMap<OrderId, String>,
}
