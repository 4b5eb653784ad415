//! The only room that knows WebAssembly and the host: values in and out, `fetch`, time, abort.
//! It decides nothing about the protocol; every rule it applies is in [`crate::api`].

mod connection;
#[expect(unreachable_pub, reason = "`wasm_bindgen` exports what is `pub`, whatever can reach it in Rust")]
mod exports;
mod given;
mod stop;
#[cfg(test)]
mod tests;
mod transport;
