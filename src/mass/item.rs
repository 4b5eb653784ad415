//! One order of a list: what the list says of it. Not here: how a list is read (`input`), and what became of the order
//! (`state.rs`).

use serde::{Deserialize, Serialize};

use crate::api::{OrderId, RevocationReason};

/// One order to revoke, as the list has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Item {
    /// Which order.
    pub order_id: OrderId,
    /// Why; the reason of the whole job where the row names none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<RevocationReason>,
    /// A note for the approver; the comment of the whole job where the row has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// From 0, the default, to 9: higher ones are revoked first.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub priority: u8,
    /// Whether another certificate has taken its place, where the list says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced: Option<bool>,
}

impl Item {
    /// An order of which the list says nothing else.
    #[must_use]
    pub fn new(order_id: OrderId) -> Self {
        Self { order_id, reason: None, comment: None, priority: 0, replaced: None }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(priority: &u8) -> bool {
    *priority == 0
}
