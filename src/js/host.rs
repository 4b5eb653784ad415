//! The interface to the JavaScript around the core: error classes, redaction, hooks, and facts about the runtime.

use js_sys::{Date, Function, Math, Uint8Array};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use super::{api_key::ApiKey, value::method};
use crate::policy::Moment;

#[wasm_bindgen]
extern "C" {
    /// The object that `pkg/host.js` passes to each constructor. Its methods do not throw.
    #[derive(Clone, Debug)]
    pub type Host;

    #[wasm_bindgen(method, getter, js_name = inBrowser)]
    fn in_browser(this: &Host) -> bool;
    #[wasm_bindgen(method, getter, js_name = inNode)]
    fn in_node(this: &Host) -> bool;
    /// Creates the error of a failure. `cause`: the JavaScript value that caused it.
    #[wasm_bindgen(method, js_name = errorOf)]
    fn error_of(this: &Host, details: &JsValue, cause: &JsValue, key: &JsValue) -> JsValue;
    /// Removes the key from the bytes of a response.
    #[wasm_bindgen(method, js_name = withoutKey)]
    fn without_key(this: &Host, bytes: Uint8Array, key: &JsValue) -> Uint8Array;
    /// Calls a hook. Ignores what it throws or rejects with.
    #[wasm_bindgen(method)]
    fn notify(this: &Host, hook: &Function, what: &JsValue, call: &JsValue);

    /// Looked up at each call. Some hosts do not have it.
    #[wasm_bindgen(catch, js_namespace = performance, js_name = now)]
    fn performance_now() -> Result<f64, JsValue>;
}

impl Host {
    pub(super) fn is_browser(&self) -> bool {
        self.in_browser()
    }

    pub(super) fn is_node(&self) -> bool {
        self.in_node()
    }

    /// Creates the error of a failure.
    pub(super) fn error(&self, details: &JsValue, cause: &JsValue, key: Option<&ApiKey>) -> JsValue {
        self.error_of(details, cause, key.map_or(&JsValue::UNDEFINED, ApiKey::as_js))
    }

    /// Removes the API key from bytes that are not yet in linear memory.
    pub(super) fn redact(&self, bytes: Uint8Array, key: Option<&ApiKey>) -> Uint8Array {
        match key {
            Some(key) => self.without_key(bytes, key.as_js()),
            None => bytes,
        }
    }

    pub(super) fn call_hook(&self, hook: &Function, what: &JsValue, call: &JsValue) {
        self.notify(hook, what, call);
    }

    /// Returns the `fetch` of the host. It is looked up at each call, because a test can replace it.
    pub(super) fn fetch() -> Option<Function> {
        method(&js_sys::global(), "fetch")
    }
}

/// Returns the time and a random number.
pub(super) fn moment() -> Moment {
    Moment { elapsed_ms: elapsed_ms(), unix_ms: whole(Date::now()), paused_until_ms: 0, random: Math::random() }
}

/// Returns the milliseconds of a monotonic clock, if the host has one.
pub(super) fn elapsed_ms() -> u64 {
    whole(performance_now().unwrap_or_else(|_| Date::now()))
}

/// Returns a random number for names. It is not suitable for secrets.
pub(super) fn random_id() -> u64 {
    whole(Math::random() * 1e15)
}

fn whole(number: f64) -> u64 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast saturates")]
    let whole = number as u64;
    whole
}
