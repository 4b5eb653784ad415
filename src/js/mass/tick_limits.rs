//! The limits of one tick.

use wasm_bindgen::JsValue;

use super::super::{connection::signal, deadline::Signal, input::Input};
use crate::{
    api::{Fields, Issue, Issues, RawValue, Rule},
    input::wrong_type,
};

/// The limits of one tick.
#[derive(Debug)]
pub(super) struct TickLimits {
    /// The maximum number of requests.
    pub(super) max_calls: f64,
    /// The maximum wait, in milliseconds.
    pub(super) max_wait_ms: f64,
    /// A signal that ends the tick.
    pub(super) signal: Option<Signal>,
}

impl TickLimits {
    const FIELDS: [&'static str; 3] = ["maxCalls", "maxWaitMs", "signal"];

    /// Validates the limits of a tick. `max_wait_ms`: the default maximum wait.
    pub(super) fn new(input: Input<'_>, limits: &JsValue, max_wait_ms: f64) -> Result<Self, Issues> {
        let mut issues = Issues::default();
        let fields = issues.collect(input.fields("limits", limits, &Self::FIELDS)).unwrap_or_default();
        issues.collect_all(fields.reject_unknown(&Self::FIELDS));
        let max_calls = issues.collect(at_least_zero(&fields, "maxCalls")).flatten().unwrap_or(f64::INFINITY);
        let max_wait_ms = issues.collect(at_least_zero(&fields, "maxWaitMs")).flatten().unwrap_or(max_wait_ms);
        let signal = issues.collect(signal(limits, &fields)).flatten();
        issues.into_result(Some(Self { max_calls, max_wait_ms, signal }))
    }

    /// No limits.
    pub(super) const NONE: Self = Self { max_calls: f64::INFINITY, max_wait_ms: f64::INFINITY, signal: None };

    pub(super) fn is_aborted(&self) -> bool {
        self.signal.as_ref().is_some_and(|signal| signal.reason().is_some())
    }
}

fn at_least_zero(fields: &Fields, name: &str) -> Result<Option<f64>, Issue> {
    match fields.get(name) {
        RawValue::Missing => Ok(None),
        RawValue::Number(number) if *number >= 0.0 => Ok(Some(*number)),
        RawValue::Number(_) => Err(Issue::new(name, Rule::Range, format!("{name} must be a number of at least 0"))),
        other => Err(wrong_type(name, "a number", other)),
    }
}
