//! Names the kind of a JavaScript value, for messages. Objects are named by their tag.

use js_sys::JsString;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use super::value::{is_array, is_promise};

#[wasm_bindgen]
extern "C" {
    /// Returns the tag of an object, which does not depend on its realm. A getter of `Symbol.toStringTag` can throw.
    #[wasm_bindgen(catch, js_namespace = ["Object", "prototype", "toString"], js_name = call)]
    fn tag_of(value: &JsValue) -> Result<JsString, JsValue>;
}

pub(super) const OBJECT: &str = "an object";

/// Kinds of objects by their tag.
const KINDS: [(&str, &str); 21] = [
    ("[object Object]", OBJECT),
    ("[object Promise]", "a Promise"),
    ("[object Map]", "a Map"),
    ("[object Set]", "a Set"),
    ("[object Date]", "a Date"),
    ("[object Error]", "an Error"),
    ("[object RegExp]", "a RegExp"),
    ("[object String]", "a String object"),
    ("[object Number]", "a Number object"),
    ("[object Boolean]", "a Boolean object"),
    ("[object AbortSignal]", "an AbortSignal"),
    ("[object AbortController]", "an AbortController"),
    ("[object Response]", "a Response"),
    ("[object Request]", "a Request"),
    ("[object Headers]", "a Headers object"),
    ("[object FormData]", "a FormData"),
    ("[object URL]", "a URL"),
    ("[object URLSearchParams]", "a URLSearchParams"),
    ("[object Blob]", "a Blob"),
    ("[object ArrayBuffer]", "an ArrayBuffer"),
    ("[object Uint8Array]", "a Uint8Array"),
];

/// Names the kind of a value that is not a string, a number, a boolean, `null` or `undefined`.
pub(super) fn kind(value: &JsValue) -> &'static str {
    if value.is_symbol() {
        return "a symbol";
    }
    if value.is_function() {
        return "a function";
    }
    if is_array(value) {
        return "an array";
    }
    if is_promise(value) {
        return "a Promise; await it before the call";
    }
    let tag = tag_of(value).ok();
    // Compared in JavaScript, because a tag can be any text.
    let known = tag.and_then(|tag| KINDS.iter().find(|(known, _)| **tag == JsValue::from_str(known)));
    known.map_or("an object of another kind", |(_, kind)| kind)
}

pub(super) fn fix(kind: &str) -> Option<&'static str> {
    match kind {
        "a Map" | "a FormData" | "a URLSearchParams" | "a Headers object" => Some("use Object.fromEntries(…)"),
        "an AbortSignal" => Some("pass it as { signal }"),
        "an AbortController" => Some("pass { signal: controller.signal }"),
        "a Response" | "a Request" => Some("await its json() first"),
        _ => None,
    }
}
