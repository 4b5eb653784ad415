//! The rate limiter of a key that people and jobs share: the waiting calls, the next turn, and the pause after a 429. Exported
//! as `certcentral-revoke/pacing`. The host stores what must survive a restart: the times of the requests, and the pause.

use serde::Serialize;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use super::super::{
    estimate::Estimate,
    host::Host,
    input::Input,
    limits::limits,
    number::{number, whole},
    output::{self, to_js},
    value::{elements, get},
};
use crate::{
    api::{Fields, Issue, Issues, RawValue, Rule},
    input::wrong_type,
    policy::{
        self, Lane, LaneSettings, Limits, Pacer, PacerState, Place, RateEstimate, SentCall, Share, Turn, retry_after_ms,
    },
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

/// The limits of a key, as in the settings of a client.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LimitsOutput {
    windows: Vec<policy::Window>,
    guard_ms: u32,
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
    /// Creates the rate limiter of a key. `options`: `{ limits, lanes, sent, sentBefore, pause }`. `limits`: as in the settings of a
    /// client. `lanes`: the shares of writes and of people. The others restore its state: the last requests, the number of
    /// requests before them, and the pause. Throws an `InvalidInputError`.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &JsValue, host: Host) -> Result<KeyRateLimiter, JsValue> {
        let Options { limits, lanes, state, sent } =
            read(options).map_err(|issues| output::invalid(&host, issues, None))?;
        let waiting = policy::Turns::new(Pacer::from_state(limits.clone(), state), lanes).with_sent(sent);
        Ok(Self { waiting, limits, host })
    }

    /// The number of recent requests that the host must store.
    #[wasm_bindgen(getter, js_name = historySize)]
    pub fn history_size(&self) -> u32 {
        self.waiting.pacer.history_size()
    }

    /// The limits of jobs: the limits of the key without the reserve for writes.
    #[wasm_bindgen(getter, js_name = bulkLimits)]
    pub fn bulk_limits(&self) -> JsValue {
        let Limits { windows, guard_ms } = self.waiting.pacer.unreserved_limits();
        to_js(&LimitsOutput { windows, guard_ms })
    }

    /// Adds a call to the queue. `lane`: `write` or `interactive`. `ticket`: a number that no other waiting call has. Returns
    /// `undefined`, or the milliseconds until another attempt if the person has too many waiting calls.
    pub fn enqueue(
        &mut self,
        lane: &JsValue,
        person: &JsValue,
        ticket: u32,
        now_ms: f64,
    ) -> Result<Option<f64>, JsValue> {
        let person = self.text("person", person)?;
        let place = match self.text("lane", lane)?.as_str() {
            WRITE => self.waiting.enqueue_write(&person, ticket, whole(now_ms)),
            INTERACTIVE => self.waiting.enqueue_interactive(&person, ticket, whole(now_ms)),
            other => {
                let got = RawValue::Text(other.to_owned());
                let message = format!("lane must be \"{WRITE}\" or \"{INTERACTIVE}\", got {}", got.describe());
                return Err(self.invalid(Issue::new("lane", Rule::UnknownValue, message)));
            }
        };
        Ok(match place {
            Place::Waiting => None,
            Place::TooMany { wait_ms } => Some(number(wait_ms)),
        })
    }

    /// Adds a request of a job to the queue. `person`: the owner of the job.
    #[wasm_bindgen(js_name = enqueueBulk)]
    pub fn enqueue_bulk(&mut self, person: &JsValue, job: &JsValue, ticket: u32) -> Result<(), JsValue> {
        let (person, job) = (self.text("person", person)?, self.text("job", job)?);
        self.waiting.enqueue_bulk(&person, &job, ticket);
        Ok(())
    }

    /// Removes a job that was paused or has ended. Returns the tickets of its waiting requests.
    #[wasm_bindgen(js_name = removeJob)]
    pub fn remove_job(&mut self, job: &JsValue) -> Result<Vec<u32>, JsValue> {
        let job = self.text("job", job)?;
        Ok(self.waiting.remove_job(&job))
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

    /// Returns the estimate for `calls` more requests of a job of this person: `{ durationMs, pausedMs, windows }`.
    pub fn estimate(&self, person: &JsValue, job: &JsValue, calls: u32, now_ms: f64) -> Result<JsValue, JsValue> {
        let (person, job, now_ms) = (self.text("person", person)?, self.text("job", job)?, whole(now_ms));
        let estimate = RateEstimate::of(&self.waiting.pacer, &self.limits, 0, now_ms);
        let duration_ms = self.waiting.ms_until(&person, &job, u64::from(calls), now_ms);
        Ok(to_js(&Estimate::new(RateEstimate { duration_ms, ..estimate }, now_ms)))
    }
}

impl KeyRateLimiter {
    /// Reads a name.
    fn text(&self, name: &str, value: &JsValue) -> Result<String, JsValue> {
        match Input::without_key().value(value) {
            RawValue::Text(text) => Ok(text),
            other => Err(self.invalid(wrong_type(name, "a string", &other))),
        }
    }

    fn invalid(&self, issue: Issue) -> JsValue {
        output::invalid(&self.host, Issues(vec![issue]), None)
    }
}

const INPUT: Input<'_> = Input::without_key();
const WRITE: &str = "write";
const INTERACTIVE: &str = "interactive";
const BULK: &str = "bulk";

/// The validated options.
struct Options {
    limits: Limits,
    lanes: LaneSettings,
    state: PacerState,
    sent: Vec<SentCall>,
}

fn read(options: &JsValue) -> Result<Options, Issues> {
    const FIELDS: [&str; 5] = ["limits", "lanes", "sent", "sentBefore", "pause"];
    let mut issues = Issues::default();
    let fields = issues.collect(INPUT.fields("options", options, &FIELDS)).unwrap_or_default();
    issues.collect_all(fields.reject_unknown(&FIELDS));
    let limits = issues.collect_all(limits(INPUT, options));
    let lanes = issues.collect_all(lanes(options)).unwrap_or_default();
    let sent = issues.collect(sent(options, &fields)).unwrap_or_default();
    let mut state = PacerState {
        sent_ms: sent.iter().map(|call| call.at_ms).collect(),
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
    issues.into_result(limits.map(|limits| Options { limits, lanes, state, sent }))
}

/// Reads the option `lanes`. Fields that are not set have their default.
fn lanes(options: &JsValue) -> Result<LaneSettings, Issues> {
    const FIELDS: [&str; 2] = ["writeReservePercent", "maxWaitingPerPerson"];
    const MAX_RESERVE: u32 = LaneSettings::MAX_WRITE_RESERVE_PERCENT;
    let mut issues = Issues::default();
    let default = LaneSettings::default();
    let lanes = get(options, "lanes").unwrap_or_default();
    let fields = issues.collect(INPUT.fields("lanes", &lanes, &FIELDS)).unwrap_or_default();
    issues.collect_all(fields.reject_unknown(&FIELDS));
    let reserve = issues.collect(fields.integer("writeReservePercent", 0, MAX_RESERVE)).flatten();
    let max_waiting = issues.collect(fields.integer("maxWaitingPerPerson", 1, LaneSettings::MAX_WAITING)).flatten();
    let lanes = LaneSettings::new(
        reserve.unwrap_or_else(|| default.write_reserve_percent()),
        max_waiting.unwrap_or_else(|| default.max_waiting_per_person()),
    );
    issues.into_result(lanes)
}

fn time(fields: &Fields, name: &str) -> Result<u64, Issue> {
    match fields.get(name) {
        RawValue::Missing => Ok(0),
        RawValue::Number(ms) if *ms >= 0.0 => Ok(whole(*ms)),
        other => Err(wrong_type(name, "a number of at least 0", other)),
    }
}

/// Reads the option `sent`, a list of `{ unixMs, lane, person }`.
fn sent(options: &JsValue, fields: &Fields) -> Result<Vec<SentCall>, Issue> {
    if *fields.get("sent") == RawValue::Missing {
        return Ok(Vec::new());
    }
    let list = get(options, "sent").ok().and_then(|list| elements(&list));
    let calls = list.and_then(|list| list.iter().map(sent_call).collect::<Option<Vec<_>>>());
    calls.ok_or_else(|| {
        let message =
            "sent must be a list of { unixMs, lane, person }: milliseconds since 1970, the lane, and the person";
        Issue::new("sent", Rule::Type, message)
    })
}

fn sent_call(call: &JsValue) -> Option<SentCall> {
    let at_ms = get(call, "unixMs").ok()?.as_f64().map(whole)?;
    let lane = match get(call, "lane").ok()?.as_string()?.as_str() {
        WRITE => Lane::Write,
        INTERACTIVE => Lane::Interactive,
        BULK => Lane::Bulk,
        _ => return None,
    };
    Some(SentCall { at_ms, lane, person: get(call, "person").ok()?.as_string()? })
}
