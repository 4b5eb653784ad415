//! A hold: a mark that prevents the revocation of an order.

use serde::Serialize;

use super::{person::Person, read::record, time::UnixMs};
use crate::api::OrderId;

/// A hold. It has an owner, and can have an end and a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
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

record! {
    Hold {
        order_id: "orderId", reason: "reason", owner: "owner", set_unix_ms: "setUnixMs", ends_unix_ms:
        "endsUnixMs", ticket: "ticket",
    }
}

impl Hold {
    /// Whether it is in force.
    #[must_use]
    pub fn is_held(&self, now_unix_ms: UnixMs) -> bool {
        self.ends_unix_ms.is_none_or(|ends| now_unix_ms < ends)
    }
}

/// What it depends on whether a hold is in force.
#[derive(Clone, Debug)]
pub struct HoldState {
    /// The hold.
    pub hold: Hold,
    /// The current time.
    pub now_unix_ms: UnixMs,
}

record! { HoldState { hold: "hold", now_unix_ms: "nowUnixMs" } }
