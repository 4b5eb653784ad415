//! A run as it is seen: at one moment, order by order. Not here: what it does (`run.rs`).

use serde::Serialize;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::wasm_bindgen;

use super::{begin::count, moment, outlook, read, run::with};
use crate::{
    api::{OrderId, Proof, RequestId, RevocationReason, json_text},
    mass::{Line, Skip, State, StateName},
};

/// One order of a run and what is known of it.
#[derive(Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub(crate) struct RunOrder<'a> {
    /// Which order.
    pub order_id: OrderId,
    /// What is known of it.
    pub state: StateName,
    /// How far its revocation is proven, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proof: Option<Proof>,
    /// The request that waits for an approver, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<&'a RequestId>,
    /// Why it was skipped, where it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skipped: Option<Skip>,
    /// DigiCert's code, where it said no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<&'a str>,
    /// DigiCert's sentence, why nobody can tell, or what was said when it was exempted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'a str>,
    /// Why it is revoked, where the list names a reason of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<RevocationReason>,
    /// From 0 to 9: higher ones go first.
    pub priority: u8,
    /// How often a revoke was sent and not provably left undone.
    pub sends: u32,
    /// When it was first sent: milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(as = "Option<f64>"))]
    pub sent_unix_ms: Option<u64>,
    /// When the state became known: milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(as = "Option<f64>"))]
    pub known_unix_ms: Option<u64>,
}

/// A part of the orders of a run.
#[derive(Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct RunOrders<'a> {
    /// How many there are in all in these states.
    pub total: usize,
    /// Some of them: those of the first state first, and those of one state in the order of the list.
    pub rows: Vec<RunOrder<'a>>,
}

impl<'a> From<&'a Line> for RunOrder<'a> {
    fn from(line: &'a Line) -> Self {
        let (mut request_id, mut skipped, mut code, mut why) = (None, None, None, None);
        match &line.state {
            State::Waiting | State::Sending | State::Revoked { .. } => {}
            State::Requested { request_id: request } => request_id = Some(request),
            State::Refused { code: said, message } => (code, why) = (Some(said.as_str()), Some(message.as_str())),
            State::Unknown { why: problem } => why = Some(problem.as_str()),
            State::Held { why: said } => why = Some(said.as_str()),
            State::Skipped(skip) => skipped = Some(*skip),
        }
        Self {
            order_id: line.item.order_id,
            state: line.state.name(),
            proof: line.state.proof(),
            request_id,
            skipped,
            code,
            why,
            reason: line.item.reason,
            priority: line.item.priority,
            sends: line.sends,
            sent_unix_ms: line.sent_unix_ms,
            known_unix_ms: line.known_unix_ms,
        }
    }
}

/// How many calls are left, as far as can be told: what the pacer is asked about.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen(js_name = runCallsLeft))]
pub fn run_calls_left(run: usize) -> String {
    with(run, |running| running.run.calls_left().to_string())
}

/// The run now. `told`: what the gate of the key says.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen(js_name = runSnapshot))]
pub fn run_snapshot(run: usize, told_at: &str, told: &str) -> String {
    let at = moment(&read(told_at));
    with(run, |running| json_text(&running.run.snapshot(&at, outlook(told))))
}

/// A part of its orders: `{"states":[…],"offset":n,"limit":n}`, those of the first state first; without states all of them,
/// in the order of the list.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen(js_name = runOrders))]
pub fn run_orders(run: usize, which: &str) -> String {
    let which = read(which);
    let states = which.field("states").as_list().unwrap_or_default();
    let states: Vec<Option<StateName>> = states.iter().map(|state| state.as_text().and_then(state_name)).collect();
    let whole = |name| usize::try_from(count(&which, name)).unwrap_or(usize::MAX);
    let (offset, limit) = (whole("offset"), whole("limit"));
    with(run, |running| {
        let all = running.run.lines();
        let of_state = |state: &Option<StateName>| {
            let state = *state;
            all.iter().filter(move |line| Some(line.state.name()) == state)
        };
        let lines: Vec<_> =
            if states.is_empty() { all.iter().collect() } else { states.iter().flat_map(of_state).collect() };
        let rows = lines.iter().skip(offset).take(limit).map(|line| RunOrder::from(*line)).collect();
        json_text(&RunOrders { total: lines.len(), rows })
    })
}

fn state_name(text: &str) -> Option<StateName> {
    StateName::ALL.into_iter().find(|name| json_text(name).trim_matches('"') == text)
}
