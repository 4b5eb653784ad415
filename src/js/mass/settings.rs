//! Validates the settings of a bulk client, and collects every issue.

use js_sys::Function;
use wasm_bindgen::JsValue;

use super::{
    super::{
        api_key::ApiKey,
        connection::{Connection, function},
        host::Host,
        input::Input,
        value::get,
    },
    rate_limiter::RateLimiter,
};
use crate::{
    api::{self, Fields, Issue, Issues, RawValue, Rule},
    input::wrong_type,
    mass::{AfterDeadline, PaceSettings, RunSettings},
    policy::{Limits, Retry},
};

/// The settings that only runs have.
const OWN: [&str; 7] =
    ["maxInFlight", "breaker", "afterDeadline", "confirmIntervalMs", "confirmRounds", "rateLimiter", "send"];
/// The settings that only single calls have, with the alternative for runs.
const NOT_FOR_RUNS: [(&str, &str); 4] = [
    ("deadlineMs", "pass deadline as an option of plan()"),
    ("onRequest", "iterate over the run for its progress"),
    ("onResponse", "iterate over the run for its progress"),
    ("onRetry", "iterate over the run for its progress"),
];
/// 4 MiB: a page of a thousand orders with many host names each.
const MAX_RESPONSE_BYTES: u32 = 4 << 20;

/// The validated settings of a bulk client.
#[derive(Debug)]
pub(super) struct MassSettings {
    pub(super) connection: Connection,
    pub(super) run: RunSettings,
    pub(super) rate_limiter: Option<RateLimiter>,
    pub(super) send: Option<Function>,
}

impl MassSettings {
    /// Validates the settings.
    pub(super) fn new(settings: &JsValue, host: &Host) -> Result<Self, Issues> {
        let mut issues = Issues::default();
        let key = issues.collect(ApiKey::from_settings(settings)).flatten();
        let shared = api::Settings::FIELDS.into_iter().filter(|name| !is_not_for_runs(name) && !OWN.contains(name));
        let known: Vec<_> = shared.chain(OWN).collect();
        let readable: Vec<_> = api::Settings::FIELDS.into_iter().chain(OWN).collect();
        let fields =
            issues.collect(Input::new(key.as_ref()).fields("settings", settings, &readable)).unwrap_or_default();
        for (name, why) in NOT_FOR_RUNS {
            if *fields.get(name) != RawValue::Missing {
                issues.0.push(Issue::new(name, Rule::UnknownField, format!("{name} does not apply to runs: {why}")));
            }
        }
        let (of_runs, others): (Vec<_>, Vec<_>) = fields
            .0
            .into_iter()
            .filter(|(name, _)| !is_not_for_runs(name))
            .partition(|(name, _)| OWN.contains(&&**name));
        let (own, mut shared) = (Fields(of_runs), Fields(others));
        issues.collect_all(shared.reject_unknown(&known));
        shared.0.retain(|(name, _)| known.contains(&&**name));
        if *shared.get("retry") == RawValue::Bool(false) {
            let message = "retry cannot be false, because a run reads orders in doubt; omit it or pass an object";
            issues.0.push(Issue::new("retry", Rule::Conflict, message));
        }
        let needs_fetch = *own.get("send") == RawValue::Missing;
        let mut connection = issues.collect_all(Connection::from_fields(settings, &shared, key, host, needs_fetch));
        if let Some(connection) = &mut connection
            && *shared.get("maxResponseBytes") == RawValue::Missing
        {
            connection.settings.max_response_bytes = MAX_RESPONSE_BYTES;
        }
        let rate_limiter = issues.collect(rate_limiter(settings, &own)).flatten();
        let send = issues.collect(function(settings, &own, "send")).flatten();
        let policy = connection.as_ref().map(|connection| connection.policy).unwrap_or_default();
        let run = issues.collect_all(run(&own, policy.timeout_ms, policy.retry.unwrap_or_default()));
        issues.into_result(connection.zip(run).map(|(connection, run)| Self { connection, run, rate_limiter, send }))
    }

    /// The basis for the time estimates of a plan.
    pub(super) fn pace(&self) -> PaceSettings {
        let Limits { windows, guard_ms } = self.connection.limits.clone();
        PaceSettings { windows, guard_ms, ..PaceSettings::default() }
    }
}

fn is_not_for_runs(name: &str) -> bool {
    NOT_FOR_RUNS.iter().any(|(other, _)| *other == name)
}

fn rate_limiter(settings: &JsValue, own: &Fields) -> Result<Option<RateLimiter>, Issue> {
    match own.get("rateLimiter") {
        RawValue::Missing => Ok(None),
        other => {
            let rate_limiter = get(settings, "rateLimiter").ok().and_then(RateLimiter::from_value);
            rate_limiter
                .map(Some)
                .ok_or_else(|| wrong_type("rateLimiter", "an object with acquire and onRejected", other))
        }
    }
}

fn run(own: &Fields, timeout_ms: u32, retry: Retry) -> Result<RunSettings, Issues> {
    let mut issues = Issues::default();
    let mut run = RunSettings { timeout_ms, retry, ..RunSettings::default() };
    let day = 86_400_000;
    let places = [
        ("maxInFlight", &mut run.max_in_flight, 1, 1000),
        ("breaker", &mut run.breaker, 1, 1_000_000),
        ("confirmIntervalMs", &mut run.confirm_interval_ms, 1, day),
        ("confirmRounds", &mut run.confirm_rounds, 0, 1000),
    ];
    for (name, place, min, max) in places {
        if let Some(Some(value)) = issues.collect(own.integer(name, min, max)) {
            *place = value;
        }
    }
    match issues.collect(own.text("afterDeadline")).flatten().as_deref() {
        None => {}
        Some("continue") => run.after_deadline = AfterDeadline::Continue,
        Some("pause") => run.after_deadline = AfterDeadline::Pause,
        Some(_) => {
            let message = "afterDeadline is not known; known are continue, pause";
            issues.0.push(Issue::new("afterDeadline", Rule::UnknownValue, message));
        }
    }
    issues.into_result(Some(run))
}
