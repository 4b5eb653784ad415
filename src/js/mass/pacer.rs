//! The pace of a key that nobody else paces: one for each client, whatever runs it has. Not here: waiting
//! (`pkg/mass/gate.js`), and a key that people and jobs share (`../pacing.rs`).

use std::cell::RefCell;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::wasm_bindgen;

use super::{read, settings::MassSettings, slots::Slots};
use crate::{
    api::json_text,
    mass::Outlook,
    policy::{Lane, Limits, Pace, Pacer, PacerState},
};

struct Key {
    pacer: Pacer,
    limits: Limits,
}

thread_local! {
    static KEYS: RefCell<Slots<Key>> = const { RefCell::new(Slots::new()) };
}

/// Opens a pacer. `cautious`: nobody knows what was sent lately, after a crash for example; as if every window had just been
/// filled.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen(js_name = pacerOpen))]
pub fn pacer_open(arguments: &str, cautious: bool, now_ms: f64) -> usize {
    let limits = MassSettings::new(&read(arguments)).map_or_else(|_| Limits::digicert(), |settings| settings.limits);
    let state = if cautious { PacerState::filled(&limits, ms(now_ms)) } else { PacerState::default() };
    let key = Key { pacer: Pacer::from_state(limits.clone(), state), limits };
    KEYS.with_borrow_mut(|keys| keys.put(key))
}

/// How long to wait before asking again; 0: it may be sent now, and counts as sent.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen(js_name = pacerAsk))]
pub fn pacer_ask(pacer: usize, now_ms: f64) -> f64 {
    with(pacer, |key| match key.pacer.ask(Lane::Bulk, ms(now_ms)) {
        Pace::Go => 0.0,
        Pace::Wait { ms } => number(ms),
    })
    .unwrap_or_default()
}

/// The rate limit has refused a call, and says how long to wait, or not.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen(js_name = pacerRefused))]
pub fn pacer_refused(pacer: usize, retry_after_ms: Option<f64>, now_ms: f64) {
    with(pacer, |key| key.pacer.refused(retry_after_ms.map(ms), ms(now_ms)));
}

/// How things stand: how long so many calls take, and how far each window is used.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen(js_name = pacerOutlook))]
pub fn pacer_outlook(pacer: usize, calls: u32, now_ms: f64) -> String {
    let now_ms = ms(now_ms);
    with(pacer, |key| json_text(&Outlook::of(&key.pacer, &key.limits, calls, now_ms))).unwrap_or_default()
}

/// Nobody sends with it any more.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen(js_name = pacerDrop))]
pub fn pacer_drop(pacer: usize) {
    KEYS.with_borrow_mut(|keys| keys.take(pacer));
}

fn with<T>(pacer: usize, what: impl FnOnce(&mut Key) -> T) -> Option<T> {
    KEYS.with_borrow_mut(|keys| keys.get(pacer).map(what))
}

fn ms(number: f64) -> u64 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a time in milliseconds")]
    let ms = number as u64;
    ms
}

fn number(ms: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a time in milliseconds")]
    let number = ms as f64;
    number
}
