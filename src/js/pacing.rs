//! The turns of one key in a running instance: who waits, who may go, and a 429. What has to outlive the instance goes
//! out as it comes about and comes back in at its start. The text is our own (`www/gateway`), but for the limits, which
//! somebody has set.

use std::cell::RefCell;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{
    api::{Json, json_text},
    policy::{Limits, Pacer, PacerState, Share, Turn, Turns, Window, retry_after_ms},
};

thread_local! {
    static TURNS: RefCell<Turns> = RefCell::new(Turns::new(Pacer::new(Limits::digicert())));
}

/// One event in, what follows from it out:
/// - `{"event":"opened","limits":…,"sentMs":[…],"before":n,"pause":…}`: `{"keep":n}`, how many sends to keep, or `{"fault":…}`
/// - `{"event":"came","ticket":n,"job":…,"nowMs":n}`: a call waits; without a job somebody waits for it
/// - `{"event":"asked","nowMs":n}`: `{"go":ticket}`, `{"tooLate":ticket,"waitMs":n}`, `{"waitMs":n}` or, if nobody waits, `{}`
/// - `{"event":"refused","retryAfter":…,"nowMs":n}`: `{"pause":…}`, to be kept
/// - `{"event":"left","job":…}`: `{"left":[tickets]}`
/// - `{"event":"guessed","job":…,"calls":n,"nowMs":n}`: `{"ms":n}`, until so many more calls of the job were sent
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
pub fn pace(event: &str) -> String {
    let event = Json::parse(event).unwrap_or(Json::Null);
    let now_ms = whole(event.field("nowMs"));
    let job = event.field("job").as_text();
    TURNS.with_borrow_mut(|turns| match event.field("event").as_text() {
        Some("opened") => opened(turns, &event),
        Some("came") => {
            let ticket = event.count("ticket").unwrap_or_default();
            match job {
                Some(job) => turns.job(job, ticket),
                None => turns.person(ticket, now_ms),
            }
            "{}".to_owned()
        }
        Some("refused") => {
            let retry_after = event.field("retryAfter").as_text();
            turns.pacer.refused(retry_after.and_then(|header| retry_after_ms(header, now_ms)), now_ms);
            let PacerState { paused_until_ms, share, .. } = turns.pacer.state();
            format!("{{\"pause\":[{paused_until_ms},{},{}]}}", share.thousandths, share.since_ms)
        }
        Some("left") => format!("{{\"left\":{}}}", json_text(&turns.leave(job.unwrap_or_default()))),
        Some("guessed") => {
            let ms = turns.ms_until(job.unwrap_or_default(), whole(event.field("calls")), now_ms);
            format!("{{\"ms\":{ms}}}")
        }
        _ => match turns.next(now_ms) {
            Turn::Go { ticket } => format!("{{\"go\":{ticket}}}"),
            Turn::TooLate { ticket, wait_ms } => format!("{{\"tooLate\":{ticket},\"waitMs\":{wait_ms}}}"),
            Turn::Wait { ms } => format!("{{\"waitMs\":{ms}}}"),
            Turn::Nobody => "{}".to_owned(),
        },
    })
}

fn opened(turns: &mut Turns, event: &Json) -> String {
    let limits = match limits(event.field("limits")) {
        Ok(limits) => limits,
        Err(fault) => return format!("{{\"fault\":{}}}", json_text(&fault)),
    };
    let keep = limits.windows.iter().map(|window| window.calls()).fold(1, u32::max);
    let mut state = PacerState {
        sent_ms: list(event.field("sentMs")).iter().map(whole).collect(),
        before: whole(event.field("before")),
        ..PacerState::default()
    };
    if let [paused_until_ms, thousandths, since_ms] = list(event.field("pause")) {
        state.paused_until_ms = whole(paused_until_ms);
        state.share = Share { thousandths: short(thousandths).unwrap_or_default(), since_ms: whole(since_ms) };
    }
    *turns = Turns::new(Pacer::from_state(limits, state));
    format!("{{\"keep\":{keep}}}")
}

/// What somebody has set, or a sentence that says what is wrong with it. DigiCert's documented limits if nothing is set.
fn limits(json: &Json) -> Result<Limits, String> {
    let mut limits = Limits::digicert();
    let fields = match json {
        Json::Null => return Ok(limits),
        Json::Object(fields) => fields,
        _ => return Err("LIMITS must be an object: {\"windows\":[[calls, milliseconds], …],\"guardMs\":…}".to_owned()),
    };
    for (name, value) in fields {
        match &**name {
            "windows" => limits.windows = windows(value)?,
            "guardMs" => limits.guard_ms = short(value).ok_or("LIMITS.guardMs must be whole milliseconds")?,
            _ => return Err(format!("LIMITS has no setting {name}; there are windows and guardMs")),
        }
    }
    Ok(limits)
}

fn windows(json: &Json) -> Result<Vec<Window>, String> {
    let list = list(json);
    if list.is_empty() {
        return Err("LIMITS.windows must be a list of [calls, milliseconds], and not empty".to_owned());
    }
    let window = |(nth, json): (usize, &Json)| {
        let window = match json.as_list() {
            Some([calls, ms]) => short(calls).zip(short(ms)).and_then(|(calls, ms)| Window::new(calls, ms)),
            _ => None,
        };
        window
            .ok_or_else(|| format!("LIMITS.windows[{nth}] must be [calls, milliseconds], whole numbers of at least 1"))
    };
    list.iter().enumerate().map(window).collect()
}

fn list(json: &Json) -> &[Json] {
    json.as_list().unwrap_or_default()
}

fn whole(json: &Json) -> u64 {
    if let Json::Integer(value) = json { *value } else { 0 }
}

fn short(json: &Json) -> Option<u32> {
    if let Json::Integer(value) = json { u32::try_from(*value).ok() } else { None }
}
