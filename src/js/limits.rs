//! Validates the setting `limits`: the rate limits of a key.

use wasm_bindgen::JsValue;

use super::{
    input::{Input, object},
    value::{elements, get, is_array},
};
use crate::{
    api::{Issue, Issues, RawValue, Rule},
    policy::{Limits, Window},
};

/// Reads the setting `limits`. The default is DigiCert's documented limits.
pub(super) fn limits(input: Input<'_>, settings: &JsValue) -> Result<Limits, Issues> {
    const FIELDS: [&str; 2] = ["windows", "guardMs"];
    let mut issues = Issues::default();
    let mut limits = Limits::digicert();
    let value = object(settings, "limits")?;
    let fields = issues.collect(input.fields("limits", &value, &FIELDS)).unwrap_or_default();
    issues.collect_all(fields.reject_unknown(&FIELDS));
    if let Some(Some(guard_ms)) = issues.collect(fields.integer("guardMs", 0, 60_000)) {
        limits.guard_ms = guard_ms;
    }
    if *fields.get("windows") != RawValue::Missing
        && let Some(windows) = issues.collect(windows(input, &get(&value, "windows").unwrap_or_default()))
    {
        limits.windows = windows;
    }
    issues.into_result(Some(limits))
}

fn windows(input: Input<'_>, value: &JsValue) -> Result<Vec<Window>, Issue> {
    let wrong = |got: &str| {
        let message =
            "limits.windows must be a list of [calls, milliseconds], whole numbers of at least 1, and not empty";
        Issue::new("windows", Rule::Type, format!("{message}{got}"))
    };
    if !is_array(value) {
        return Err(wrong(&format!(", got {}", input.value(value).describe())));
    }
    let Some(list) = elements(value).filter(|list| !list.is_empty()) else { return Err(wrong("")) };
    let window = |(nth, pair): (usize, &JsValue)| {
        let message = || format!("limits.windows[{nth}] must be [calls, milliseconds], whole numbers of at least 1");
        window(pair).ok_or_else(|| Issue::new("windows", Rule::Type, message()))
    };
    list.iter().enumerate().map(window).collect()
}

fn window(pair: &JsValue) -> Option<Window> {
    let [calls, ms] = elements(pair)?.try_into().ok()?;
    let whole = |number: JsValue| {
        let number =
            number.as_f64().filter(|number| number.fract() == 0.0 && (1.0..=f64::from(u32::MAX)).contains(number));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and within u32")]
        number.map(|number| number as u32)
    };
    Window::new(whole(calls)?, whole(ms)?)
}
