//! What a client for many orders was set up with: the settings of the main entry, and those of runs. Every fault at once.

use super::{Connection, field, fields, given};
use crate::{
    api::{self, BaseUrl, CommentField, Fields, Given, Issue, Issues, Json, Rule, wrong_type},
    mass::{AfterDeadline, PaceSettings, Settings},
    policy::{Limits, Retry, Window},
};

/// Settings that only runs have.
const OWN: [&str; 8] = ["limits", "connections", "breaker", "afterDeadline", "lookMs", "looks", "gate", "send"];
/// Settings that only single calls have, and what a run has in place of them.
const NOT_HERE: [(&str, &str); 4] = [
    ("deadlineMs", "a run has no such deadline; give deadline to plan"),
    ("onRequest", "a run tells of its progress: iterate over it"),
    ("onResponse", "a run tells of its progress: iterate over it"),
    ("onRetry", "a run tells of its progress: iterate over it"),
];
/// Four MiB: a page of a thousand orders with many names each.
const MAX_RESPONSE_BYTES: u32 = 4 << 20;

/// All of them, checked.
pub(super) struct MassSettings {
    pub(super) base_url: BaseUrl,
    pub(super) max_bytes: u32,
    pub(super) comment_field: CommentField,
    pub(super) correlation_token: bool,
    pub(super) limits: Limits,
    pub(super) run: Settings,
}

impl MassSettings {
    /// `arguments`: as those of a single call.
    pub(super) fn new(arguments: &Json) -> Result<Self, Issues> {
        let mut issues = Issues::default();
        let settings = arguments.field("settings");
        let all = fields("settings", settings).unwrap_or_default();
        let is_not_here = |name: &str| NOT_HERE.iter().any(|(other, _)| *other == name);
        for (name, why) in NOT_HERE {
            if *all.get(name) != Given::Missing {
                issues.0.push(Issue::new(name, Rule::UnknownField, format!("{name} is not for runs: {why}")));
            }
        }
        let shared = api::Settings::FIELDS.into_iter().filter(|name| !is_not_here(name));
        let known: Vec<_> = shared.chain(OWN).collect();
        let given: Vec<_> = all.0.iter().map(|(name, _)| name.as_str()).collect();
        let others: Vec<_> = given.into_iter().filter(|name| OWN.contains(name) || !known.contains(name)).collect();
        let strange = all.0.iter().filter(|(name, _)| !is_not_here(name)).cloned().collect();
        issues.gather(Fields(strange).only(&known));
        let connection = issues.gather(Connection::new(arguments, &others));
        let retry = connection.as_ref().map(|connection| connection.policy.retry);
        if let Some(Json::Bool(false)) = field(settings, "retry") {
            let message = "retry cannot be false: a run reads what is in doubt; leave it out or give its numbers";
            issues.0.push(Issue::new("retry", Rule::Conflict, message));
        }
        let limits = issues.gather(limits_of(field(settings, "limits"))).unwrap_or_else(Limits::digicert);
        issues.take(own(&all, "gate", "an object"));
        issues.take(own(&all, "send", "a function"));
        let timeout_ms = connection.as_ref().map(|connection| connection.policy.timeout_ms);
        let run = issues.gather(run_of(&all, timeout_ms, retry.flatten()));
        let max_bytes = if *all.get("maxResponseBytes") == Given::Missing { Some(MAX_RESPONSE_BYTES) } else { None };
        issues.none_or(connection.zip(run).map(|(Connection { settings, .. }, run)| Self {
            max_bytes: max_bytes.unwrap_or(settings.max_response_bytes),
            base_url: settings.base_url,
            comment_field: settings.comment_field,
            correlation_token: settings.correlation_token,
            limits,
            run,
        }))
    }

    /// What a plan reckons with.
    pub(super) fn pace(&self) -> PaceSettings {
        let Limits { windows, guard_ms } = self.limits.clone();
        PaceSettings { windows, guard_ms, ..PaceSettings::default() }
    }
}

fn own(all: &Fields, name: &str, wanted: &str) -> Result<(), Issue> {
    match all.get(name) {
        Given::Missing => Ok(()),
        Given::Other(kind) if *kind == wanted => Ok(()),
        other => Err(wrong_type(name, wanted, other)),
    }
}

fn run_of(all: &Fields, timeout_ms: Option<u32>, retry: Option<Retry>) -> Result<Settings, Issues> {
    let mut issues = Issues::default();
    let mut run = Settings::default();
    run.timeout_ms = timeout_ms.unwrap_or(run.timeout_ms);
    run.retry = retry.unwrap_or(run.retry);
    let day = 86_400_000;
    let places = [
        ("connections", &mut run.connections, 1, 1000),
        ("breaker", &mut run.breaker, 1, 1_000_000),
        ("lookMs", &mut run.look_ms, 1, day),
        ("looks", &mut run.looks, 0, 1000),
    ];
    for (name, place, least, most) in places {
        if let Some(Some(value)) = issues.take(all.whole(name, least, most)) {
            *place = value;
        }
    }
    match issues.take(all.text("afterDeadline")).flatten().as_deref() {
        None => {}
        Some("goOn") => run.after_deadline = AfterDeadline::GoOn,
        Some("pause") => run.after_deadline = AfterDeadline::Pause,
        Some(_) => {
            let message = "afterDeadline is not known; known are goOn, pause";
            issues.0.push(Issue::new("afterDeadline", Rule::UnknownValue, message));
        }
    }
    issues.none_or(Some(run))
}

/// DigiCert's documented limits where nothing is set.
fn limits_of(json: Option<&Json>) -> Result<Limits, Issues> {
    let Some(json) = json else { return Ok(Limits::digicert()) };
    let mut issues = Issues::default();
    let mut limits = Limits::digicert();
    let all = fields("limits", json).map_err(|issue| Issues(vec![issue]))?;
    issues.gather(all.only(&["windows", "guardMs"]));
    if let Some(Some(guard_ms)) = issues.take(all.whole("guardMs", 0, 60_000)) {
        limits.guard_ms = guard_ms;
    }
    if let Some(windows) = field(json, "windows") {
        let windows = windows.field("list").as_list().filter(|windows| !windows.is_empty());
        let windows = windows.and_then(|windows| windows.iter().map(window).collect());
        match windows {
            Some(windows) => limits.windows = windows,
            None => issues.0.push(Issue::new(
                "windows",
                Rule::Type,
                "limits.windows must be a list of [calls, milliseconds], whole numbers of at least 1, and not empty",
            )),
        }
    }
    issues.none_or(Some(limits))
}

fn window(json: &Json) -> Option<Window> {
    let short = |json: &Json| match given(json) {
        Given::Number(value) if value.fract() == 0.0 && (1.0..=f64::from(u32::MAX)).contains(&value) =>
        {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and within bounds")]
            Some(value as u32)
        }
        _ => None,
    };
    match json.field("list").as_list() {
        Some([calls, ms]) => Window::new(short(calls)?, short(ms)?),
        _ => None,
    }
}
