//! Properties of JavaScript objects, read and written without trusting them.

use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    /// Throws if the value is a revoked proxy.
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    fn check_array(value: &JsValue) -> Result<bool, JsValue>;
}

/// The longest list that is read.
const MAX_ELEMENTS: u32 = 100_000;

/// Reads a property. A getter or a proxy may throw: that is the error.
pub(super) fn get(object: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    if object.is_object() || object.is_function() {
        Reflect::get(object, &JsValue::from_str(name))
    } else {
        Ok(JsValue::UNDEFINED)
    }
}

/// Reads a property that is a function.
pub(super) fn method(object: &JsValue, name: &str) -> Option<Function> {
    get(object, name).ok()?.dyn_into().ok()
}

/// Writes a property of an object that this crate created, which cannot fail.
pub(super) fn set(object: &JsValue, name: &str, value: &JsValue) {
    let _ = Reflect::set(object, &JsValue::from_str(name), value);
}

/// Whether a value is an array of any realm.
pub(super) fn is_array(value: &JsValue) -> bool {
    check_array(value).unwrap_or(false)
}

/// Returns the elements of an array; nothing if the value is none, is too long, or cannot be read.
pub(super) fn elements(value: &JsValue) -> Option<Vec<JsValue>> {
    if !is_array(value) {
        return None;
    }
    let length = get(value, "length").ok()?.as_f64().filter(|length| *length <= f64::from(MAX_ELEMENTS))?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a length within bounds")]
    let length = length as u32;
    (0..length).map(|at| Reflect::get_u32(value, at).ok()).collect()
}
