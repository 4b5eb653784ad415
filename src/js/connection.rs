//! Validates the settings of a client and the options of a call, and collects every issue.

use js_sys::Function;
use wasm_bindgen::{JsCast, JsValue};

use super::{
    api_key::ApiKey,
    deadline::Signal,
    host::Host,
    input::{Input, object},
    limits::limits,
    transport::Transport,
    value::get,
};
use crate::{
    api::{Fields, Issue, Issues, RawValue, Rule, Settings},
    input::wrong_type,
    policy::{Limits, Policy, Priority, Retry},
};

/// The validated settings of a client.
#[derive(Clone, Debug)]
pub(super) struct Connection {
    pub(super) settings: Settings,
    pub(super) policy: Policy,
    pub(super) limits: Limits,
    #[cfg_attr(feature = "mass", expect(dead_code, reason = "only single calls have hooks"))]
    pub(super) hooks: Hooks,
    pub(super) key: Option<ApiKey>,
    fetch: Option<Function>,
    host: Host,
}

/// The caller's hooks.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "mass", expect(dead_code, reason = "only single calls have hooks"))]
#[expect(clippy::struct_field_names, reason = "the names that the hooks have in JavaScript")]
pub(super) struct Hooks {
    pub(super) on_request: Option<Function>,
    pub(super) on_response: Option<Function>,
    pub(super) on_retry: Option<Function>,
}

impl Connection {
    /// Checks the settings of a client for single calls.
    #[cfg_attr(feature = "mass", expect(dead_code, reason = "only single calls use it"))]
    pub(super) fn new(settings: &JsValue, host: &Host) -> Result<Self, Issues> {
        let mut issues = Issues::default();
        let key = issues.collect(ApiKey::from_settings(settings)).flatten();
        let fields = issues.collect(Input::new(key.as_ref()).fields("settings", settings, &Settings::FIELDS));
        let connection = issues.collect_all(Self::from_fields(settings, &fields.unwrap_or_default(), key, host, true));
        issues.into_result(connection)
    }

    /// Validates settings whose fields were read. `settings`: the object of the fields. `needs_fetch`: there is no other way to send.
    pub(super) fn from_fields(
        settings: &JsValue,
        fields: &Fields,
        key: Option<ApiKey>,
        host: &Host,
        needs_fetch: bool,
    ) -> Result<Self, Issues> {
        let mut issues = Issues::default();
        let input = Input::new(key.as_ref());
        // An unusable key is an issue of its own. It is not missing too.
        let has_key = key.is_some() || *fields.get("apiKey") != RawValue::Missing;
        let checked = issues.collect_all(Settings::from_fields(fields, has_key, host.is_browser()));
        let fetch = issues.collect(function(settings, fields, "fetch")).flatten();
        if needs_fetch && fetch.is_none() && *fields.get("fetch") == RawValue::Missing && Host::fetch().is_none() {
            let message = "there is no global fetch in this runtime; pass one as fetch";
            issues.0.push(Issue::new("fetch", Rule::Required, message));
        }
        let mut hook = |name| issues.collect(function(settings, fields, name)).flatten();
        let (on_request, on_response, on_retry) = (hook("onRequest"), hook("onResponse"), hook("onRetry"));
        let retry = issues.collect_all(retry(input, settings)).unwrap_or_default();
        let policy = issues.collect_all(Policy { retry, ..Policy::default() }.with(fields)).unwrap_or_default();
        let limits = issues.collect_all(limits(input, settings)).unwrap_or_else(Limits::digicert);
        let hooks = Hooks { on_request, on_response, on_retry };
        let host = host.clone();
        issues.into_result(checked.map(|settings| Self { settings, policy, limits, hooks, key, fetch, host }))
    }

    /// Returns the transport of the client.
    pub(super) fn transport(&self) -> Transport {
        Transport {
            base_url: self.settings.base_url.clone(),
            max_response_bytes: self.settings.max_response_bytes,
            key: self.key.clone(),
            fetch: self.fetch.clone(),
            host: self.host.clone(),
            watch: None,
        }
    }
}

/// The options of one call.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "mass", expect(dead_code, reason = "only single calls have such options"))]
pub(super) struct CallOptions {
    pub(super) signal: Option<Signal>,
    pub(super) policy: Policy,
    pub(super) priority: Priority,
}

impl CallOptions {
    const FIELDS: [&'static str; 4] = ["signal", "timeoutMs", "deadlineMs", "priority"];

    /// Checks the options of a call, which override the policy of the client.
    #[cfg_attr(feature = "mass", expect(dead_code, reason = "only single calls have such options"))]
    pub(super) fn new(input: Input<'_>, call: &JsValue, policy: Policy) -> Result<Self, Issues> {
        let mut issues = Issues::default();
        let fields = issues.collect(input.fields("call", call, &Self::FIELDS)).unwrap_or_default();
        issues.collect_all(fields.reject_unknown(&Self::FIELDS));
        let signal = issues.collect(signal(call, &fields)).flatten();
        let policy = issues.collect_all(policy.with(&fields)).unwrap_or_default();
        let priority = issues.collect(Priority::from_fields(&fields)).unwrap_or_default();
        issues.into_result(Some(Self { signal, policy, priority }))
    }
}

/// Reads the option `signal`.
pub(super) fn signal(call: &JsValue, fields: &Fields) -> Result<Option<Signal>, Issue> {
    match fields.get("signal") {
        RawValue::Missing => Ok(None),
        other => {
            let signal = get(call, "signal").ok().and_then(Signal::from_value);
            signal.map(Some).ok_or_else(|| wrong_type("signal", "an AbortSignal", other))
        }
    }
}

/// Reads a setting that is a function.
pub(super) fn function(settings: &JsValue, fields: &Fields, name: &str) -> Result<Option<Function>, Issue> {
    match fields.get(name) {
        RawValue::Missing => Ok(None),
        other => {
            let function = get(settings, name).ok().and_then(|value| value.dyn_into().ok());
            function.map(Some).ok_or_else(|| wrong_type(name, "a function", other))
        }
    }
}

/// Reads the setting `retry`: `false`, or an object with numbers.
fn retry(input: Input<'_>, settings: &JsValue) -> Result<Option<Retry>, Issues> {
    let value = object(settings, "retry")?;
    if value.as_bool() == Some(false) {
        return Ok(None);
    }
    let fields = input.fields("retry", &value, &Retry::FIELDS).map_err(|issue| Issues(vec![issue]))?;
    Retry::from_fields(&fields).map(Some)
}
