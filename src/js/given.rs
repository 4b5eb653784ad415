//! JavaScript values as [`Given`]. Total: no value, getter or proxy can make it throw or trap.

use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};

use crate::api::{Fields, Given, Issue, Rule};

/// One value. Text with half a surrogate pair is refused: it would change on its way to UTF-8.
pub(super) fn given(value: &JsValue) -> Given {
    if value.is_undefined() {
        return Given::Missing;
    }
    if value.is_null() {
        return Given::Null;
    }
    if let Some(truth) = value.as_bool() {
        return Given::Bool(truth);
    }
    if let Some(number) = value.as_f64() {
        return Given::Number(number);
    }
    if let Some(text) = value.as_string() {
        // Half a pair becomes U+FFFD; only then is it worth a second crossing to see whether it was one.
        let changed = JsValue::from_str(&text) != *value;
        return if changed { Given::Other("text that is not valid UTF-16") } else { Given::Text(text) };
    }
    if value.is_bigint() {
        let digits = js_sys::BigInt::unchecked_from_js_ref(value).to_string(10);
        return digits.map_or(Given::Other("a bigint"), |digits| Given::BigInt(digits.into()));
    }
    Given::Other(if value.is_function() {
        "a function"
    } else if value.is_symbol() {
        "a symbol"
    } else if js_sys::Array::is_array(value) {
        "an array"
    } else {
        "an object"
    })
}

/// The own fields of an object; no object at all is no fields. `opaque` names fields whose values
/// stay in JavaScript: of them only what kind of thing they are comes along.
pub(super) fn fields(name: &str, value: &JsValue, opaque: &[&str]) -> Result<Fields, Issue> {
    if value.is_undefined() {
        return Ok(Fields::default());
    }
    let kind = given(value);
    let wrong =
        |what: &str| Issue::new(name, Rule::Type, format!("{name} must be an object with named fields, got {what}"));
    if kind != Given::Other("an object") {
        return Err(wrong(&kind.describe()));
    }
    let keys = Reflect::own_keys(value).map_err(|_| wrong("an object that does not let itself be read"))?;
    let field = |key: JsValue| {
        let name = key.as_string().unwrap_or_else(|| "(a symbol)".to_owned());
        let given = match Reflect::get(value, &key) {
            Ok(value) if opaque.contains(&name.as_str()) => kind_of(&value),
            Ok(value) => given(&value),
            Err(_) => Given::Other("a field that cannot be read"),
        };
        (name, given)
    };
    Ok(Fields(keys.iter().map(field).collect()))
}

/// A property; undefined where there is none, or where reading it throws.
pub(super) fn get(object: &JsValue, key: &str) -> JsValue {
    Reflect::get(object, &key.into()).unwrap_or(JsValue::UNDEFINED)
}

fn kind_of(value: &JsValue) -> Given {
    if value.is_string() { Given::Other("a string") } else { given(value) }
}
