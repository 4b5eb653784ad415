//! How a run comes to be: a plan and the typed number, or a journal piece by piece. Not here: what it does then (`run.rs`).

use std::cell::RefCell;

use serde::Serialize;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::wasm_bindgen;

use super::{given, gone, invalid, plan::no_plan, read, refused, run, settings::MassSettings, settled, slots::Slots};
use crate::{
    api::{Issues, Json, Rule, json_text},
    mass::{Basis, Job, JournalError, NotConfirmed, Record, Replay, Run, Shortfall},
};

/// A journal on its way in, up to its first wrong line.
type Reading = Result<Replay, JournalError>;

thread_local! {
    static JOURNALS: RefCell<Slots<Reading>> = const { RefCell::new(Slots::new()) };
}

#[derive(Serialize)]
struct Refusal<'a> {
    message: String,
    remedies: &'a Shortfall,
}

/// Begins a run of a plan. `arguments`: besides the settings `confirm`, the number that somebody typed, `name`, `digest` of
/// what people agreed to, `chance` and `unixMs`. Gives `{"run":n,"lines":[…]}`, all of which have to be durable before
/// anything else is asked of it; `{"refused":…}` where it cannot be done in time; `{"failure":…}`.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen(js_name = runStart))]
pub fn run_start(arguments: &str, plan: &str) -> String {
    let arguments = read(arguments);
    let settings = match MassSettings::new(&arguments) {
        Ok(settings) => settings,
        Err(issues) => return failed(issues),
    };
    let Some(basis) = Basis::from_text(plan) else { return no_plan() };
    let job = job_of(&arguments, &basis, &settings);
    let plan = basis.plan();
    let confirmed = match plan.confirm(typed(&arguments)) {
        Ok(confirmed) => confirmed,
        Err(NotConfirmed::TooLate(shortfall)) => {
            let message = NotConfirmed::TooLate(shortfall.clone()).to_string();
            return format!("{{\"refused\":{}}}", json_text(&Refusal { message, remedies: &shortfall }));
        }
        Err(other) => return refused("confirm", Rule::Conflict, other.to_string()),
    };
    let deadline_unix_ms = plan.figures().deadline_unix_ms;
    match Run::begin(Job { deadline_unix_ms, ..job }, &confirmed.plan().lines(), count(&arguments, "unixMs")) {
        Ok((run, record)) => run::begun(run, &settings, &record),
        Err(refusal) => refused("list", Rule::Conflict, refusal.to_string()),
    }
}

/// What is sent for each order, and how the run goes about it.
pub(super) fn job_of(arguments: &Json, basis: &Basis, settings: &MassSettings) -> Job {
    let text = |name| arguments.field(name).as_text().unwrap_or_default();
    let chance = count(arguments, "chance");
    Job {
        reason: basis.terms.reason,
        comment: basis.terms.comment.clone(),
        skip_approval: basis.terms.skip_approval.then_some(true),
        comment_field: settings.comment_field,
        correlation_token: settings.correlation_token.then(|| format!("ccr-{chance}")),
        settings: settings.run,
        ..Job::new(text("name"), text("digest"))
    }
}

/// What was typed; no number at all confirms nothing.
fn typed(arguments: &Json) -> u32 {
    match given(arguments.field("confirm")) {
        crate::api::Given::Number(value) if value.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&value) => {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and within bounds")]
            let typed = value as u32;
            typed
        }
        _ => 0,
    }
}

/// Begins to read a journal.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen(js_name = journalBegin))]
pub fn journal_begin() -> usize {
    JOURNALS.with_borrow_mut(|journals| journals.put(Ok(Replay::default())))
}

/// The next lines, each ended by `\n`.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen(js_name = journalPush))]
pub fn journal_push(journal: usize, lines: &str) {
    JOURNALS.with_borrow_mut(|journals| {
        let Some(reading) = journals.get(journal) else { return };
        for line in lines.lines() {
            let Ok(replay) = reading else { return };
            if let Err(error) = replay.take_line(line) {
                *reading = Err(error);
            }
        }
    });
}

/// The end of a journal: `{"run":n,"lines":[]}`, `{"journal":…}` where it cannot be taken up, or `{"failure":…}`.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen(js_name = journalFinish))]
pub fn journal_finish(journal: usize, arguments: &str) -> String {
    match MassSettings::new(&read(arguments)) {
        Ok(settings) => finished(journal, |run| run::begun(run, &settings, &Record::default())),
        Err(issues) => {
            JOURNALS.with_borrow_mut(|journals| journals.take(journal));
            failed(issues)
        }
    }
}

/// The same for whoever only looks at the run: it needs no settings, and can send nothing.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen(js_name = journalSeen))]
pub fn journal_seen(journal: usize) -> String {
    finished(journal, |run| run::seen(run, false))
}

fn finished(journal: usize, what: impl FnOnce(Run) -> String) -> String {
    let Some(reading) = JOURNALS.with_borrow_mut(|journals| journals.take(journal)) else { return gone() };
    match reading.and_then(Replay::finish) {
        Ok(run) => what(run),
        Err(error) => format!("{{\"journal\":{}}}", json_text(&error.to_string())),
    }
}

pub(super) fn failed(issues: Issues) -> String {
    settled(Err(invalid(issues)), None) + "}"
}

pub(super) fn count(json: &Json, name: &str) -> u64 {
    if let Json::Integer(value) = json.field(name) { *value } else { 0 }
}
