//! The approval rules: each rule as a table, and the invariants as properties.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test is documented by its name, and may panic"
)]
#![cfg(not(target_arch = "wasm32"))]

mod binding;
mod decisions;
mod demand;
mod freeze;
mod holds;
mod input;
mod limit;
mod people;
mod plans;
mod quorum;
mod requests;
mod splits;

use certcentral_revoke::{
    api::OrderId,
    policy::guard::{Person, SentChange, UnixMs},
};

/// 2025-10-09T08:53:20Z.
const NOW: u64 = 1_760_000_000_000;
const MINUTE_MS: u64 = 60_000;

fn minutes(after: i64) -> UnixMs {
    UnixMs::new(NOW.saturating_add_signed(after * 60_000))
}

fn now() -> UnixMs {
    UnixMs::new(NOW)
}

fn ada() -> Person {
    Person::address("ada@example.com").with_sub("sub-ada")
}

fn bo() -> Person {
    Person::address("bo@example.com")
}

fn cy() -> Person {
    Person::address("cy@example.com")
}

fn token() -> Person {
    Person::service("deploy")
}

fn order(id: u64) -> OrderId {
    id.to_string().parse().unwrap()
}

/// One certificate of an unknown order that a person sent alone.
fn sent(person: Person, subject: &str, sent_unix_ms: UnixMs) -> SentChange {
    SentChange {
        person,
        subject: subject.to_owned(),
        order_id: None,
        orders: 1,
        certificates: Some(1),
        sent_unix_ms,
        is_approved: false,
        refunded_orders: 0,
    }
}
