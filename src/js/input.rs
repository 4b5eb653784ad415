//! Reads JavaScript values as [`RawValue`] and [`Fields`]. No value, getter or proxy makes it throw or trap. Nothing that a
//! caller passes is ignored: the issue names an unexpected value and its fix.

use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::{
    api_key::ApiKey,
    kind::{OBJECT, fix, kind},
    value::{get, is_array, is_in_object_prototype, is_plain, is_promise},
};
use crate::{
    api::{CommentField, Fields, Issue, Issues, RawValue, Revoke, Rule, Target},
    input::listed,
};

/// Reads input of one client, whose API key must not be part of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Input<'a> {
    key: Option<&'a ApiKey>,
}

impl<'a> Input<'a> {
    pub(super) fn new(key: Option<&'a ApiKey>) -> Self {
        Self { key }
    }

    /// Reads input without a client, and so without an API key.
    pub(super) const fn without_key() -> Input<'static> {
        Input { key: None }
    }

    /// Reads the options of a revoke.
    #[cfg_attr(
        any(feature = "mass", feature = "gateway"),
        expect(dead_code, reason = "only single calls have such options")
    )]
    pub(super) fn revoke(
        self,
        target: Result<Target, Issue>,
        options: &JsValue,
        comment_field: CommentField,
    ) -> Result<Revoke, Issues> {
        let mut issues = Issues::default();
        let fields = issues.collect(self.fields("options", options, &Revoke::FIELDS)).unwrap_or_default();
        let revoke = issues.collect_all(Revoke::from_input(target, &fields, comment_field));
        issues.into_result(revoke)
    }

    /// Reads one value.
    pub(super) fn value(self, value: &JsValue) -> RawValue {
        if let Some(text) = self.text(value) {
            return text;
        }
        if value.is_undefined() {
            return RawValue::Missing;
        }
        if value.is_null() {
            return RawValue::Null;
        }
        if let Some(flag) = value.as_bool() {
            return RawValue::Bool(flag);
        }
        if let Some(number) = value.as_f64() {
            return RawValue::Number(number);
        }
        if value.is_bigint() {
            let digits = value.unchecked_ref::<js_sys::BigInt>().to_string(10);
            return digits.map_or(RawValue::Other("a bigint"), |digits| RawValue::BigInt(digits.into()));
        }
        RawValue::Other(kind(value))
    }

    /// Reads a text. `None` if the value is not a string. Without a key this takes one call into JavaScript.
    fn text(self, value: &JsValue) -> Option<RawValue> {
        if self.key.is_some_and(|key| value.is_string() && key.is_in(value)) {
            return Some(RawValue::Other("text that contains the API key"));
        }
        let text = value.as_string()?;
        // A lone surrogate becomes U+FFFD. Only then a second call checks whether the text contained one.
        let replaced = text.bytes().any(|byte| byte > 0x7f)
            && text.as_bytes().windows(3).any(|bytes| bytes == "\u{fffd}".as_bytes());
        if replaced && JsValue::from_str(&text) != *value {
            return Some(RawValue::Other("text that is not valid UTF-16"));
        }
        Some(RawValue::Text(text))
    }

    /// Reads the named fields of an object; `undefined` has none. Fields that are not `known` are kept, so that the rules
    /// refuse them by name.
    ///
    /// # Errors
    /// If it is not an object with fields. The issue names the kind of the value and its fix.
    pub(super) fn fields(self, name: &str, value: &JsValue, known: &[&str]) -> Result<Fields, Issue> {
        if value.is_undefined() {
            return Ok(Fields::default());
        }
        let (keys, is_plain) = object_keys(name, value, known)?;
        let mut fields = Vec::with_capacity(keys.length() as usize);
        for key in keys.iter() {
            fields.push(match self.own_field(value, &key, known) {
                (own, _) if own == "then" && is_promise(value) => return Err(promise(name)),
                field => field,
            });
        }
        // Inherited fields and fields of a proxy are used as the caller intended. Properties of `Object.prototype` are not
        // fields of the caller.
        for field in known {
            let is_own = fields.iter().any(|(own, _)| own == field);
            if !is_own
                && has(value, field).map_err(|_| not_an_object(name, UNREADABLE))?
                && !(is_plain && is_in_object_prototype(field))
            {
                fields.push(self.field(value, (*field).to_owned()));
            }
        }
        Ok(Fields(fields))
    }

    /// Reads the known fields of an object that may have others: a result that the caller passes back.
    ///
    /// # Errors
    /// Like [`fields`](Self::fields), and if the value is `undefined`.
    #[cfg(feature = "mass")]
    pub(super) fn known_fields(self, name: &str, value: &JsValue, known: &[&str]) -> Result<Fields, Issue> {
        object_keys(name, value, known)?;
        let present = known.iter().filter(|field| has(value, field).unwrap_or(false));
        Ok(Fields(present.map(|field| self.field(value, (*field).to_owned())).collect()))
    }

    /// The value of a field that is not `known` is not read: the field is refused by its name, and its value can be the API
    /// key. Without any known field, all are read.
    fn own_field(self, object: &JsValue, name: &JsValue, known: &[&str]) -> (String, RawValue) {
        match self.text(name) {
            Some(RawValue::Text(text)) if known.is_empty() || known.contains(&&*text) => {
                let value = self.read(Reflect::get(object, name), &text);
                (text, value)
            }
            Some(RawValue::Text(name)) => (name, RawValue::Missing),
            Some(_) => ("(a name that cannot be shown)".to_owned(), RawValue::Missing),
            None => ("(a symbol)".to_owned(), RawValue::Missing),
        }
    }

    fn field(self, object: &JsValue, name: String) -> (String, RawValue) {
        let value = self.read(get(object, &name), &name);
        (name, value)
    }

    fn read(self, value: Result<JsValue, JsValue>, name: &str) -> RawValue {
        match value {
            // The API key is checked where it stays a JavaScript value.
            Ok(value) if name == "apiKey" && value.is_string() => RawValue::Other("a string"),
            Ok(value) => self.value(&value),
            Err(_) => RawValue::Other("a field that cannot be read"),
        }
    }
}

/// Reads a setting that is an object. A getter that throws is an error, not a missing setting.
pub(super) fn object(settings: &JsValue, name: &str) -> Result<JsValue, Issues> {
    get(settings, name).map_err(|_| Issues(vec![Issue::new(name, Rule::Type, format!("{name} cannot be read"))]))
}

/// Returns the own keys of an object whose fields can be read, and whether it is a plain object.
fn object_keys(name: &str, value: &JsValue, known: &[&str]) -> Result<(Array, bool), Issue> {
    let wrong = |what: &str| Err(not_an_object(name, what));
    if !value.is_object() || is_array(value) {
        // The text of a string is not read, because it can be the API key.
        return if value.is_string() { wrong("a string") } else { wrong(&Input::new(None).value(value).describe()) };
    }
    let is_plain = is_plain(value);
    // A plain object has a method `then` only among its own keys.
    if !matches!(is_plain, Ok(true)) {
        not_a_promise(name, value)?;
    }
    let Ok(is_plain) = is_plain else { return wrong(UNREADABLE) };
    if !is_plain {
        let kind = kind(value);
        if kind != OBJECT {
            return match fix(kind) {
                Some(fix) => wrong(&format!("{kind}; {fix}")),
                None => wrong(kind),
            };
        }
        if !known.iter().any(|field| has(value, field).unwrap_or(true)) {
            return wrong(&format!("an instance of a class without any known field; known are {}", listed(known)));
        }
    }
    let Ok(keys) = Reflect::own_keys(value) else { return wrong(UNREADABLE) };
    Ok((keys, is_plain))
}

/// Refuses a promise by name.
pub(super) fn not_a_promise(name: &str, value: &JsValue) -> Result<(), Issue> {
    let is_promise = (value.is_object() || value.is_function()) && is_promise(value);
    if is_promise { Err(promise(name)) } else { Ok(()) }
}

#[cold]
fn promise(name: &str) -> Issue {
    Issue::new(name, Rule::Type, format!("{name} is a Promise; await it before the call"))
}

const UNREADABLE: &str = "an object that cannot be read";

#[cold]
fn not_an_object(name: &str, got: &str) -> Issue {
    Issue::new(name, Rule::Type, format!("{name} must be an object with named fields, got {got}"))
}

/// Whether an object has a property. A proxy can throw.
fn has(object: &JsValue, name: &str) -> Result<bool, JsValue> {
    Reflect::has(object, &JsValue::from_str(name))
}
