//! JavaScript values as [`Given`] and [`Fields`]. No value, getter or proxy makes it throw or trap, and nothing that a
//! caller passed is ignored: a value of an unexpected kind is named, with the fix.

use js_sys::{Array, JsString, Reflect};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};

use super::api_key::ApiKey;
use crate::api::{CommentField, Fields, Given, Issue, Issues, Revoke, Rule, Target, listed};

#[wasm_bindgen]
extern "C" {
    /// The tag of an object, which does not depend on its realm. A getter of `Symbol.toStringTag` may throw.
    #[wasm_bindgen(catch, js_namespace = ["Object", "prototype", "toString"], js_name = call)]
    fn tag_of(value: &JsValue) -> Result<JsString, JsValue>;

    type Awaitable;
    #[wasm_bindgen(method, getter, catch)]
    fn then(this: &Awaitable) -> Result<JsValue, JsValue>;
}

/// Reads input of one client, whose API key must not be part of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Input<'a> {
    key: Option<&'a ApiKey>,
}

impl<'a> Input<'a> {
    pub(super) fn new(key: Option<&'a ApiKey>) -> Self {
        Self { key }
    }

    /// Reads input where there is no client, and so no API key.
    pub(super) const fn without_key() -> Input<'static> {
        Input { key: None }
    }

    /// Reads the options of a revoke.
    pub(super) fn revoke(
        self,
        target: Result<Target, Issue>,
        options: &JsValue,
        comment_field: CommentField,
    ) -> Result<Revoke, Issues> {
        let mut issues = Issues::default();
        let fields = issues.take(self.fields("options", options, &Revoke::FIELDS)).unwrap_or_default();
        let revoke = issues.gather(Revoke::from_given(target, &fields, comment_field));
        issues.none_or(revoke)
    }

    /// Reads one value.
    pub(super) fn value(self, value: &JsValue) -> Given {
        if self.key.is_some_and(|key| value.is_string() && key.is_in(value)) {
            return Given::Other("text that contains the API key");
        }
        if let Some(text) = value.as_string() {
            return valid(text, value);
        }
        if value.is_undefined() {
            return Given::Missing;
        }
        if value.is_null() {
            return Given::Null;
        }
        if let Some(flag) = value.as_bool() {
            return Given::Bool(flag);
        }
        if let Some(number) = value.as_f64() {
            return Given::Number(number);
        }
        if value.is_bigint() {
            let digits = value.unchecked_ref::<js_sys::BigInt>().to_string(10);
            return digits.map_or(Given::Other("a bigint"), |digits| Given::BigInt(digits.into()));
        }
        Given::Other(kind(value))
    }

    /// Reads the named fields of an object; `undefined` has none. Fields that are not `known` are kept, so that the rules
    /// refuse them by name.
    ///
    /// # Errors
    /// An issue that names what the value is and how to fix it, where it is not an object with fields.
    pub(super) fn fields(self, name: &str, value: &JsValue, known: &[&str]) -> Result<Fields, Issue> {
        if value.is_undefined() {
            return Ok(Fields::default());
        }
        let object = ReadableObject::new(name, value, known)?;
        let mut fields = Vec::with_capacity(object.keys.length() as usize);
        for key in object.keys.iter() {
            fields.push(match key.as_string() {
                Some(own) if own == "then" && is_promise(value) => return Err(promise(name)),
                Some(own) => self.field(value, &key, own, known),
                None => ("(a symbol)".to_owned(), Given::Missing),
            });
        }
        if !object.is_plain {
            // Getters and inherited fields of a class instance are used as the caller intended.
            for name in known {
                let key = JsValue::from_str(name);
                if !fields.iter().any(|(own, _)| own == name) && Reflect::has(value, &key).unwrap_or(false) {
                    fields.push(self.field(value, &key, (*name).to_owned(), known));
                }
            }
        }
        Ok(Fields(fields))
    }

    fn field(self, object: &JsValue, key: &JsValue, name: String, known: &[&str]) -> (String, Given) {
        let value = match Reflect::get(object, key) {
            // The API key is checked where it stays a JavaScript value.
            Ok(value) if name == "apiKey" && value.is_string() => Given::Other("a string"),
            Ok(value) => self.value(&value),
            Err(_) => Given::Other("a field that cannot be read"),
        };
        if known.contains(&name.as_str()) || matches!(self.value(key), Given::Text(_)) {
            return (name, value);
        }
        ("(a name that cannot be shown)".to_owned(), value)
    }
}

/// Text that was read from a value. Half of a surrogate pair has become U+FFFD; only where there is one, a second crossing
/// shows whether the value has it too.
fn valid(text: String, value: &JsValue) -> Given {
    const REPLACED: &[u8] = "\u{fffd}".as_bytes();
    // Most texts are ASCII, which is seen at once.
    let replaced = !text.is_ascii() && text.as_bytes().windows(3).any(|part| part == REPLACED);
    if replaced && JsValue::from_str(&text) != *value {
        return Given::Other("text that is not valid UTF-16");
    }
    Given::Text(text)
}

/// An object whose fields can be read, and its own keys.
struct ReadableObject {
    keys: Array,
    is_plain: bool,
}

impl ReadableObject {
    fn new(name: &str, value: &JsValue, known: &[&str]) -> Result<Self, Issue> {
        if !value.is_object() || Array::is_array(value) {
            return Err(match Input::without_key().value(value) {
                Given::Text(_) => no_object(name, "a string"),
                other => no_object(name, &other.describe()),
            });
        }
        let is_plain = is_plain(value);
        // A plain object has a method `then` only among its own keys.
        if !matches!(is_plain, Ok(true)) && is_promise(value) {
            return Err(promise(name));
        }
        let unreadable = |_| no_object(name, "an object that cannot be read");
        let is_plain = is_plain.map_err(unreadable)?;
        if !is_plain {
            let kind = kind(value);
            if kind != OBJECT {
                return Err(match fix(kind) {
                    Some(fix) => no_object(name, &format!("{kind}; {fix}")),
                    None => no_object(name, kind),
                });
            }
            let has = |name: &&str| Reflect::has(value, &JsValue::from_str(name)).unwrap_or(false);
            if !known.iter().any(has) {
                let known = listed(known);
                let what = format!("an instance of a class without any known field; known are {known}");
                return Err(no_object(name, &what));
            }
        }
        let keys = Reflect::own_keys(value).map_err(unreadable)?;
        Ok(Self { keys, is_plain })
    }
}

#[cold]
fn no_object(name: &str, what: &str) -> Issue {
    Issue::new(name, Rule::Type, format!("{name} must be an object with named fields, got {what}"))
}

#[cold]
fn promise(name: &str) -> Issue {
    Issue::new(name, Rule::Type, format!("{name} is a Promise; await it before the call"))
}

/// Whether an object can be awaited. A getter that throws cannot.
pub(super) fn is_promise(object: &JsValue) -> bool {
    object.unchecked_ref::<Awaitable>().then().is_ok_and(|then| then.is_function())
}

/// Whether the prototype of an object is `null` or the `Object.prototype` of any realm.
fn is_plain(object: &JsValue) -> Result<bool, JsValue> {
    let prototype: JsValue = Reflect::get_prototype_of(object)?.into();
    if prototype.is_null() {
        return Ok(true);
    }
    let next: JsValue = Reflect::get_prototype_of(&prototype)?.into();
    Ok(next.is_null())
}

const OBJECT: &str = "an object";

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

/// Names the kind of a value that is neither text, number, truth value nor nothing.
fn kind(value: &JsValue) -> &'static str {
    if value.is_symbol() {
        return "a symbol";
    }
    if value.is_function() {
        return "a function";
    }
    if Array::is_array(value) {
        return "an array";
    }
    if is_promise(value) {
        return "a Promise; await it before the call";
    }
    let tag = tag_of(value).ok().map(String::from);
    let known = tag.and_then(|tag| KINDS.iter().find(|(known, _)| *known == tag));
    known.map_or("an object of another kind", |(_, kind)| kind)
}

fn fix(kind: &str) -> Option<&'static str> {
    match kind {
        "a Map" | "a FormData" | "a URLSearchParams" | "a Headers object" => Some("use Object.fromEntries(…)"),
        "an AbortSignal" => Some("pass it as { signal }"),
        "an AbortController" => Some("pass { signal: controller.signal }"),
        "a Response" | "a Request" => Some("await its json() first"),
        _ => None,
    }
}
