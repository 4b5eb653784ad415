//! The state of each order of a list. Every order is in exactly one state at any time, so the counts of a report add up.

use serde::{Deserialize, Serialize};

use super::item::Item;
use crate::api::{Proof, RequestId};

/// The state of one order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Not sent.
    Waiting,
    /// The intent to send it is in the journal, and the result is not known yet.
    Sending,
    /// DigiCert accepted the revocation.
    Revoked {
        /// The evidence.
        proof: Proof,
    },
    /// A request waits for approval. Nothing is revoked yet.
    Requested {
        /// The id of the request.
        request_id: RequestId,
    },
    /// DigiCert refused the revocation. Nothing is revoked.
    Refused {
        /// DigiCert's error code, for example `not_found|order`.
        code: String,
        /// DigiCert's error message.
        message: String,
    },
    /// It was sent, and no read shows the outcome.
    Unknown {
        /// The name of the `ErrorCode` or `Problem`.
        problem: String,
    },
    /// On hold: it is not sent.
    Held {
        /// The reason for the hold.
        reason: String,
    },
    /// Not sent, because there is nothing to revoke.
    Skipped(SkipReason),
}

/// The reason why an order was skipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum SkipReason {
    /// The order is revoked, and not by this run.
    AlreadyRevoked,
    /// The order is not issued. It can be canceled, not revoked.
    NotIssued,
    /// The order does not exist in the account.
    NotFound,
    /// The order is canceled, rejected or expired.
    Ended,
}

/// The state of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each is documented at `State`")]
pub enum StateName {
    Waiting,
    Sending,
    Revoked,
    Requested,
    Refused,
    Unknown,
    Held,
    Skipped,
}

impl StateName {
    /// All states.
    pub const ALL: [Self; 8] = [
        Self::Waiting,
        Self::Sending,
        Self::Revoked,
        Self::Requested,
        Self::Refused,
        Self::Unknown,
        Self::Held,
        Self::Skipped,
    ];
}

impl State {
    /// Returns the name of the state.
    #[must_use]
    pub fn name(&self) -> StateName {
        match self {
            Self::Waiting => StateName::Waiting,
            Self::Sending => StateName::Sending,
            Self::Revoked { .. } => StateName::Revoked,
            Self::Requested { .. } => StateName::Requested,
            Self::Refused { .. } => StateName::Refused,
            Self::Unknown { .. } => StateName::Unknown,
            Self::Held { .. } => StateName::Held,
            Self::Skipped(_) => StateName::Skipped,
        }
    }

    /// Returns the evidence for the revocation, if there is one.
    #[must_use]
    pub fn proof(&self) -> Option<Proof> {
        if let Self::Revoked { proof } = self { Some(*proof) } else { None }
    }
}

/// One order of a list and its state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The order, as the list describes it.
    pub item: Item,
    /// The state.
    pub state: State,
    /// The number of revocations that were sent and are not proven to be unprocessed. At most three.
    pub sends: u32,
    /// The time of the first revocation, in milliseconds since 1970.
    pub sent_unix_ms: Option<u64>,
    /// The time at which the state became known, in milliseconds since 1970. Stronger evidence does not change it.
    pub known_unix_ms: Option<u64>,
    /// The journal line with the state and its evidence. 0 without a journal.
    pub journal_line: u64,
}

impl Line {
    /// Creates a line for an order that was not sent.
    #[must_use]
    pub fn new(item: Item) -> Self {
        Self { item, state: State::Waiting, sends: 0, sent_unix_ms: None, known_unix_ms: None, journal_line: 0 }
    }
}

/// The number of orders in each state. They add up to the number of orders in the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Not sent.
    pub waiting: u32,
    /// In flight, or in doubt and about to be read.
    pub sending: u32,
    /// DigiCert accepted the revocation.
    pub revoked: ProofCounts,
    /// A request waits for approval.
    pub requested: u32,
    /// DigiCert refused the revocation.
    pub refused: u32,
    /// The outcome is unknown.
    pub unknown: u32,
    /// On hold.
    pub held: u32,
    /// Skipped, because there is nothing to revoke.
    pub skipped: u32,
}

/// The revocations by evidence. Each counts once, at its highest level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ProofCounts {
    /// DigiCert accepted the call.
    pub accepted: u32,
    /// A read shows the request as approved.
    pub approved: u32,
    /// A read shows the order as revoked.
    pub revoked: u32,
}

impl ProofCounts {
    /// Returns the number of revoked orders.
    #[must_use]
    pub fn all(&self) -> u32 {
        self.accepted + self.approved + self.revoked
    }
}

impl Counts {
    /// Returns the number of all orders.
    #[must_use]
    pub fn total(&self) -> u32 {
        let Self { waiting, sending, revoked, requested, refused, unknown, held, skipped } = self;
        waiting + sending + revoked.all() + requested + refused + unknown + held + skipped
    }

    /// Returns the count of a state.
    pub(super) fn of(&mut self, state: &State) -> &mut u32 {
        match state {
            State::Waiting => &mut self.waiting,
            State::Sending => &mut self.sending,
            State::Revoked { proof: Proof::Accepted } => &mut self.revoked.accepted,
            State::Revoked { proof: Proof::Approved } => &mut self.revoked.approved,
            State::Revoked { proof: Proof::Revoked } => &mut self.revoked.revoked,
            State::Requested { .. } => &mut self.requested,
            State::Refused { .. } => &mut self.refused,
            State::Unknown { .. } => &mut self.unknown,
            State::Held { .. } => &mut self.held,
            State::Skipped(_) => &mut self.skipped,
        }
    }
}
