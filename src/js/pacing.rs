//! Pacing for whoever keeps its state: that comes in with the question and goes out with the answer, so that it can be
//! stored, and outlives an instance of the module. The question is our own (`www/gateway`), so only what it can hold is read.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{
    api::{Json, json_text},
    policy::{Pacing, Window},
};

/// Asks for leave to send, or with `pauseMs` tells of a 429. Says how long to wait (0: it may go, and is counted) and the
/// state after it.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
pub fn pace(question: &str) -> String {
    let question = Json::parse(question).unwrap_or(Json::Null);
    let number = |name| whole(question.field(name));
    let windows: Vec<Window> = list(question.field("windows")).iter().filter_map(window).collect();
    let mut pacing = Pacing {
        sent_ms: list(question.field("sentMs")).iter().map(whole).collect(),
        paused_until_ms: number("pausedUntilMs"),
    };
    let (guard_ms, pause_ms, now_ms) = (short(number("guardMs")), number("pauseMs"), number("nowMs"));
    if pause_ms > 0 {
        pacing.pause(short(pause_ms), now_ms);
    }
    let wait_ms = pacing.wait_ms(&windows, guard_ms, now_ms);
    if wait_ms == 0 {
        pacing.send(&windows, guard_ms, now_ms);
    }
    json_text(&(wait_ms, pacing.sent_ms, pacing.paused_until_ms))
}

fn window(json: &Json) -> Option<Window> {
    match json.as_list()? {
        [calls, ms] => Some(Window { calls: short(whole(calls)), ms: short(whole(ms)) }),
        _ => None,
    }
}

fn list(json: &Json) -> &[Json] {
    json.as_list().unwrap_or_default()
}

fn whole(json: &Json) -> u64 {
    if let Json::Integer(value) = json { *value } else { 0 }
}

fn short(value: u64) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
