//! A run on its way: what it wants, a request and what became of it, and what people do to it. Each answer carries `lines`
//! for the journal and `progress` for whoever looks on. A request comes only from `runOpen`, which is called once the lines
//! of `runGrant` are durable. Not here: how it begins (`begin.rs`), and how it is seen (`looks.rs`).

use std::{cell::RefCell, collections::BTreeMap};

use serde::Serialize;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::wasm_bindgen;

use super::{
    Sending, event, gone, invalid, moment, plan::order_of, read, settings::MassSettings, settled, slots::Slots,
};
use crate::{
    api::{BaseUrl, Cause, Issue, Issues, Json, Rule, json_text},
    mass::{Next, Progress, Record, Refusal, Run, Sealed, Ticket},
    policy::Event,
};

pub(super) struct Running {
    pub(super) run: Run,
    sealed: BTreeMap<u64, Sealed>,
    /// Where it sends, and how much of an answer is read; nothing where it is only looked at.
    to: Option<(BaseUrl, u32)>,
    /// Nothing of it was sent to `DigiCert`.
    pub(super) rehearsal: bool,
}

thread_local! {
    static RUNS: RefCell<Slots<Running>> = const { RefCell::new(Slots::new()) };
}

#[derive(Serialize)]
struct Told<'a, T: Serialize> {
    lines: Vec<String>,
    progress: &'a [Progress],
    #[serde(flatten)]
    more: T,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wants {
    next: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    until_ms: Option<u64>,
    stands: bool,
}

#[derive(Serialize)]
struct Granted {
    ticket: u64,
}

#[derive(Serialize)]
struct Begun {
    run: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Limited {
    limited: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after_ms: Option<u64>,
}

#[derive(Serialize)]
struct Nothing {}

fn told(record: &Record, more: impl Serialize) -> String {
    let lines = record.entries.iter().map(crate::mass::Entry::to_line).collect();
    json_text(&Told { lines, progress: &record.progress, more })
}

/// A run that sends.
pub(super) fn begun(run: Run, settings: &MassSettings, record: &Record) -> String {
    let to = Some((settings.base_url.clone(), settings.max_bytes));
    kept(Running { run, sealed: BTreeMap::new(), to, rehearsal: false }, record)
}

/// A run that is only looked at.
pub(super) fn seen(run: Run, rehearsal: bool) -> String {
    kept(Running { run, sealed: BTreeMap::new(), to: None, rehearsal }, &Record::default())
}

fn kept(running: Running, record: &Record) -> String {
    let run = RUNS.with_borrow_mut(|runs| runs.put(running));
    told(record, Begun { run })
}

pub(super) fn with(run: usize, what: impl FnOnce(&mut Running) -> String) -> String {
    RUNS.with_borrow_mut(|runs| runs.get(run).map_or_else(gone, what))
}

/// What it would do now: `{"next":"send"}`, `{"next":"nothing","untilMs":…}` or `{"next":"over"}`; and whether it
/// `stands` by itself.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen(js_name = runWants))]
pub fn run_wants(run: usize, told_at: &str) -> String {
    let at = moment(&read(told_at));
    with(run, |running| {
        let wanted = running.run.wants(&at);
        let (next, until_ms) = match wanted.next {
            Next::Send => ("send", None),
            Next::Nothing { until_ms } => ("nothing", until_ms),
            Next::Over => ("over", None),
        };
        told(&wanted.record, Wants { next, until_ms, stands: running.run.stands() })
    })
}

/// Leave was given to send: `{"ticket":…}` with the lines that have to be durable before `runOpen`; without a ticket the run
/// wants nothing any more.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen(js_name = runGrant))]
pub fn run_grant(run: usize, told_at: &str) -> String {
    let at = moment(&read(told_at));
    with(run, |running| match running.run.grant(&at) {
        Some(sending) => {
            let (record, sealed) = sending.write_ahead();
            let ticket = sealed.ticket().0;
            running.sealed.insert(ticket, sealed);
            told(&record, Granted { ticket })
        }
        None => told(&Record::default(), Nothing {}),
    })
}

/// The lines of `runGrant` are durable: the request. Without one it may not leave any more, because the run was paused or
/// the like meanwhile; then there are lines again, and nothing is to be told of it.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen(js_name = runOpen))]
pub fn run_open(run: usize, ticket: f64, told_at: &str) -> String {
    let at = moment(&read(told_at));
    with(run, |running| {
        let Some((base_url, max_bytes)) = &running.to else { return gone() };
        let Some(sealed) = running.sealed.remove(&ticket_of(ticket).0) else { return gone() };
        if !running.run.may_leave(sealed.ticket()) {
            let never_left = Event::Lost(Cause::Aborted { sent: false });
            return told(&running.run.told(sealed.ticket(), never_left, &at).record, Nothing {});
        }
        let to_send = sealed.once_durable();
        json_text(&Sending::new(to_send.request, to_send.timeout_ms, base_url, *max_bytes))
    })
}

/// What became of a request; `limited` where DigiCert's rate limit has refused it.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen(js_name = runTold))]
pub fn run_told(run: usize, ticket: f64, what: &str, body: Vec<u8>) -> String {
    let what = read(what);
    with(run, |running| {
        let Some(event) = event(&what, body) else { return gone() };
        let answer = running.run.told(ticket_of(ticket), event, &moment(&what));
        let retry_after_ms = answer.limited.and_then(|limited| limited.retry_after_ms);
        told(&answer.record, Limited { limited: answer.limited.is_some(), retry_after_ms })
    })
}

/// What somebody does to it: `{"do":"pause" | "resume" | "cancel"}`, `{"do":"hold","orderId":…,"why":…}` or
/// `{"do":"release","orderId":…}`. It is acknowledged once the lines are durable.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen(js_name = runSteer))]
pub fn run_steer(run: usize, what: &str) -> String {
    let what = read(what);
    with(run, |running| match steer(&mut running.run, &what) {
        Ok(record) => told(&record, Nothing {}),
        Err(issue) => settled(Err(invalid(Issues(vec![issue]))), None) + "}",
    })
}

fn steer(run: &mut Run, what: &Json) -> Result<Record, Issue> {
    let at = moment(what);
    let refused = |refusal: Refusal| {
        let field = if matches!(refusal, Refusal::NotNow) { "run" } else { "orderId" };
        Issue::new(field, Rule::Conflict, refusal.to_string())
    };
    match what.field("do").as_text() {
        Some("pause") => run.pause(&at).map_err(refused),
        Some("resume") => run.resume(&at).map_err(refused),
        Some("cancel") => run.cancel(&at).map_err(refused),
        Some("hold") => {
            let order = order_of(what.field("orderId"))?;
            let why = what.field("why").as_text().filter(|why| !why.trim().is_empty());
            let why = why.ok_or_else(|| Issue::new("why", Rule::Required, "why is missing; say it in a sentence"))?;
            run.hold(order, why, &at).map_err(refused)
        }
        _ => run.release(order_of(what.field("orderId"))?, &at).map_err(refused),
    }
}

/// Nobody drives it any more.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen(js_name = runDrop))]
pub fn run_drop(run: usize) {
    RUNS.with_borrow_mut(|runs| runs.take(run));
}

fn ticket_of(number: f64) -> Ticket {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a whole number of our own")]
    let ticket = number as u64;
    Ticket(ticket)
}
