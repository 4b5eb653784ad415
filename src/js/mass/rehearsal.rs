//! A plan, rehearsed: a run of virtual time without a request. In parts, so that a page stays alive meanwhile.

use std::cell::RefCell;

use serde::Serialize;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::wasm_bindgen;

use super::{
    begin::{failed, job_of},
    gone,
    plan::no_plan,
    read, refused, run,
    settings::MassSettings,
    slots::Slots,
};
use crate::{
    api::{Rule, json_text},
    mass::{Basis, Rehearsal, Snapshot},
};

thread_local! {
    static REHEARSALS: RefCell<Slots<Rehearsal>> = const { RefCell::new(Slots::new()) };
}

#[derive(Serialize)]
struct Rehearsed {
    over: bool,
    snapshot: Snapshot,
}

/// Begins a rehearsal of a plan: `{"rehearsal":n}`, or `{"failure":…}`.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen(js_name = rehearsalBegin))]
pub fn rehearsal_begin(arguments: &str, plan: &str) -> String {
    let arguments = read(arguments);
    let settings = match MassSettings::new(&arguments) {
        Ok(settings) => settings,
        Err(issues) => return failed(issues),
    };
    let Some(basis) = Basis::from_text(plan) else { return no_plan() };
    let job = job_of(&arguments, &basis, &settings);
    match Rehearsal::new(basis, job) {
        Ok(rehearsal) => {
            let number = REHEARSALS.with_borrow_mut(|all| all.put(rehearsal));
            format!("{{\"rehearsal\":{number}}}")
        }
        Err(refusal) => refused("list", Rule::Conflict, refusal.to_string()),
    }
}

/// Goes on for so many calls: `{"over":…,"snapshot":…}`.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen(js_name = rehearsalGo))]
pub fn rehearsal_go(rehearsal: usize, calls: u32) -> String {
    REHEARSALS.with_borrow_mut(|all| {
        let Some(rehearsal) = all.get(rehearsal) else { return gone() };
        let over = rehearsal.go(calls);
        json_text(&Rehearsed { over, snapshot: rehearsal.snapshot() })
    })
}

/// The run that was rehearsed, for its report: `{"run":n}`. It is kept here no longer.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen(js_name = rehearsalRun))]
pub fn rehearsal_run(rehearsal: usize) -> String {
    let taken = REHEARSALS.with_borrow_mut(|all| all.take(rehearsal));
    taken.map_or_else(gone, |rehearsal| run::seen(rehearsal.into_run(), true))
}
