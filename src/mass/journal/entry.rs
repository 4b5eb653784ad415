//! The entries of a journal, in the order in which they happened.

use serde::{Deserialize, Serialize};

use crate::{
    api::{OrderId, Proof, RequestId},
    mass::{
        item::Item,
        job::Job,
        state::{Skip, State},
    },
};

/// The version of the format.
pub(in crate::mass) const VERSION: u32 = 1;

/// So many orders stand in one entry at most: a Durable Object takes no row over 2 MB.
pub(in crate::mass) const MOST_IN_ENTRY: usize = 250;

/// One thing that has happened. `at` is in milliseconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Entry {
    /// The head of every journal.
    Begun {
        /// The version of the format.
        version: u32,
        /// When.
        at: u64,
        /// How many orders there are.
        total: u32,
        /// So many of them are exempted or skipped by the plan, each with the next entries after the list. Before all of
        /// these are in the journal, the run has not begun: a crash among them must not forget a hold.
        #[serde(default, skip_serializing_if = "is_none")]
        apart: u32,
        /// What is to be done.
        job: Box<Job>,
    },
    /// The next orders of the list.
    Items(Vec<Item>),
    /// The intent to send a revoke. It is durable before the first byte leaves.
    Sending {
        /// The order id.
        order: OrderId,
        /// The how-manieth sending of this order, from 1.
        send: u32,
        /// When.
        at: u64,
    },
    /// The last sending of this order was provably not processed, and does not count: DigiCert's rate limit, a key that
    /// is not let in, or it never left.
    Returned {
        /// The order id.
        order: OrderId,
        /// When.
        at: u64,
    },
    /// It is known what became of what was sent, or that nobody can tell.
    Settled {
        /// The order id.
        order: OrderId,
        /// What became of it.
        r#as: Settlement,
        /// When.
        at: u64,
    },
    /// Somebody exempted an order.
    Held {
        /// The order id.
        order: OrderId,
        /// What was said about it.
        why: String,
        /// When.
        at: u64,
    },
    /// An order is exempted no longer.
    Released {
        /// The order id.
        order: OrderId,
        /// When.
        at: u64,
    },
    /// There is nothing to do for an order.
    Skipped {
        /// The order id.
        order: OrderId,
        /// Why.
        why: Skip,
        /// When.
        at: u64,
    },
    /// DigiCert was asked which orders are revoked. These are.
    Confirmed {
        /// Which orders.
        revoked: Vec<OrderId>,
        /// When.
        at: u64,
    },
    /// No new revoke is sent until it is resumed.
    Paused {
        /// Why.
        why: Pause,
        /// When.
        at: u64,
    },
    /// DigiCert does not let the key in: nothing is sent until it is resumed.
    Stopped {
        /// DigiCert's code.
        code: String,
        /// DigiCert's sentence.
        message: String,
        /// When.
        at: u64,
    },
    /// It goes on.
    Resumed {
        /// When.
        at: u64,
    },
    /// No revoke is sent any more.
    Cancelled {
        /// When.
        at: u64,
    },
    /// Nothing is left to be done. Always the last entry.
    Over {
        /// When.
        at: u64,
    },
}

/// What became of what was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum Settlement {
    /// DigiCert took it.
    Revoked(Proof),
    /// A request was made and waits for an approver.
    Requested(RequestId),
    /// DigiCert said no, and why.
    Refused {
        /// DigiCert's code.
        code: String,
        /// DigiCert's sentence.
        message: String,
    },
    /// No read could tell.
    Unknown(String),
}

/// Why a run is paused: `asked` by the caller, too many `unknowns`, or the `deadline` has passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Pause {
    /// Somebody asked for it.
    Asked,
    /// Of too many orders in a row nobody can tell what became of them.
    Unknowns,
    /// The deadline has passed.
    Deadline,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_none(apart: &u32) -> bool {
    *apart == 0
}

impl From<Settlement> for State {
    fn from(settlement: Settlement) -> Self {
        match settlement {
            Settlement::Revoked(proof) => Self::Revoked { proof },
            Settlement::Requested(request_id) => Self::Requested { request_id },
            Settlement::Refused { code, message } => Self::Refused { code, message },
            Settlement::Unknown(why) => Self::Unknown { why },
        }
    }
}
