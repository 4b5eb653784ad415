//! The module for bulk revocation: list, plan, run.
//!
//! | file | subject |
//! |---|---|
//! | `client.rs` | the exported client: plan, rehearse, start, resume |
//! | `settings.rs` | validation of its settings |
//! | `list.rs` | reads a list of orders from bytes |
//! | `planning.rs`, `plan.rs` | a plan in progress, and a finished one |
//! | `terms.rs` | validation of the options of a plan |
//! | `progress.rs` | the options `signal` and `onProgress` |
//! | `rehearsal.rs` | a run in virtual time, without a request |
//! | `begin.rs`, `resume.rs` | a run that starts, or continues from its journal |
//! | `shared.rs`, `live.rs` | what the plans and runs of a client share, and a run in progress |
//! | `tick_limits.rs` | the limits of one tick |
//! | `run.rs` | the exported run: steering and driving |
//! | `drive.rs` | the loop that drives a run: intent into the journal, request, event back to the run |
//! | `journal.rs` | appending to the journal of a run |
//! | `view.rs`, `report.rs` | the read-only view of a run: snapshot, orders, report |
//! | `sender.rs` | one request, over `fetch` or the caller's `send` |
//! | `rate_limiter.rs`, `pacer.rs` | permission to send: the caller's rate limiter, or the pacer of this client |
//! | `bell.rs` | wakes the loop |
//! | `host.rs` | the interface to the JavaScript around this module |

mod begin;
mod bell;
mod client;
mod drive;
mod host;
mod journal;
mod list;
mod live;
mod pacer;
mod plan;
mod planning;
mod progress;
mod rate_limiter;
mod rehearsal;
mod report;
mod resume;
mod run;
mod sender;
mod settings;
mod shared;
mod terms;
mod tick_limits;
mod view;

#[cfg(test)]
#[path = "../../../tests/wasm/mass.rs"]
mod wasm_tests;

use std::pin::Pin;

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{future_to_promise, spawn_local};

/// Converts a future to a promise. The box makes one promise state machine serve every future.
fn promise(future: impl Future<Output = Result<JsValue, JsValue>> + 'static) -> Promise {
    let future: Pin<Box<dyn Future<Output = Result<JsValue, JsValue>>>> = Box::pin(future);
    future_to_promise(future)
}

/// Runs a future in the background.
fn spawn(future: impl Future<Output = ()> + 'static) {
    let future: Pin<Box<dyn Future<Output = ()>>> = Box::pin(future);
    spawn_local(future);
}
