//! The WebAssembly boundary: exported types and functions, input, output, and the transport over `fetch`. It contains no
//! rules: they are in [`crate::api`], [`crate::policy`] and [`crate::mass`].
//!
//! | file | subject |
//! |---|---|
//! | `client.rs` | the exported client: one method per call |
//! | `offline` | exported functions that send nothing |
//! | `prepared.rs` | a call with validated input |
//! | `shared.rs` | what the calls of a client share |
//! | `call.rs` | how one call runs |
//! | `io.rs` | the `Io` of one call |
//! | `admission.rs` | the queue of a client |
//! | `transport.rs`, `response.rs` | one request over `fetch`, and its response |
//! | `deadline.rs` | timeout, abort signal and timers |
//! | `connection.rs` | validation of settings and call options |
//! | `api_key.rs` | the API key, which never enters linear memory |
//! | `input.rs`, `value.rs` | reading untrusted JavaScript values |
//! | `kind.rs` | the kind of a JavaScript value, for messages |
//! | `output.rs` | results and failures as JavaScript values |
//! | `host.rs` | the interface to the JavaScript around the core |
//!
//! The crate builds two WebAssembly modules: one for single calls, and with the feature `mass` one for bulk revocation.

mod api_key;
mod connection;
mod deadline;
mod host;
mod input;
mod kind;
mod output;
mod response;
mod transport;
mod value;

#[cfg(not(feature = "mass"))]
mod admission;
#[cfg(not(feature = "mass"))]
mod call;
#[cfg(not(feature = "mass"))]
mod client;
#[cfg(not(feature = "mass"))]
mod io;
#[cfg(not(feature = "mass"))]
mod offline;
#[cfg(not(feature = "mass"))]
mod prepared;
#[cfg(not(feature = "mass"))]
mod shared;

#[cfg(feature = "mass")]
mod mass;

// The suites for bulk revocation are in `mass`.
#[cfg(test)]
#[cfg(not(feature = "mass"))]
#[path = "../../tests/wasm/mod.rs"]
mod wasm_tests;
