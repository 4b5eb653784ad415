//! Permission to send, from the rate limiter of a client: the caller's own, or `pkg/mass/rate-limiter.js` with the pacer of `pacer.rs`.

use js_sys::{Array, TypeError};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::super::{
    deadline::Signal,
    host::elapsed_ms,
    number::{number, whole},
    value::{get, method, promise_of},
};
use crate::policy::{RateEstimate, WindowUse};

/// An object with `acquire`, `onRejected` and maybe `estimate`.
#[derive(Clone, Debug)]
pub(super) struct RateLimiter(JsValue);

impl RateLimiter {
    /// Recognizes a rate limiter by its methods.
    pub(super) fn from_value(value: JsValue) -> Option<Self> {
        let is_rate_limiter = method(&value, "acquire").is_some() && method(&value, "onRejected").is_some();
        is_rate_limiter.then_some(Self(value))
    }

    /// Waits until one request may be sent.
    ///
    /// # Errors
    /// The error of the rate limiter, for example the reason of the signal.
    pub(super) async fn acquire(&self, signal: Option<&Signal>) -> Result<(), JsValue> {
        let acquire = method(&self.0, "acquire")
            .ok_or_else(|| TypeError::new("the rate limiter no longer has a method acquire"))?;
        let turn = acquire.call1(&self.0, signal.map_or(&JsValue::UNDEFINED, Signal::as_js))?;
        JsFuture::from(promise_of(&turn)).await.map(drop)
    }

    /// Reports that the rate limit rejected a request. `retry_after_ms`: the pause that DigiCert requests.
    ///
    /// # Errors
    /// The error of the rate limiter.
    pub(super) fn on_rejected(&self, retry_after_ms: Option<u64>) -> Result<(), JsValue> {
        let ms = retry_after_ms.map_or(JsValue::UNDEFINED, |ms| number(ms).into());
        method(&self.0, "onRejected").map_or(Ok(()), |rejected| rejected.call1(&self.0, &ms).map(drop))
    }

    /// Returns the estimate of the rate limiter for `calls` more requests. It is empty if the rate limiter has no `estimate`, or `estimate` throws.
    pub(super) fn estimate(&self, calls: u32) -> RateEstimate {
        let estimate = method(&self.0, "estimate").and_then(|estimate| estimate.call1(&self.0, &calls.into()).ok());
        let estimate = estimate.unwrap_or_default();
        let ms = |name| count(&estimate, name).map_or(0, whole);
        let windows = get(&estimate, "windows").ok().and_then(|windows| windows.dyn_into::<Array>().ok());
        RateEstimate {
            duration_ms: ms("durationMs"),
            paused_until_ms: elapsed_ms().saturating_add(ms("pausedMs")),
            windows: windows
                .map(|windows| windows.iter().filter_map(|window| window_use(&window)).collect())
                .unwrap_or_default(),
        }
    }
}

fn window_use(window: &JsValue) -> Option<WindowUse> {
    let short = |name| count(window, name).map(|number| u32::try_from(whole(number)).unwrap_or(u32::MAX));
    Some(WindowUse { calls: short("calls")?, window_ms: short("windowMs")?, used: short("used")? })
}

fn count(object: &JsValue, name: &str) -> Option<f64> {
    get(object, name).ok()?.as_f64()
}
