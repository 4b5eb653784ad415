//! The WebAssembly boundary: text in, text out, one crossing each way. Values come in as JSON that says what they are
//! (`pkg/given.js` writes it), answers and steps go out as JSON.
//! It decides nothing: the rules are in [`crate::api`] and [`crate::policy`]. What a step says is carried out by
//! `pkg/drive.js`; no `fetch`, no clock, no key in here.

mod calls;
mod connection;
#[expect(unreachable_pub, reason = "`wasm_bindgen` exports what is `pub`, whatever can reach it in Rust")]
mod exports;
mod given;
mod settled;
#[cfg(test)]
mod tests;
