//! The WebAssembly boundary: text in, text out, one crossing each way. Values come in as JSON that says what they are
//! (`pkg/given.js` writes it), answers and steps go out as JSON.
//! It decides nothing: the rules are in [`crate::api`], [`crate::policy`] and [`crate::mass`]. What a step says is carried
//! out by `pkg`; no `fetch`, no clock, no key in here.
//!
//! There are two modules: one for single calls (`exports.rs`), and with the feature `mass` one for many orders.

#[cfg(any(test, not(feature = "mass")))]
mod calls;
mod connection;
#[cfg(any(test, not(feature = "mass")))]
#[expect(unreachable_pub, reason = "`wasm_bindgen` exports what is `pub`, whatever can reach it in Rust")]
mod exports;
mod given;
#[cfg(any(test, feature = "mass"))]
#[expect(unreachable_pub, reason = "`wasm_bindgen` exports what is `pub`, whatever can reach it in Rust")]
mod mass;
#[cfg(any(test, feature = "mass"))]
#[expect(unreachable_pub, reason = "`wasm_bindgen` exports what is `pub`, whatever can reach it in Rust")]
mod pacing;
mod sending;
mod settled;
#[cfg(test)]
mod tests;
mod told;
