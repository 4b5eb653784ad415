//! What is known of each order of a list. Every order is in exactly one state at any time: that is why the counts of a
//! report add up. Not here: how an order comes from one state to another (`ledger.rs`), and how states are told (`report`).

use serde::{Deserialize, Serialize};

use super::item::Item;
use crate::api::{Proof, RequestId};

/// What is known of one order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Its turn has not come. Once the run is over: it was not sent.
    Waiting,
    /// The intent to send it is in the journal, and nothing tells yet what became of it.
    Sending,
    /// DigiCert took it: nothing is left to do.
    Revoked {
        /// How far that is proven.
        proof: Proof,
    },
    /// A request was made and waits for an approver. Nothing is revoked yet.
    Requested {
        /// The request.
        request_id: RequestId,
    },
    /// DigiCert said no, and why. Nothing happened.
    Refused {
        /// DigiCert's code, for example `not_found|order`.
        code: String,
        /// DigiCert's sentence.
        message: String,
    },
    /// It was sent, and no read could tell what became of it.
    Unknown {
        /// What was wrong, as `ErrorCode` or `Problem` names it.
        why: String,
    },
    /// Somebody exempted it: it is not sent.
    Held {
        /// What was said about it.
        why: String,
    },
    /// There was nothing to do, or nothing that could be done.
    Skipped(Skip),
}

/// Why an order was skipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Skip {
    /// It is revoked, and not by this run.
    AlreadyRevoked,
    /// It is not issued: it can be cancelled, not revoked.
    NotIssued,
    /// DigiCert knows no such order.
    NotFound,
    /// It was canceled, rejected or has expired.
    Ended,
}

/// The state of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
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
    /// Each of them.
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
    /// Its name.
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

    /// How far a revocation is proven, where there is one.
    #[must_use]
    pub fn proof(&self) -> Option<Proof> {
        if let Self::Revoked { proof } = self { Some(*proof) } else { None }
    }
}

/// One order of a list and what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What the list says.
    pub item: Item,
    /// What is known.
    pub state: State,
    /// How often a revoke was sent and not provably left undone. Never more than three.
    pub sends: u32,
    /// When it was first sent: milliseconds since 1970.
    pub sent_unix_ms: Option<u64>,
    /// When the state became known: milliseconds since 1970. A later, higher proof of the same does not move it.
    pub known_unix_ms: Option<u64>,
    /// Which line of the journal tells the state, and how far it is proven; 0 before there is a journal.
    pub journal_line: u64,
}

impl Line {
    /// An order whose turn has not come.
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
    pub revoked: Proven,
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
pub struct Proven {
    /// DigiCert accepted the call.
    pub accepted: u32,
    /// A read shows the request as approved.
    pub approved: u32,
    /// A read shows the order as revoked.
    pub revoked: u32,
}

impl Proven {
    /// All of them.
    #[must_use]
    pub fn all(&self) -> u32 {
        self.accepted + self.approved + self.revoked
    }
}

impl Counts {
    /// All orders.
    #[must_use]
    pub fn total(&self) -> u32 {
        let Self { waiting, sending, revoked, requested, refused, unknown, held, skipped } = self;
        waiting + sending + revoked.all() + requested + refused + unknown + held + skipped
    }

    /// The count that an order in this state is part of.
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
