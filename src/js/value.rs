//! Reads and writes properties of JavaScript objects without trusting them.

use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    /// An object of a caller. Its properties can be getters that throw. A getter declared here needs no text for its name.
    #[derive(Debug)]
    pub(super) type Foreign;
    #[wasm_bindgen(method, getter, catch)]
    pub(super) fn then(this: &Foreign) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, catch)]
    pub(super) fn status(this: &Foreign) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, catch)]
    pub(super) fn body(this: &Foreign) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, catch)]
    pub(super) fn headers(this: &Foreign) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(thread_local_v2, js_namespace = Object, js_name = prototype)]
    static OBJECT_PROTOTYPE: JsValue;

    /// Throws for a revoked proxy.
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    fn try_is_array(value: &JsValue) -> Result<bool, JsValue>;
}

/// The maximum length of a caller's array. Of a longer array only the length is read.
pub(super) const MAX_ELEMENTS: u32 = 100_000;

/// Reads a property. Returns the error of a getter or a proxy that throws.
pub(super) fn get(object: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    if object.is_object() || object.is_function() {
        Reflect::get(object, &JsValue::from_str(name))
    } else {
        Ok(JsValue::UNDEFINED)
    }
}

/// Whether an object has a method `then`, as promises do.
pub(super) fn is_promise(object: &JsValue) -> bool {
    object.unchecked_ref::<Foreign>().then().is_ok_and(|then| then.is_function())
}

/// Returns a promise for a value of a caller, which may be a promise itself. `Promise.resolve` would read the `constructor` of such a
/// promise, which can throw; here every exception rejects the new promise.
#[cfg(feature = "mass")]
pub(super) fn promise_of(value: &JsValue) -> js_sys::Promise {
    js_sys::Promise::new(&mut |resolve, _| {
        // The function that settles a promise does not throw.
        let _ = resolve.call1(&JsValue::UNDEFINED, value);
    })
}

/// Whether the prototype of an object is `null` or the `Object.prototype` of any realm.
pub(super) fn is_plain(object: &JsValue) -> Result<bool, JsValue> {
    let prototype: JsValue = Reflect::get_prototype_of(object)?.into();
    if prototype.is_null() || OBJECT_PROTOTYPE.with(|own| *own == prototype) {
        return Ok(true);
    }
    let next: JsValue = Reflect::get_prototype_of(&prototype)?.into();
    Ok(next.is_null())
}

/// Whether `Object.prototype` has a property with this name.
pub(super) fn is_in_object_prototype(name: &str) -> bool {
    OBJECT_PROTOTYPE.with(|prototype| Reflect::has(prototype, &JsValue::from_str(name)).unwrap_or(false))
}

/// Reads a property that is a function.
pub(super) fn method(object: &JsValue, name: &str) -> Option<Function> {
    get(object, name).ok()?.dyn_into().ok()
}

/// Whether a value is an array.
pub(super) fn is_array(value: &JsValue) -> bool {
    try_is_array(value).unwrap_or(false)
}

/// Reads the elements of an array. `None` if it is not an array, is too long, or throws.
pub(super) fn elements(value: &JsValue) -> Option<Vec<JsValue>> {
    if !is_array(value) {
        return None;
    }
    let length = get(value, "length").ok()?.as_f64().filter(|length| *length <= f64::from(MAX_ELEMENTS))?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the length of an array, checked above"
    )]
    (0..length as u32).map(|at| Reflect::get_u32(value, at).ok()).collect()
}

/// Writes a property of an object that this crate created, which cannot fail.
pub(super) fn set(object: &JsValue, name: &str, value: &JsValue) {
    let _ = Reflect::set(object, &JsValue::from_str(name), value);
}
