//! Appends to the journal of a run. `pkg/mass/journals` stores the lines.

use js_sys::Promise;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use super::super::output::to_js;
use crate::mass::Progress;

#[wasm_bindgen]
extern "C" {
    /// The object that `pkg/mass/run.js` passes to each method that changes a run. Its methods do not throw.
    #[derive(Clone, Debug)]
    pub type Journal;

    /// Appends lines in the order of the calls. Resolves once these and all before them are durable, then calls `progress`.
    #[wasm_bindgen(method)]
    fn append(this: &Journal, lines: JsValue, progress: JsValue) -> Promise;
}

impl Journal {
    /// Appends the lines of a record. The promise resolves once they are durable, together with everything appended before.
    pub(super) fn write(&self, lines: &[String], progress: &[Progress]) -> Promise {
        self.append(to_js(&lines), to_js(&progress))
    }
}
