//! One order of a list, as the list describes it.

use serde::{Deserialize, Serialize};

use crate::api::{OrderId, RevocationReason};

/// One order to revoke.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Item {
    /// The order id.
    pub order_id: OrderId,
    /// The revocation reason. `None`: the reason of the job.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<RevocationReason>,
    /// The comment for the approver. `None`: the comment of the job.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// The priority, from 0 (the default) to 9. Orders with a higher priority are revoked first.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub priority: u8,
    /// Whether another certificate replaces this one. `None`: the list does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced: Option<bool>,
}

impl Item {
    /// Creates an item with an order id and defaults.
    #[must_use]
    pub fn new(order_id: OrderId) -> Self {
        Self { order_id, reason: None, comment: None, priority: 0, replaced: None }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde requires a reference")]
fn is_zero(priority: &u8) -> bool {
    *priority == 0
}
