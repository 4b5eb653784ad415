//! What is known of each order of a list. Every order is in exactly one state at any time: that is why the counts of a
//! report add up. Not here: how an order comes from one state to another (`run.rs`), and how states are told (`report`).

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

/// Why there was nothing to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skip {
    /// It was revoked before the run.
    AlreadyRevoked,
    /// It is not issued: it can be cancelled, not revoked.
    NotIssued,
    /// DigiCert knows no such order.
    NotFound,
    /// It was canceled, rejected or has expired.
    Ended,
}

/// One order of a list and what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What the list says.
    pub item: Item,
    /// What is known.
    pub state: State,
    /// How often a revoke was sent.
    pub sends: u32,
    /// When it was first sent: milliseconds since 1970.
    pub sent_unix_ms: Option<u64>,
    /// When what is known became known: milliseconds since 1970.
    pub known_unix_ms: Option<u64>,
}

impl Line {
    /// An order whose turn has not come.
    #[must_use]
    pub fn new(item: Item) -> Self {
        Self { item, state: State::Waiting, sends: 0, sent_unix_ms: None, known_unix_ms: None }
    }
}
