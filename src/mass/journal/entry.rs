//! The entries of a journal, in the order in which they happened.

use serde::{Deserialize, Serialize};

use crate::{
    api::{OrderId, Proof, RequestId},
    mass::{
        item::Item,
        job::Job,
        state::{SkipReason, State},
    },
};

/// The version of the format.
pub(in crate::mass) const VERSION: u32 = 3;

/// The maximum number of orders in one entry.
pub(in crate::mass) const MAX_ORDERS_PER_ENTRY: usize = 250;

/// The maximum length of the orders in one entry, as JSON. A line of a journal is shorter than 512 KiB: a Durable Object rejects
/// rows over 2 MB.
pub(in crate::mass) const MAX_ENTRY_BYTES: usize = 256 * 1024;

/// One journal entry. `at` is in milliseconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Entry {
    /// The first entry of every journal.
    Started {
        /// The version of the format.
        version: u32,
        /// The time of the entry.
        at: u64,
        /// The number of orders.
        total: u32,
        /// The number of orders that the plan holds or skips. Their entries follow the list. The run has not started before
        /// all of them are in the journal, so that a crash cannot lose a hold.
        #[serde(default, skip_serializing_if = "is_none")]
        excluded: u32,
        /// The parameters of the run.
        job: Box<Job>,
    },
    /// The next orders of the list.
    Items(Vec<Item>),
    /// The intent to send a revocation. It is durable before the request is sent.
    Sending {
        /// The order id.
        order: OrderId,
        /// The number of this attempt for the order, from 1.
        send: u32,
        /// The time of the entry.
        at: u64,
    },
    /// The last attempt for this order was provably not processed and does not count: DigiCert's rate limit, a rejected
    /// API key, or a request that was never sent.
    Returned {
        /// The order id.
        order: OrderId,
        /// The time of the entry.
        at: u64,
    },
    /// The order is settled: its outcome is known, or final as unknown.
    Settled {
        /// The order id.
        order: OrderId,
        /// The outcome.
        r#as: Settlement,
        /// The time of the entry.
        at: u64,
    },
    /// The order was put on hold.
    Held {
        /// The order id.
        order: OrderId,
        /// The reason for the hold.
        reason: String,
        /// The time of the entry.
        at: u64,
    },
    /// The hold of the order was released.
    Released {
        /// The order id.
        order: OrderId,
        /// The time of the entry.
        at: u64,
    },
    /// The order is skipped, because there is nothing to revoke.
    Skipped {
        /// The order id.
        order: OrderId,
        /// The reason.
        reason: SkipReason,
        /// The reason of its hold, if the plan also has a hold for the order. It is part of what was confirmed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        hold: Option<String>,
        /// The time of the entry.
        at: u64,
    },
    /// A confirmation read shows these orders as revoked.
    Confirmed {
        /// The order ids.
        revoked: Vec<OrderId>,
        /// The time of the entry.
        at: u64,
    },
    /// The run is paused. No new revocation is sent until it is resumed.
    Paused {
        /// The reason.
        reason: PauseReason,
        /// The time of the entry.
        at: u64,
    },
    /// DigiCert rejects the API key (401 or 403). Nothing is sent until the run is resumed.
    Stopped {
        /// DigiCert's error code.
        code: String,
        /// DigiCert's error message.
        message: String,
        /// The time of the entry.
        at: u64,
    },
    /// The run is resumed.
    Resumed {
        /// The time of the entry.
        at: u64,
    },
    /// The run is canceled. No further revocation is sent.
    Canceled {
        /// The time of the entry.
        at: u64,
    },
    /// The run is over. Always the last entry.
    Finished {
        /// The time of the entry.
        at: u64,
    },
}

/// The outcome of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum Settlement {
    /// DigiCert accepted the revocation.
    Revoked(Proof),
    /// A request waits for approval.
    Requested(RequestId),
    /// DigiCert refused the revocation.
    Refused {
        /// DigiCert's error code.
        code: String,
        /// DigiCert's error message.
        message: String,
    },
    /// No read shows the outcome.
    Unknown(String),
}

/// Why a run is paused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum PauseReason {
    /// The caller paused the run.
    Manual,
    /// The circuit breaker opened: too many consecutive orders have an unknown outcome.
    UnknownOutcomes,
    /// The deadline has passed.
    Deadline,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde requires a reference")]
fn is_none(excluded: &u32) -> bool {
    *excluded == 0
}

impl From<Settlement> for State {
    fn from(settlement: Settlement) -> Self {
        match settlement {
            Settlement::Revoked(proof) => Self::Revoked { proof },
            Settlement::Requested(request_id) => Self::Requested { request_id },
            Settlement::Refused { code, message } => Self::Refused { code, message },
            Settlement::Unknown(problem) => Self::Unknown { problem },
        }
    }
}
