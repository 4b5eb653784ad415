//! The module for gateways. It sends nothing.
//!
//! | file | subject |
//! |---|---|
//! | `turns.rs` | the rate limiter of a key that people and jobs share |
//! | `guard.rs` | the approval rules of a gateway |

#[expect(unreachable_pub, reason = "`wasm_bindgen` exports what is `pub`, whatever can reach it in Rust")]
mod guard;
mod turns;
