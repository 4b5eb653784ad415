//! A plan: what CertCentral knows of a list is read step by step, and what comes of it is text, which anybody can keep and
//! begin a run with. Not here: sending (`pkg/mass/plan.js`), and what becomes of each order (`mass::Plan`).

use std::{cell::RefCell, collections::BTreeMap};

use serde::Serialize;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::wasm_bindgen;

use super::{
    Sending, at_once, event, field, fields, given, gone, invalid, moment, read, refused, settings::MassSettings,
    settled, slots::Slots,
};
use crate::{
    api::{
        BaseUrl, Failure, Fields, Given, Issue, Issues, Json, OrderId, RevocationReason, Rule, json_text, wrong_type,
    },
    mass::{Basis, Deadline, Figures, Item, PaceSettings, Survey, SurveyProgress, Terms},
    policy::{Call, Policy, Step, Why},
};

/// What is read, and what comes of it.
enum Planning {
    On(Box<Reading>),
    Wrong(Failure),
    Done(String),
}

struct Reading {
    call: Call<Survey>,
    items: Vec<Item>,
    terms: Terms,
    pace: PaceSettings,
    base_url: BaseUrl,
    max_bytes: u32,
}

thread_local! {
    static PLANS: RefCell<Slots<Planning>> = const { RefCell::new(Slots::new()) };
}

#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    sending: Sending,
    progress: &'a SurveyProgress,
}

/// Whether settings are right, as `{"answer":null}` or `{"failure":…}`.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen(js_name = checkSettings))]
pub fn check_settings(arguments: &str) -> String {
    at_once(MassSettings::new(&read(arguments)).map(|_| ()).map_err(invalid))
}

/// Begins a plan of the orders that `listItems` gave; its steps are asked for under the number that comes back.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen(js_name = planBegin))]
pub fn plan_begin(arguments: &str, items: &str) -> usize {
    let arguments = read(arguments);
    let planning = match reading(&arguments, items) {
        Ok(reading) => Planning::On(Box::new(reading)),
        Err(issues) => Planning::Wrong(invalid(issues)),
    };
    PLANS.with_borrow_mut(|plans| plans.put(planning))
}

fn reading(arguments: &Json, items: &str) -> Result<Reading, Issues> {
    let mut issues = Issues::default();
    let settings = issues.gather(MassSettings::new(arguments));
    let terms = issues.gather(terms_of(arguments.field("options")));
    let items: Option<Vec<Item>> = serde_json::from_str(items).ok();
    if items.is_none() {
        issues.0.push(Issue::new("list", Rule::Type, "list must be what readList gave"));
    }
    issues.none_or(settings.zip(terms).zip(items).map(|((settings, terms), items)| {
        let policy =
            Policy { timeout_ms: settings.run.timeout_ms, deadline_ms: u32::MAX, retry: Some(settings.run.retry) };
        Reading {
            call: Call::new(Survey::new(items.iter().map(|item| item.order_id)), policy),
            items,
            terms,
            pace: settings.pace(),
            base_url: settings.base_url,
            max_bytes: settings.max_bytes,
        }
    }))
}

/// The next step: a request, `{"waitMs":…}`, `{"planned":true}` and then `planText` gives it, or `{"failure":…}`.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen(js_name = planStep))]
pub fn plan_step(plan: usize, told: &str, body: Vec<u8>) -> String {
    PLANS.with_borrow_mut(|plans| {
        let Some(planning) = plans.take(plan) else { return gone() };
        let (text, next) = planning.step(&read(told), body);
        // Nobody else takes a number meanwhile: it is the same.
        next.map(|next| plans.put(next));
        text
    })
}

impl Planning {
    fn step(self, told: &Json, body: Vec<u8>) -> (String, Option<Self>) {
        let mut reading = match self {
            Self::On(reading) => reading,
            Self::Wrong(failure) => return (settled(Err(failure), None) + "}", None),
            Self::Done(text) => return ("{\"planned\":true}".to_owned(), Some(Self::Done(text))),
        };
        let (Some(event), moment) = (event(told, body), moment(told)) else { return (gone(), None) };
        match reading.call.step(event, &moment) {
            Step::Send { request, timeout_ms } => {
                let sending = Sending::new(request, timeout_ms, &reading.base_url, reading.max_bytes);
                let text = json_text(&Told { sending, progress: &reading.call.plan().progress() });
                (text, Some(Self::On(reading)))
            }
            Step::Wait { ms, why } => {
                let text = format!("{{\"waitMs\":{ms},\"limited\":{}}}", why == Why::RateLimited);
                (text, Some(Self::On(reading)))
            }
            Step::Done(Err(failure)) => (settled(Err(failure), Some(reading.call.attempts())) + "}", None),
            Step::Done(Ok(surveyed)) => {
                let Reading { items, terms, pace, .. } = *reading;
                let basis = Basis { items, surveyed, terms, pace, made_unix_ms: moment.unix_ms };
                ("{\"planned\":true}".to_owned(), Some(Self::Done(basis.to_text())))
            }
        }
    }
}

/// The plan as text; it is kept here no longer.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen(js_name = planText))]
pub fn plan_text(plan: usize) -> String {
    match PLANS.with_borrow_mut(|plans| plans.take(plan)) {
        Some(Planning::Done(text)) => text,
        _ => String::new(),
    }
}

/// Nobody wants it any more.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen(js_name = planDrop))]
pub fn plan_drop(plan: usize) {
    PLANS.with_borrow_mut(|plans| plans.take(plan));
}

/// The figures of a plan, or what is wrong with its text.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen(js_name = planFigures))]
pub fn plan_figures(text: &str) -> String {
    let Some(basis) = Basis::from_text(text) else { return no_plan() };
    let figures: Figures = basis.plan().figures().clone();
    format!("{{\"figures\":{}}}", json_text(&figures))
}

/// What people agree to, as text; its SHA-256 names the plan.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen(js_name = planCanonical))]
pub fn plan_canonical(text: &str) -> String {
    Basis::from_text(text).map(|basis| basis.plan().canonical()).unwrap_or_default()
}

pub(super) fn no_plan() -> String {
    refused("plan", Rule::Type, "plan must be what plan() gave, or its text as it was kept")
}

fn terms_of(options: &Json) -> Result<Terms, Issues> {
    const NAMES: [&str; 6] = ["revocationReason", "comment", "skipApproval", "deadline", "onlyReplaced", "holds"];
    let mut issues = Issues::default();
    let all = issues.take(fields("options", options)).unwrap_or_default();
    issues.gather(all.only(&NAMES));
    let terms = Terms {
        reason: issues.take(RevocationReason::from_field(&all, "revocationReason")).flatten(),
        comment: issues.take(all.text("comment")).flatten(),
        skip_approval: issues.take(all.truth("skipApproval")).flatten().unwrap_or_default(),
        deadline: issues.take(deadline_of(&all, field(options, "deadline"))).flatten(),
        only_replaced: issues.take(all.truth("onlyReplaced")).flatten().unwrap_or_default(),
        holds: issues.gather(holds_of(field(options, "holds"))).unwrap_or_default(),
    };
    issues.none_or(Some(terms))
}

/// A `Date`, which `pkg` tells as `{"date":"…"}`, or hours from now.
fn deadline_of(all: &Fields, json: Option<&Json>) -> Result<Option<Deadline>, Issue> {
    match json.and_then(|json| json.field("date").as_text()) {
        Some(ms) => match ms.parse() {
            Ok(ms) => Ok(Some(Deadline::At(ms))),
            Err(_) => Err(Issue::new("deadline", Rule::Range, "deadline must be a date that exists, after 1970")),
        },
        None => match all.get("deadline") {
            Given::Missing | Given::Number(_) => Ok(all.whole("deadline", 1, 8784)?.map(Deadline::InHours)),
            other => Err(wrong_type("deadline", "a Date, or a number of hours from now", other)),
        },
    }
}

/// Orders and why each is exempted.
fn holds_of(json: Option<&Json>) -> Result<BTreeMap<OrderId, String>, Issues> {
    let Some(json) = json else { return Ok(BTreeMap::new()) };
    let mut issues = Issues::default();
    let mut holds = BTreeMap::new();
    let all = fields("holds", json).map_err(|issue| Issues(vec![issue]))?;
    for (order, why) in all.0 {
        let order = issues.take(OrderId::from_given("holds", &Given::Text(order)));
        let why = match why {
            Given::Text(why) if !why.trim().is_empty() => Some(why),
            other => {
                issues.0.push(wrong_type("holds", "an object of order ids, each with a sentence why", &other));
                None
            }
        };
        if let (Some(order), Some(why)) = (order, why) {
            holds.insert(order, why);
        }
    }
    issues.none_or(Some(holds))
}

/// An id as JavaScript gave it.
pub(super) fn order_of(json: &Json) -> Result<OrderId, Issue> {
    OrderId::from_given("orderId", &given(json))
}
