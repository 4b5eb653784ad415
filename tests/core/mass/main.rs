//! Bulk revocation: reading a list, survey, plan, rehearsal, run and report.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "a test is documented by its name, and may panic")]
#![cfg(not(target_arch = "wasm32"))]

mod figures;
mod input;
mod plan;
mod plan_timing;
mod rehearsal;
mod report;
mod report_csv;
mod run;
mod survey;

use certcentral_revoke::api::OrderId;

fn id(number: u64) -> OrderId {
    number.to_string().parse().unwrap()
}
