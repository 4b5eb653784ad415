//! The terms of a plan: what applies to the whole list.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::api::{OrderId, RevocationReason};

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
    /// The deadline for the last revocation, in milliseconds since 1970.
    pub deadline_unix_ms: Option<u64>,
    /// Whether to revoke only orders that the list marks as replaced.
    pub only_replaced: bool,
    /// Orders on hold, with the reasons.
    pub holds: BTreeMap<OrderId, String>,
}
