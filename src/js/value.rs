//! Properties of JavaScript objects, read and written without trusting them.

use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

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
