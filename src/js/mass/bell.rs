//! Wakes the loop that drives a run.

use std::cell::RefCell;

use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::super::deadline::Timer;

/// At most one loop waits for it at a time.
#[derive(Debug, Default)]
pub(super) struct Bell(RefCell<Option<Function>>);

impl Bell {
    /// Wakes the loop if it waits. The loop continues in a microtask, so no other code runs here.
    pub(super) fn ring(&self) {
        if let Some(wake) = self.0.take() {
            // The function that settles a promise does not throw.
            let _ = wake.call0(&JsValue::UNDEFINED);
        }
    }

    /// Waits until it rings, at most `ms` milliseconds.
    pub(super) async fn wait(&self, ms: Option<u64>) {
        let mut wake = None;
        let woken = Promise::new(&mut |resolve, _| wake = Some(resolve));
        let timer = ms.zip(wake.clone()).map(|(ms, wake): (u64, Function)| {
            Timer::new(u32::try_from(ms).unwrap_or(u32::MAX), move || {
                let _ = wake.call0(&JsValue::UNDEFINED);
            })
        });
        self.0.replace(wake);
        // It is never rejected.
        let _ = JsFuture::from(woken).await;
        drop(timer);
    }
}
