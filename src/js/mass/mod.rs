//! The boundary of the module for many orders: a list, a plan, a run. Numbers name what is on its way; text goes in and out,
//! bytes only for a list. A request can be had only after what has to be durable before it (`run.rs`).
//!
//! | file | what it takes and gives |
//! |---|---|
//! | `list.rs` | bytes of a list; its orders as text, or every row that is wrong |
//! | `plan.rs` | a survey step by step; a plan as text, its figures, what people agree to |
//! | `begin.rs` | a plan and the typed number, or a journal; the number of a run |
//! | `run.rs` | what a run wants, a request and its answer, what people do to it |
//! | `looks.rs` | a run as it is seen: snapshot, single orders |
//! | `report.rs` | the report of a run, piece by piece |
//! | `rehearsal.rs` | a plan; a run of virtual time without a request |
//! | `pacer.rs` | leave to send with a key that nobody else paces |
//! | `settings.rs` | what a client was set up with, checked |

mod begin;
mod list;
mod looks;
mod pacer;
mod plan;
mod rehearsal;
mod report;
mod run;
mod settings;
mod slots;
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod types;

use super::{
    connection::Connection,
    given::{field, fields, given},
    sending::Sending,
    settled::{at_once, invalid, settled},
    told::{event, moment},
};
use crate::{
    api::{Issue, Issues, Json, Rule},
    mass::Outlook,
};

/// Our own JavaScript wrote it; what cannot be read is nothing, and refused as such.
fn read(text: &str) -> Json {
    Json::parse(text).unwrap_or(Json::Null)
}

/// One thing that is wrong: nothing was sent.
fn refused(field: &str, rule: Rule, message: impl Into<String>) -> String {
    at_once::<()>(Err(invalid(Issues(vec![Issue::new(field, rule, message)]))))
}

/// What the gate of the key says; nothing where it says nothing.
fn outlook(text: &str) -> Outlook {
    serde_json::from_str(text).unwrap_or_default()
}

/// Under this number there is nothing any more: it was dropped, or belongs to an instance that has crashed.
fn gone() -> String {
    refused("run", Rule::Conflict, "this is no longer there; resume it from its journal")
}
