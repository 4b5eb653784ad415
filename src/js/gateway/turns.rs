//! The rate limiter of a key that people and jobs share: the waiting calls, the next turn, and the pause after a 429. Exported
//! as `certcentral-revoke/pacing`. The host stores what must survive a restart: the times of the requests, and the pause.

use js_sys::Array;
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};

use super::super::{
    estimate::Estimate,
    host::Host,
    input::Input,
    limits::limits,
    number::{number, whole},
    output::{self, to_js},
    value::get,
};
use crate::{
    api::{Fields, Issue, Issues, RawValue, Rule},
    input::wrong_type,
    policy::{self, Limits, Pacer, PacerState, RateEstimate, Share, Turn, retry_after_ms},
};

/// The calls that wait to send with one key. All times are in milliseconds since 1970.
#[wasm_bindgen]
#[derive(Debug)]
pub struct KeyRateLimiter {
    waiting: policy::Turns,
    limits: Limits,
    host: Host,
}

/// The next turn.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Admission {
    /// The call whose wait is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    ticket: Option<u32>,
    /// Whether it may send now. It counts as sent then.
    may_send: bool,
    /// The time until the next poll, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    wait_ms: Option<f64>,
}

/// The pause of a key.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct KeyPause {
    until_unix_ms: f64,
    /// The share of each window that other programs leave, in thousandths.
    share: u32,
    share_since_unix_ms: f64,
}

#[wasm_bindgen]
impl KeyRateLimiter {
    /// Creates the rate limiter of a key. `options`: `{ limits, sentUnixMs, sentBefore, pause }`. `limits`: as in the settings of a client.
    /// The others restore its state: the times of the last requests, the number of requests before them, and the pause. Throws
    /// an `InvalidInputError`.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &JsValue, host: Host) -> Result<KeyRateLimiter, JsValue> {
        let (limits, state) = read(options).map_err(|issues| output::invalid(&host, issues, None))?;
        Ok(Self { waiting: policy::Turns::new(Pacer::from_state(limits.clone(), state)), limits, host })
    }

    /// The number of recent requests that the host must store.
    #[wasm_bindgen(getter, js_name = historySize)]
    pub fn history_size(&self) -> u32 {
        self.limits.windows.iter().map(|window| window.calls()).fold(1, u32::max)
    }

    /// Adds a call to the queue. `ticket`: a number that no other waiting call has.
    pub fn enqueue(&mut self, ticket: u32, now_ms: f64) {
        self.waiting.enqueue_interactive(ticket, whole(now_ms));
    }

    /// Adds a request of a job to the queue.
    #[wasm_bindgen(js_name = enqueueBulk)]
    pub fn enqueue_bulk(&mut self, name: &JsValue, ticket: u32) -> Result<(), JsValue> {
        let name = self.name(name)?;
        self.waiting.enqueue_job(&name, ticket);
        Ok(())
    }

    /// Removes a job that was paused or has ended. Returns the tickets of its waiting requests.
    #[wasm_bindgen(js_name = removeJob)]
    pub fn remove_job(&mut self, name: &JsValue) -> Result<Vec<u32>, JsValue> {
        let name = self.name(name)?;
        Ok(self.waiting.remove_job(&name))
    }

    /// Returns the next turn: `{ ticket, maySend, waitMs }`. Without `ticket`, no call may be sent now. Without `ticket` and
    /// `waitMs`, no call waits. Call it until there is no `ticket`.
    pub fn next(&mut self, now_ms: f64) -> JsValue {
        let turn = match self.waiting.next(whole(now_ms)) {
            Turn::Granted { ticket } => Admission { ticket: Some(ticket), may_send: true, wait_ms: None },
            Turn::TooLate { ticket, wait_ms } => {
                Admission { ticket: Some(ticket), may_send: false, wait_ms: Some(number(wait_ms)) }
            }
            Turn::Wait { ms } => Admission { wait_ms: Some(number(ms)), ..Admission::default() },
            Turn::Empty => Admission::default(),
        };
        to_js(&turn)
    }

    /// Pauses the whole key after a 429. `retry_after`: the header, if there is one. Returns the pause, which the host stores.
    #[wasm_bindgen(js_name = onRejected)]
    pub fn on_rejected(&mut self, retry_after: &JsValue, now_ms: f64) -> JsValue {
        let now_ms = whole(now_ms);
        let retry_after_ms = retry_after.as_string().and_then(|header| retry_after_ms(&header, now_ms));
        self.waiting.pacer.rate_limited(retry_after_ms, now_ms);
        let PacerState { paused_until_ms, share, .. } = self.waiting.pacer.state();
        to_js(&KeyPause {
            until_unix_ms: number(paused_until_ms),
            share: share.thousandths,
            share_since_unix_ms: number(share.since_ms),
        })
    }

    /// Returns the estimate for `calls` more requests of a job: `{ durationMs, pausedMs, windows }`.
    pub fn estimate(&self, name: &JsValue, calls: u32, now_ms: f64) -> Result<JsValue, JsValue> {
        let (name, now_ms) = (self.name(name)?, whole(now_ms));
        let estimate = RateEstimate::of(&self.waiting.pacer, &self.limits, 0, now_ms);
        let duration_ms = self.waiting.ms_until(&name, u64::from(calls), now_ms);
        Ok(to_js(&Estimate::new(RateEstimate { duration_ms, ..estimate }, now_ms)))
    }
}

impl KeyRateLimiter {
    /// The name of a job.
    fn name(&self, name: &JsValue) -> Result<String, JsValue> {
        match Input::without_key().value(name) {
            RawValue::Text(name) => Ok(name),
            other => {
                let issues = Issues(vec![wrong_type("job", "a string", &other)]);
                Err(output::invalid(&self.host, issues, None))
            }
        }
    }
}

fn read(options: &JsValue) -> Result<(Limits, PacerState), Issues> {
    const FIELDS: [&str; 4] = ["limits", "sentUnixMs", "sentBefore", "pause"];
    const INPUT: Input<'_> = Input::without_key();
    let mut issues = Issues::default();
    let fields = issues.collect(INPUT.fields("options", options, &FIELDS)).unwrap_or_default();
    issues.collect_all(fields.reject_unknown(&FIELDS));
    let limits = issues.collect_all(limits(INPUT, options));
    let mut state = PacerState {
        sent_ms: issues.collect(sent_ms(options, &fields)).unwrap_or_default(),
        before: issues.collect(time(&fields, "sentBefore")).unwrap_or_default(),
        ..PacerState::default()
    };
    if *fields.get("pause") != RawValue::Missing {
        const NAMES: [&str; 3] = ["untilUnixMs", "share", "shareSinceUnixMs"];
        let pause = get(options, "pause").unwrap_or_default();
        let pause = issues.collect(INPUT.fields("pause", &pause, &NAMES)).unwrap_or_default();
        issues.collect_all(pause.reject_unknown(&NAMES));
        state.paused_until_ms = issues.collect(time(&pause, "untilUnixMs")).unwrap_or_default();
        let thousandths = issues.collect(pause.integer("share", 0, 1000)).flatten();
        let since_ms = issues.collect(time(&pause, "shareSinceUnixMs")).unwrap_or_default();
        if let Some(thousandths) = thousandths {
            state.share = Share { thousandths, since_ms };
        }
    }
    issues.into_result(limits.map(|limits| (limits, state)))
}

fn time(fields: &Fields, name: &str) -> Result<u64, Issue> {
    match fields.get(name) {
        RawValue::Missing => Ok(0),
        RawValue::Number(ms) if *ms >= 0.0 => Ok(whole(*ms)),
        other => Err(wrong_type(name, "a number of at least 0", other)),
    }
}

fn sent_ms(options: &JsValue, fields: &Fields) -> Result<Vec<u64>, Issue> {
    if *fields.get("sentUnixMs") == RawValue::Missing {
        return Ok(Vec::new());
    }
    let list = get(options, "sentUnixMs").ok().and_then(|list| list.dyn_into::<Array>().ok());
    let times = list.and_then(|list| list.iter().map(|ms| ms.as_f64().map(whole)).collect::<Option<Vec<_>>>());
    times.ok_or_else(|| {
        Issue::new("sentUnixMs", Rule::Type, "sentUnixMs must be a list of times in milliseconds since 1970")
    })
}
