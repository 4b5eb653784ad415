//! The read-only view of a run: snapshot, orders, report. It sends nothing.

use std::{cell::RefCell, rc::Rc};

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};

use super::{
    super::{host::moment, input::Input, output::to_js, value::get},
    host::MassHost,
    rate_limiter::RateLimiter,
    report::{Report, ReportFormat, ReportOptions},
};
use crate::{
    api::{Fields, Issue, Issues, RawValue, Rule},
    input::{listed, wrong_type},
    json::json_text,
    mass::{self, ReportFacts, ReportHead, StateName},
    policy::{Moment, RateEstimate},
};

/// The read-only view of a run.
#[wasm_bindgen]
#[derive(Debug)]
pub struct RunView(Rc<Seen>);

/// A run with the data for its view.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) run: RefCell<mass::Run>,
    /// Estimates the pace of the run. `None` if the run sends nothing.
    pub(super) rate_limiter: Option<RateLimiter>,
    pub(super) is_rehearsal: bool,
    pub(super) host: MassHost,
}

#[wasm_bindgen]
impl RunView {
    /// Returns the snapshot, as `Snapshot` of `pkg/mass/types.d.ts`.
    pub fn snapshot(&self) -> JsValue {
        let estimate = self.0.estimate();
        to_js(&self.0.run.borrow().snapshot(&moment(), estimate))
    }

    /// Returns a page of the orders, as `RunOrders`. `page`: `{ states, offset, limit }`.
    pub fn orders(&self, page: &JsValue) -> Result<JsValue, JsValue> {
        let Page { states, offset, limit } = Page::new(page).map_err(|issues| self.0.host.invalid(issues, None))?;
        Ok(to_js(&self.0.run.borrow().orders(&states, offset, limit)))
    }

    /// Returns the report without its orders, as `ReportHead`.
    pub fn report(&self) -> JsValue {
        let facts = self.facts(&moment());
        to_js(&ReportHead::of(&self.0.run.borrow(), facts))
    }

    /// Returns the report with every order as CSV, as of now. `options`: `{ auditEntries, atUnixMs }`.
    #[wasm_bindgen(js_name = reportCsv)]
    pub fn report_csv(&self, options: &JsValue) -> Result<Report, JsValue> {
        self.pieces(options, ReportFormat::Csv)
    }

    /// Returns the report with every order as one JSON document, as of now.
    #[wasm_bindgen(js_name = reportJson)]
    pub fn report_json(&self, options: &JsValue) -> Result<Report, JsValue> {
        self.pieces(options, ReportFormat::Json)
    }
}

impl RunView {
    pub(super) fn new(seen: &Rc<Seen>) -> Self {
        Self(Rc::clone(seen))
    }

    /// Returns another view of the same run.
    pub(super) fn share(&self) -> Self {
        Self::new(&self.0)
    }

    /// Creates the view of a run that sends nothing.
    pub(super) fn of(run: mass::Run, is_rehearsal: bool, host: MassHost) -> Self {
        Self(Rc::new(Seen { run: RefCell::new(run), rate_limiter: None, is_rehearsal, host }))
    }

    fn pieces(&self, options: &JsValue, format: ReportFormat) -> Result<Report, JsValue> {
        let options = ReportOptions::new(options).map_err(|issues| self.0.host.invalid(issues, None))?;
        let now = moment();
        let facts = self.facts(&Moment { unix_ms: options.at_unix_ms.unwrap_or(now.unix_ms), ..now });
        let lines = self.0.run.borrow().lines().to_vec();
        Ok(Report::new(facts, lines, options.audit_entries, format))
    }

    fn facts(&self, moment: &Moment) -> ReportFacts {
        let estimate = self.0.estimate();
        ReportFacts::of(&self.0.run.borrow(), self.0.is_rehearsal, moment, estimate)
    }
}

impl Seen {
    /// Returns the estimate of the rate limiter. The rate limiter is JavaScript, so nothing is borrowed during the call.
    fn estimate(&self) -> RateEstimate {
        let Some(rate_limiter) = &self.rate_limiter else { return RateEstimate::default() };
        let calls = self.run.borrow().calls_left();
        rate_limiter.estimate(calls)
    }
}

/// The requested page of orders.
struct Page {
    states: Vec<StateName>,
    offset: usize,
    limit: usize,
}

impl Page {
    const FIELDS: [&'static str; 3] = ["states", "offset", "limit"];
    const DEFAULT_LIMIT: u32 = 100;

    fn new(page: &JsValue) -> Result<Self, Issues> {
        let mut issues = Issues::default();
        let fields = issues.collect(Input::without_key().fields("which", page, &Self::FIELDS)).unwrap_or_default();
        issues.collect_all(fields.reject_unknown(&Self::FIELDS));
        let mut whole = |name| issues.collect(fields.integer(name, 0, u32::MAX)).flatten();
        let (offset, limit) = (whole("offset").unwrap_or_default(), whole("limit").unwrap_or(Self::DEFAULT_LIMIT));
        let states = issues.collect(states(page, &fields)).unwrap_or_default();
        issues.into_result(Some(Self { states, offset: offset as usize, limit: limit as usize }))
    }
}

fn states(page: &JsValue, fields: &Fields) -> Result<Vec<StateName>, Issue> {
    let list = match fields.get("states") {
        RawValue::Missing => return Ok(Vec::new()),
        other => {
            let list = get(page, "states").ok().and_then(|list| list.dyn_into::<Array>().ok());
            list.ok_or_else(|| wrong_type("states", "an array of states", other))?
        }
    };
    let names = StateName::ALL.map(|name| json_text(&name).trim_matches('"').to_owned());
    let state = |value: JsValue| {
        let text = value.as_string();
        let known = names.iter().position(|name| text.as_deref() == Some(name)).and_then(|at| StateName::ALL.get(at));
        known.copied().ok_or_else(|| {
            let names: Vec<_> = names.iter().map(String::as_str).collect();
            let message = format!("states has a state that is not known; known are {}", listed(&names));
            Issue::new("states", Rule::UnknownValue, message)
        })
    };
    list.iter().map(state).collect()
}
