//! The interface to the JavaScript around this module, in addition to the one for single calls.

use js_sys::Function;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use super::super::{api_key::ApiKey, host::Host, output};
use crate::api::{Issue, Issues};

#[wasm_bindgen]
extern "C" {
    /// The object that `pkg/mass/host.js` passes to each constructor. Its methods do not throw.
    #[wasm_bindgen(extends = Host)]
    #[derive(Clone, Debug)]
    pub type MassHost;

    /// The default rate limiter, if the settings have none. It belongs to one client.
    #[wasm_bindgen(method, getter, js_name = rateLimiter)]
    pub(super) fn rate_limiter(this: &MassHost) -> JsValue;
    /// Receives the promise of each response.
    #[wasm_bindgen(method, getter)]
    pub(super) fn watch(this: &MassHost) -> Function;
    /// Creates an `InvalidListError`.
    #[wasm_bindgen(method, js_name = invalidList)]
    pub(super) fn invalid_list(this: &MassHost, message: &str, rows: &JsValue, more: u32) -> JsValue;
    /// Creates a `PlanRefusedError`.
    #[wasm_bindgen(method, js_name = planRefused)]
    pub(super) fn plan_refused(this: &MassHost, message: &str, shortfall: &JsValue) -> JsValue;
    /// Creates a `JournalError`.
    #[wasm_bindgen(method, js_name = journalError)]
    pub(super) fn journal_error(this: &MassHost, message: &str) -> JsValue;
}

impl MassHost {
    /// Creates the error of invalid input: nothing was sent.
    pub(super) fn invalid(&self, issues: Issues, key: Option<&ApiKey>) -> JsValue {
        output::invalid(self, issues, key)
    }

    /// Creates the error of one invalid input.
    pub(super) fn refused(&self, issue: Issue, key: Option<&ApiKey>) -> JsValue {
        self.invalid(Issues(vec![issue]), key)
    }
}
