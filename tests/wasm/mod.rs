//! Suites for the WebAssembly boundary. `npm run test:wasm` runs each of them in Node, in a page of Chromium and in a
//! dedicated worker. So no suite names its host: no `wasm_bindgen_test_configure!` in this folder.
//!
//! They are a module of the library (`src/js/mod.rs`), because the boundary has no public Rust interface.
//!
//! | file | subject |
//! |---|---|
//! | `support.rs` | JavaScript expressions, and a scene: a client whose `fetch` is written in JavaScript |
//! | `transport.rs` | what `fetch` is called with |
//! | `response.rs`, `body.rs` | what it may return |
//! | `input.rs`, `fields.rs` | values of callers |
//! | `output.rs` | results and errors |
//! | `api_key.rs` | the API key is never in linear memory |
//! | `deadline.rs` | timeouts and abort signals |
//! | `leftovers.rs` | timers, listeners, references and memory after a call |
//! | `queue.rs` | concurrent calls of one client |
//! | `hooks.rs`, `reentrancy.rs` | what hooks receive, and hooks that call the client |
//! | `crash.rs` | what the guard in `pkg/instance.js` needs to know of a call |

#[cfg(not(feature = "mass"))]
mod api_key;
#[cfg(not(feature = "mass"))]
mod body;
#[cfg(not(feature = "mass"))]
mod crash;
#[cfg(not(feature = "mass"))]
mod deadline;
#[cfg(not(feature = "mass"))]
mod fields;
#[cfg(not(feature = "mass"))]
mod hooks;
#[cfg(not(feature = "mass"))]
mod input;
#[cfg(not(feature = "mass"))]
mod leftovers;
#[cfg(not(feature = "mass"))]
mod output;
#[cfg(not(feature = "mass"))]
mod queue;
#[cfg(not(feature = "mass"))]
mod reentrancy;
#[cfg(not(feature = "mass"))]
mod response;
#[cfg(not(feature = "mass"))]
mod support;
#[cfg(not(feature = "mass"))]
mod transport;
