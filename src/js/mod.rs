//! The WebAssembly boundary: exported types and functions, input, output, and the transport over `fetch`. It contains no
//! rules: they are in [`crate::api`], [`crate::policy`] and [`crate::mass`].
//!
//! | file | subject |
//! |---|---|
//! | `client.rs` | the exported client: one method per call |
//! | `offline` | exported functions that send nothing |
//! | `mass` | bulk revocation |
//! | `gateway` | the approval rules and the rate limiter of a gateway |
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
//! | `limits.rs` | validation of the setting `limits` |
//! | `estimate.rs` | the estimate of a rate limiter |
//! | `number.rs` | milliseconds and counts as numbers of JavaScript |
//! | `kind.rs` | the kind of a JavaScript value, for messages |
//! | `output.rs` | results and failures as JavaScript values |
//! | `host.rs` | the interface to the JavaScript around the core |
//!
//! The crate builds three WebAssembly modules: one for single calls, with the feature `mass` one for bulk revocation, and with the
//! feature `gateway` one for gateways.

#[cfg(all(feature = "mass", feature = "gateway"))]
compile_error!("a module has one of the features `mass` and `gateway`: build one module for each");

#[cfg_attr(feature = "gateway", expect(dead_code, reason = "the module for gateways has no client, and so no API key"))]
mod api_key;
#[cfg_attr(feature = "gateway", expect(dead_code, reason = "the module for gateways sends nothing"))]
mod host;
mod input;
mod kind;
mod limits;
mod output;
mod value;

// The module for gateways sends nothing.
#[cfg(not(feature = "gateway"))]
mod connection;
#[cfg(not(feature = "gateway"))]
mod deadline;
#[cfg(not(feature = "gateway"))]
mod response;
#[cfg(not(feature = "gateway"))]
mod transport;

#[cfg(any(feature = "mass", feature = "gateway"))]
mod estimate;
#[cfg(any(feature = "mass", feature = "gateway"))]
mod number;

#[cfg(not(any(feature = "mass", feature = "gateway")))]
mod admission;
#[cfg(not(any(feature = "mass", feature = "gateway")))]
mod call;
#[cfg(not(any(feature = "mass", feature = "gateway")))]
mod client;
#[cfg(not(any(feature = "mass", feature = "gateway")))]
mod io;
#[cfg(not(any(feature = "mass", feature = "gateway")))]
mod offline;
#[cfg(not(any(feature = "mass", feature = "gateway")))]
mod prepared;
#[cfg(not(any(feature = "mass", feature = "gateway")))]
mod shared;

#[cfg(feature = "mass")]
mod mass;

#[cfg(feature = "gateway")]
mod gateway;

// The suites for bulk revocation are in `mass`.
#[cfg(test)]
#[cfg(not(any(feature = "mass", feature = "gateway")))]
#[path = "../../tests/wasm/mod.rs"]
mod wasm_tests;
