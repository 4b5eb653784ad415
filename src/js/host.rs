//! What a call shares with the JavaScript around it: time, chance, the pause of the whole client, hooks.

use js_sys::{Array, Date, Function, Math, Reflect};
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};

use super::given::get;
use crate::{api::json_text, policy::Moment};

/// Now.
pub(super) fn moment(host: &JsValue) -> Moment {
    Moment {
        elapsed_ms: elapsed_ms(),
        unix_ms: whole(Date::now()),
        paused_until_ms: whole(get(&get(host, "shared"), "pausedUntil").as_f64().unwrap_or_default()),
        random: Math::random(),
    }
}

/// Nothing is sent by this client for so long.
pub(super) fn pause(host: &JsValue, ms: u32) {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds since a start are far below 2^53")]
    let until = (elapsed_ms() + u64::from(ms)) as f64;
    set(&get(host, "shared"), "pausedUntil", &until.into());
}

/// Tells a hook, if there is one. What it throws is its own affair.
pub(super) fn tell(host: &JsValue, hook: &str, what: &impl Serialize) {
    if get(&get(host, "settings"), hook).is_function()
        && let Some(tell) = get(host, "tell").dyn_ref::<Function>()
    {
        let arguments = Array::of2(&hook.into(), &json_text(what).into());
        let _ = Reflect::apply(tell, host, &arguments);
    }
}

pub(super) fn set(object: &JsValue, name: &str, value: &JsValue) {
    // Only plain objects of our own are written to; that cannot fail.
    let _ = Reflect::set(object, &name.into(), value);
}

/// By a clock that never jumps, where there is one.
fn elapsed_ms() -> u64 {
    let performance = get(&js_sys::global(), "performance");
    let now = get(&performance, "now").dyn_into::<Function>().and_then(|now| now.call0(&performance));
    whole(now.ok().and_then(|now| now.as_f64()).unwrap_or_else(Date::now))
}

fn whole(ms: f64) -> u64 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast saturates")]
    let whole = ms as u64;
    whole
}
