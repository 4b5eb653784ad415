//! Permission to send, from the gate of a client: the caller's own, or `pkg/mass/gate.js` with the pacer of `pacer.rs`.

use js_sys::{Array, Promise, TypeError};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::{
    super::{
        deadline::Signal,
        host::elapsed_ms,
        value::{get, method},
    },
    number, whole,
};
use crate::mass::{Outlook, WindowUse};

/// An object with `take`, `refused` and maybe `outlook`.
#[derive(Clone, Debug)]
pub(super) struct Gate(JsValue);

impl Gate {
    /// Recognizes a gate by its methods.
    pub(super) fn from_value(value: JsValue) -> Option<Self> {
        let is_gate = method(&value, "take").is_some() && method(&value, "refused").is_some();
        is_gate.then_some(Self(value))
    }

    /// Waits until one request may be sent.
    ///
    /// # Errors
    /// The error of the gate, for example the reason of the signal.
    pub(super) async fn take(&self, signal: Option<&Signal>) -> Result<(), JsValue> {
        let take = method(&self.0, "take").ok_or_else(|| TypeError::new("the gate no longer has a method take"))?;
        let turn = take.call1(&self.0, signal.map_or(&JsValue::UNDEFINED, Signal::as_js))?;
        JsFuture::from(Promise::resolve(&turn)).await.map(drop)
    }

    /// Reports that the rate limit rejected a request. `retry_after_ms`: the pause that DigiCert requests.
    ///
    /// # Errors
    /// The error of the gate.
    pub(super) fn refused(&self, retry_after_ms: Option<u64>) -> Result<(), JsValue> {
        let ms = retry_after_ms.map_or(JsValue::UNDEFINED, |ms| number(ms).into());
        method(&self.0, "refused").map_or(Ok(()), |rejected| rejected.call1(&self.0, &ms).map(drop))
    }

    /// Returns the estimate of the gate for `calls` more requests. It is empty if the gate has no `outlook`, or `outlook` throws.
    pub(super) fn outlook(&self, calls: u32) -> Outlook {
        let outlook = method(&self.0, "outlook").and_then(|outlook| outlook.call1(&self.0, &calls.into()).ok());
        let outlook = outlook.unwrap_or_default();
        let ms = |name| count(&outlook, name).map_or(0, whole);
        let windows = get(&outlook, "windows").ok().and_then(|windows| windows.dyn_into::<Array>().ok());
        Outlook {
            ms: ms("ms"),
            paused_until_ms: elapsed_ms().saturating_add(ms("pausedMs")),
            windows: windows
                .map(|windows| windows.iter().filter_map(|window| window_use(&window)).collect())
                .unwrap_or_default(),
        }
    }
}

fn window_use(window: &JsValue) -> Option<WindowUse> {
    let short = |name| count(window, name).map(|number| u32::try_from(whole(number)).unwrap_or(u32::MAX));
    Some(WindowUse { calls: short("calls")?, ms: short("ms")?, used: short("used")? })
}

fn count(object: &JsValue, name: &str) -> Option<f64> {
    get(object, name).ok()?.as_f64()
}
