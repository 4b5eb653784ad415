//! What a call needs of its host: checked settings, the key, `fetch`, the caller's signal.
//! The key and `fetch` stay JavaScript values; the key is looked at, never copied.

use js_sys::{Function, JsString};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::AbortSignal;

use super::given::{fields, get};
use crate::{
    api::{Given, Issue, Issues, Rule, Settings, wrong_type},
    policy::{Policy, Retry},
};

/// Settings whose values stay in JavaScript.
pub(super) const OPAQUE: [&str; 2] = ["apiKey", "fetch"];

/// Everything that one call needs of its host.
pub(super) struct Connection {
    pub(super) settings: Settings,
    pub(super) policy: Policy,
    pub(super) key: Option<JsString>,
    pub(super) fetch: Function,
    pub(super) signal: Option<AbortSignal>,
}

impl Connection {
    /// Checks what the client was set up with and what this call adds.
    pub(super) fn new(settings: &JsValue, in_browser: bool, call: &JsValue) -> Result<Self, Issues> {
        let mut issues = Issues::default();
        let key = issues.take(key_of(settings)).flatten();
        let fetch = issues.take(fetch_of(settings));
        let has_key = !get(settings, "apiKey").is_undefined();
        let given = issues.take(fields("settings", settings, &OPAQUE)).unwrap_or_default();
        let checked = issues.gather(Settings::from_fields(&given, has_key, in_browser));
        for hook in ["onRequest", "onResponse", "onRetry"] {
            if !matches!(given.get(hook), Given::Missing | Given::Other("a function")) {
                issues.take::<()>(Err(wrong_type(hook, "a function", given.get(hook))));
            }
        }
        let call_fields = issues.take(fields("call", call, &["signal"])).unwrap_or_default();
        issues.gather(call_fields.only(&["signal", "timeoutMs", "deadlineMs"]));
        let retry = issues.gather(retry_of(&get(settings, "retry"))).unwrap_or_default();
        let policy = issues.gather(Policy { retry, ..Policy::default() }.with(&given)).unwrap_or_default();
        let policy = issues.gather(policy.with(&call_fields)).unwrap_or_default();
        let signal = issues.take(signal_of(call)).flatten();
        let connection = checked.zip(fetch).map(|(settings, fetch)| Self { settings, policy, key, fetch, signal });
        issues.none_or(connection)
    }

    /// Whether the caller has ended the call.
    pub(super) fn is_aborted(&self) -> bool {
        self.signal.as_ref().is_some_and(AbortSignal::aborted)
    }
}

/// `false`: nothing is retried; an object: how; nothing: as usual.
fn retry_of(value: &JsValue) -> Result<Option<Retry>, Issues> {
    if *value == JsValue::FALSE {
        return Ok(None);
    }
    let fields = fields("retry", value, &[]).map_err(|issue| Issues(vec![issue]))?;
    Retry::from_fields(&fields).map(Some)
}

/// The key, if it can stand in a header. It is read one character code at a time, so that it never
/// stands in linear memory; what is wrong with it is said without a word of it.
fn key_of(settings: &JsValue) -> Result<Option<JsString>, Issue> {
    let wrong = |rule, message: &str| Err(Issue::new("apiKey", rule, format!("apiKey {message}")));
    let value = get(settings, "apiKey");
    if value.is_undefined() {
        return Ok(None);
    }
    let Ok(key) = value.dyn_into::<JsString>() else { return wrong(Rule::Type, "must be a string") };
    if key.length() == 0 {
        return wrong(Rule::Required, "is empty; is the secret set?");
    }
    let visible = (0..key.length()).all(|at| matches!(key.char_code_at(at), code if (33.0..=126.0).contains(&code)));
    if !visible {
        return wrong(Rule::Format, "has a blank, a line break or another character that cannot stand in a header");
    }
    Ok(Some(key))
}

fn fetch_of(settings: &JsValue) -> Result<Function, Issue> {
    let own = get(settings, "fetch");
    let (fetch, message) = if own.is_undefined() {
        (get(&js_sys::global(), "fetch"), "there is no global fetch here; pass one as fetch")
    } else {
        (own, "fetch must be a function")
    };
    fetch.dyn_into().map_err(|_| Issue::new("fetch", Rule::Type, message))
}

/// Told by what it can do, not by its class: a signal may come from another realm.
fn signal_of(call: &JsValue) -> Result<Option<AbortSignal>, Issue> {
    let value = get(call, "signal");
    if value.is_undefined() {
        return Ok(None);
    }
    let aborts = get(&value, "aborted").as_bool().is_some();
    let listens = get(&value, "addEventListener").is_function();
    if aborts && listens {
        return Ok(Some(value.unchecked_into()));
    }
    Err(wrong_type("signal", "an AbortSignal", &Given::Other("something else")))
}
