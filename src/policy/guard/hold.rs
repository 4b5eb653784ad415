//! A hold: a mark that prevents the revocation of an order.

use serde::{Deserialize, Serialize};

use super::{person::Person, time::UnixMs};
use crate::api::OrderId;

/// A hold. It has an owner, and can have an end and a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Hold {
    /// The order.
    pub order_id: OrderId,
    /// Why it is on hold.
    pub reason: String,
    /// Who may lift it alone.
    pub owner: Person,
    /// When it was set.
    pub set_unix_ms: UnixMs,
    /// When it ends. `null` if it stays until it is lifted.
    pub ends_unix_ms: Option<UnixMs>,
    /// The ticket that it belongs to. `null` if there is none.
    pub ticket: Option<String>,
}

impl Hold {
    /// Whether it is in force.
    #[must_use]
    pub fn is_held(&self, now_unix_ms: UnixMs) -> bool {
        self.ends_unix_ms.is_none_or(|ends| now_unix_ms < ends)
    }
}

/// What it depends on whether a hold is in force.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HoldState {
    /// The hold.
    pub hold: Hold,
    /// The current time.
    pub now_unix_ms: UnixMs,
}
