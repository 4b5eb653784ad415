//! Rehearses a plan: the whole run in virtual time, without a request. It runs in parts, so that a page stays responsive.

use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use super::{
    super::{
        deadline::{Deadline, Signal},
        output::to_js,
    },
    host::MassHost,
    progress::ProgressOptions,
    view::RunView,
};
use crate::mass::{self, Snapshot};

/// The number of calls in one part.
const PART: u32 = 500;

/// A finished rehearsal.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Rehearsal {
    run: RunView,
    snapshot: Snapshot,
}

#[wasm_bindgen]
impl Rehearsal {
    /// The snapshot at the end, in virtual time.
    pub fn snapshot(&self) -> JsValue {
        to_js(&self.snapshot)
    }

    /// The read-only view.
    pub fn view(&self) -> RunView {
        self.run.share()
    }
}

/// Plays a run to its end.
///
/// # Errors
/// The reason of the caller's signal.
pub(super) async fn rehearse(
    mut rehearsal: mass::Rehearsal,
    options: ProgressOptions,
    host: MassHost,
) -> Result<JsValue, JsValue> {
    loop {
        let is_over = rehearsal.advance(PART);
        let snapshot = rehearsal.snapshot();
        if let Some(hook) = &options.on_progress {
            host.call_hook(hook, &to_js(&snapshot), &JsValue::UNDEFINED);
        }
        if is_over {
            let run = RunView::of(rehearsal.into_run(), true, host);
            return Ok(Rehearsal { run, snapshot }.into());
        }
        if let Some(reason) = options.signal.as_ref().and_then(Signal::reason) {
            return Err(reason);
        }
        Deadline::new(0, None)?.elapse().await;
    }
}
