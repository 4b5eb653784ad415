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
        let fields = issues.take(input.fields(name, options, &Self::FIELDS)).unwrap_or_default();
        issues.gather(fields.only(&Self::FIELDS));
        let signal = issues.take(signal(options, &fields)).flatten();
        let on_progress = issues.take(function(options, &fields, "onProgress")).flatten();
        issues.none_or(Some(Self { signal, on_progress }))
    }
}
