//! The rate limiter of a key that only this client uses. `pkg/mass/rate-limiter.js` does the waiting. `src/js/gateway/turns.rs` is
//! the rate limiter of a key that people and jobs share.

use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use super::super::{
    estimate::Estimate,
    host::elapsed_ms,
    number::{number, whole},
    output::to_js,
};
use crate::policy::{Lane, Limits, Pacer, PacerState, Permit, RateEstimate};

/// The pacer of a key.
#[wasm_bindgen]
#[derive(Debug)]
pub struct KeyPacer {
    pacer: Pacer,
    limits: Limits,
}

#[wasm_bindgen]
impl KeyPacer {
    /// Returns the wait until the next attempt, in milliseconds. 0: a request may be sent now, and counts as sent.
    #[wasm_bindgen(js_name = tryAcquire)]
    pub fn try_acquire(&mut self) -> f64 {
        match self.pacer.try_acquire(Lane::Bulk, elapsed_ms()) {
            Permit::Granted => 0.0,
            Permit::Wait { ms } => number(ms),
        }
    }

    /// Records that the rate limit rejected a request. `retry_after_ms`: the pause that DigiCert requests.
    #[wasm_bindgen(js_name = onRejected)]
    pub fn on_rejected(&mut self, retry_after_ms: Option<f64>) {
        self.pacer.rate_limited(retry_after_ms.map(whole), elapsed_ms());
    }

    /// Returns the estimate for `calls` more requests: `{ durationMs, pausedMs, windows }`.
    pub fn estimate(&self, calls: u32) -> JsValue {
        let now_ms = elapsed_ms();
        to_js(&Estimate::new(RateEstimate::of(&self.pacer, &self.limits, calls, now_ms), now_ms))
    }
}

impl KeyPacer {
    pub(super) fn new(limits: Limits, cautious: bool, now_ms: u64) -> Self {
        let state = if cautious { PacerState::filled(&limits, now_ms) } else { PacerState::default() };
        Self { pacer: Pacer::from_state(limits.clone(), state), limits }
    }
}
