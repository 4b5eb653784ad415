//! The only room that knows WebAssembly and the host: values in and out, `fetch`, time, abort.
//! It decides nothing: the rules are in [`crate::api`] and [`crate::policy`].

mod connection;
mod drive;
#[expect(unreachable_pub, reason = "`wasm_bindgen` exports what is `pub`, whatever can reach it in Rust")]
mod exports;
mod given;
mod host;
mod stop;
#[cfg(test)]
mod tests;
mod transport;
