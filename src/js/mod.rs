//! The WebAssembly boundary: text in, text out, one crossing each way. Values come in as JSON that says what they are
//! (`pkg/given.js` writes it), answers and steps go out as JSON.
//! It decides nothing: the rules are in [`crate::api`] and [`crate::policy`]. What a step says is carried out by
//! `pkg/drive.js`; no `fetch`, no clock, no key in here.

#[cfg(any(test, not(feature = "mass")))]
mod calls;
#[cfg(any(test, not(feature = "mass")))]
mod connection;
#[cfg(any(test, not(feature = "mass")))]
#[expect(unreachable_pub, reason = "`wasm_bindgen` exports what is `pub`, whatever can reach it in Rust")]
mod exports;
#[cfg(any(test, not(feature = "mass")))]
mod given;
#[cfg(any(test, feature = "mass"))]
#[expect(unreachable_pub, reason = "`wasm_bindgen` exports what is `pub`, whatever can reach it in Rust")]
mod pacing;
#[cfg(any(test, not(feature = "mass")))]
mod settled;
#[cfg(test)]
mod tests;
