//! The API key. It stays a JavaScript string: it is put onto a header and compared, and never enters linear memory.

use js_sys::{JsString, Object};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};

use super::{
    kind::kind,
    value::{get, set},
};
use crate::api::{Issue, Rule};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = JsString)]
    type Text;
    #[wasm_bindgen(method)]
    fn includes(this: &Text, part: &JsString) -> bool;

    #[wasm_bindgen(extends = web_sys::Headers)]
    type KeyHeaders;
    /// Like `Headers.set` of web-sys, which would copy the value into linear memory.
    #[wasm_bindgen(method, catch)]
    fn set(this: &KeyHeaders, name: &str, value: &JsString) -> Result<(), JsValue>;
}

/// The name of the header.
const HEADER: &str = "X-DC-DEVKEY";
/// The minimum length of a key that is searched for. A shorter text could be found in any sentence.
const MIN_SEARCHED: u32 = 8;

#[cold]
#[inline(never)]
fn wrong<T>(rule: Rule, message: &str) -> Result<T, Issue> {
    Err(Issue::new("apiKey", rule, format!("apiKey {message}")))
}

/// The API key of a client.
#[derive(Clone, Debug)]
pub(super) struct ApiKey(JsString);

impl ApiKey {
    /// Reads the key from the settings. Validates it one character code at a time.
    pub(super) fn from_settings(settings: &JsValue) -> Result<Option<Self>, Issue> {
        let Ok(value) = get(settings, "apiKey") else { return wrong(Rule::Type, "cannot be read") };
        if value.is_undefined() {
            return Ok(None);
        }
        let key = match value.dyn_into::<JsString>() {
            Ok(key) => key,
            // The message names the kind of an object. The value could be the key.
            Err(value) if value.is_object() || value.is_function() || value.is_symbol() => {
                return wrong(Rule::Type, &format!("must be a string, got {}", kind(&value)));
            }
            Err(_) => return wrong(Rule::Type, "must be a string"),
        };
        if key.length() == 0 {
            return wrong(Rule::Required, "is empty; is the secret set?");
        }
        let fits = |at| matches!(key.char_code_at(at), code if (33.0..=126.0).contains(&code));
        if !(0..key.length()).all(fits) {
            return wrong(Rule::Format, "has a blank, a line break or another character that a header cannot hold");
        }
        Ok(Some(Self(key)))
    }

    /// Whether a text contains the key.
    pub(super) fn is_in(&self, text: &JsValue) -> bool {
        self.0.length() >= MIN_SEARCHED && text.unchecked_ref::<Text>().includes(&self.0)
    }

    /// Adds the header to a plain object of headers.
    pub(super) fn add_to(&self, headers: &Object) {
        set(headers, HEADER, &self.0);
    }

    /// Sets the header on headers of the platform.
    pub(super) fn set_on(&self, headers: &web_sys::Headers) -> Result<(), JsValue> {
        headers.unchecked_ref::<KeyHeaders>().set(HEADER, &self.0)
    }

    /// The key, for JavaScript that removes it from responses and causes.
    pub(super) fn as_js(&self) -> &JsValue {
        &self.0
    }
}
