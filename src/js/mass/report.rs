//! The report of a run, piece by piece, as it was at one moment: a run that goes on meanwhile does not change it. Not here:
//! what stands in it (`mass::Report`).

use std::cell::RefCell;

use serde::Serialize;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::wasm_bindgen;

use super::{moment, outlook, read, refused, run::with, slots::Slots};
use crate::{
    api::{Rule, json_text},
    mass::{Job, Line, Recorded, Report, ReportFacts, Run, Summary},
    policy::Moment,
};

struct Kept {
    facts: ReportFacts,
    lines: Vec<Line>,
    recorded: Vec<Recorded>,
}

thread_local! {
    static REPORTS: RefCell<Slots<Kept>> = const { RefCell::new(Slots::new()) };
}

/// A report without its orders.
#[derive(Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct ReportHead {
    /// What is true for the whole list.
    #[serde(flatten)]
    pub facts: ReportFacts,
    /// Its figures.
    pub summary: Summary,
}

/// The figures of a report. `told`: what the pacer says.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen(js_name = runReport))]
pub fn run_report(run: usize, told_at: &str, told: &str) -> String {
    let at = moment(&read(told_at));
    with(run, |running| {
        let facts = facts_of(&running.run, running.rehearsal, &at, told);
        let summary = Report::new(&facts, running.run.lines()).summary();
        json_text(&ReportHead { facts, summary })
    })
}

/// Keeps a report as it is now, for its pieces; gives its number as text. `recorded`: where a record has the journal's
/// digests, `[{"first":n,"last":n,"entry":n},…]`.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen(js_name = reportBegin))]
pub fn report_begin(run: usize, told_at: &str, told: &str, recorded: &str) -> String {
    let at = moment(&read(told_at));
    let Ok(mut recorded) = serde_json::from_str::<Vec<Recorded>>(recorded) else {
        return refused("recorded", Rule::Type, "recorded must be a list of { first, last, entry }, whole numbers");
    };
    recorded.sort_unstable_by_key(|recorded| recorded.last);
    with(run, |running| {
        let facts = facts_of(&running.run, running.rehearsal, &at, told);
        let kept = Kept { facts, lines: running.run.lines().to_vec(), recorded };
        REPORTS.with_borrow_mut(|reports| reports.put(kept)).to_string()
    })
}

/// The nth piece of a report, from 0; nothing behind the last.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen(js_name = reportPiece))]
pub fn report_piece(report: usize, csv: bool, nth: usize) -> Option<String> {
    REPORTS.with_borrow_mut(|reports| {
        let Kept { facts, lines, recorded } = reports.get(report)?;
        let report = Report::new(facts, lines).on_record(recorded);
        if csv { report.csv(nth) } else { report.json(nth) }
    })
}

/// Nobody reads it on.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen(js_name = reportDrop))]
pub fn report_drop(report: usize) {
    REPORTS.with_borrow_mut(|reports| reports.take(report));
}

fn facts_of(run: &Run, rehearsal: bool, at: &Moment, told: &str) -> ReportFacts {
    let Job { name, digest, reason, comment, deadline_unix_ms, .. } = run.job().clone();
    let last_known = || run.lines().iter().filter_map(|line| line.known_unix_ms).max();
    let done_unix_ms = if run.is_over() { last_known() } else { run.snapshot(at, outlook(told)).eta_unix_ms };
    let journal_lines = (!rehearsal).then(|| run.journal_lines());
    let at_unix_ms = at.unix_ms;
    ReportFacts { name, digest, rehearsal, journal_lines, at_unix_ms, deadline_unix_ms, done_unix_ms, reason, comment }
}
