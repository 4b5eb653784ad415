//! The options of long operations: the abort signal and the progress callback.

use js_sys::Function;
use wasm_bindgen::JsValue;

use super::super::{
    connection::{function, signal},
    deadline::Signal,
    input::Input,
};
use crate::api::Issues;

/// The validated options `{ signal, onProgress }`.
#[derive(Debug)]
pub(super) struct ProgressOptions {
    pub(super) signal: Option<Signal>,
    pub(super) on_progress: Option<Function>,
}

impl ProgressOptions {
    const FIELDS: [&'static str; 2] = ["signal", "onProgress"];

    /// Checks what a caller passed as the parameter `name`.
    pub(super) fn new(input: Input<'_>, name: &str, options: &JsValue) -> Result<Self, Issues> {
        let mut issues = Issues::default();
        let fields = issues.collect(input.fields(name, options, &Self::FIELDS)).unwrap_or_default();
        issues.collect_all(fields.reject_unknown(&Self::FIELDS));
        let signal = issues.collect(signal(options, &fields)).flatten();
        let on_progress = issues.collect(function(options, &fields, "onProgress")).flatten();
        issues.into_result(Some(Self { signal, on_progress }))
    }
}
