//! What was sent: the entries from which the totals of the rules are made.

use super::{person::Person, read::record, time::UnixMs};
use crate::api::OrderId;

/// A change that was sent, or is about to be sent. What `CertCentral` refused without an effect is given back.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SentChange {
    /// Who sent it.
    pub person: Person,
    /// The target, for example `order 123`. The same subject of the same person counts once, with the larger count.
    pub subject: String,
    /// The order. `None` if it is unknown, or one of several.
    pub order_id: Option<OrderId>,
    /// The number of orders; 1 for a certificate.
    pub orders: u32,
    /// The number of certificates. `None` if they were not counted.
    pub certificates: Option<u32>,
    /// When it was sent.
    pub sent_unix_ms: UnixMs,
    /// Whether another person approved it.
    pub is_approved: bool,
    /// Of the orders: those that `CertCentral` refused without an effect.
    pub refunded_orders: u32,
}

record! {
    SentChange {
        person: "person", subject: "subject", order_id: "orderId", orders: "orders", certificates:
        "certificates", sent_unix_ms: "sentUnixMs", is_approved: "isApproved",
    }
    optional { refunded_orders: "refundedOrders" = 0 }
}

impl SentChange {
    /// The number of orders that count.
    pub(super) fn counted_orders(&self) -> u32 {
        self.orders.saturating_sub(self.refunded_orders)
    }

    /// Whether it consumes the allowance of one person: without approval by another person, and not refused as a whole.
    pub(super) fn was_sent_alone(&self) -> bool {
        !self.is_approved && self.counted_orders() > 0
    }
}
