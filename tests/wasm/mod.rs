//! Suites for the WebAssembly boundary. `npm run test:wasm` runs each of them in Node.js, in a page of Chromium and in a
//! dedicated worker. Therefore no suite selects its host: no `wasm_bindgen_test_configure!` in this folder.
//!
//! The suites are a module of the library (`src/js/mod.rs`), because the boundary has no public Rust interface.
//!
//! | file | subject |
//! |---|---|
//! | `support.rs` | JavaScript expressions, and a scene: a client with a `fetch` in JavaScript |
//! | `transport.rs` | the arguments of `fetch` |
//! | `response.rs`, `body.rs` | its return values |
//! | `input.rs`, `fields.rs` | values of callers |
//! | `output.rs` | results and errors |
//! | `api_key.rs` | the API key never enters linear memory |
//! | `deadline.rs` | timeouts and abort signals |
//! | `leftovers.rs` | timers, listeners, references and memory after a call |
//! | `queue.rs` | concurrent calls of one client |
//! | `hooks.rs`, `reentrancy.rs` | the arguments of hooks, and hooks that call the client |
//! | `crash.rs` | the flag for the crash guard in `pkg/instance.js` |

mod api_key;
mod body;
mod crash;
mod deadline;
mod fields;
mod hooks;
mod input;
mod leftovers;
mod output;
mod queue;
mod reentrancy;
mod response;
mod support;
mod transport;
