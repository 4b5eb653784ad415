//! What ends a call before its answer: the caller's signal, or time. Not here: what follows from it.

use std::{cell::RefCell, rc::Rc};

use gloo_timers::callback::Timeout;
use js_sys::{Array, Function, Promise};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal};

use super::given::get;

/// Why a wait ended without its value.
pub(super) enum Ended {
    /// Time was up.
    TimedOut,
    /// The caller's signal, with the reason it gave.
    Aborted(JsValue),
    /// What was waited for failed by itself.
    Failed(JsValue),
}

/// Ends everything that waits through it, once, and lets go of timer, listener and connection when dropped.
pub(super) struct Stop {
    shared: Rc<Shared>,
    ended: Promise,
    signal: Option<AbortSignal>,
    on_abort: Closure<dyn FnMut()>,
    _timer: Timeout,
}

struct Shared {
    controller: AbortController,
    why: RefCell<Option<Ended>>,
    end: Function,
}

impl Shared {
    /// The first reason counts. `fetch` is told, and whoever waits is let go even if `fetch` does not listen.
    fn stop(&self, why: Ended) {
        self.why.borrow_mut().get_or_insert(why);
        self.controller.abort();
        // The function that settles a promise cannot throw.
        let _ = self.end.call0(&JsValue::UNDEFINED);
    }
}

impl Stop {
    pub(super) fn new(signal: Option<AbortSignal>, timeout_ms: u32) -> Result<Self, JsValue> {
        let controller = AbortController::new()?;
        let mut end = None;
        let ended = Promise::new(&mut |resolve, _| end = Some(resolve));
        let end = end.ok_or(JsValue::NULL)?;
        let shared = Rc::new(Shared { controller, why: RefCell::default(), end });
        let on_abort = Closure::new({
            let (shared, signal) = (Rc::clone(&shared), signal.clone());
            move || {
                let reason = signal.as_ref().map_or(JsValue::UNDEFINED, |signal| get(signal, "reason"));
                shared.stop(Ended::Aborted(reason));
            }
        });
        if let Some(signal) = &signal {
            signal.add_event_listener_with_callback("abort", on_abort.as_ref().unchecked_ref())?;
        }
        let timer = Timeout::new(timeout_ms, {
            let shared = Rc::clone(&shared);
            move || shared.stop(Ended::TimedOut)
        });
        Ok(Self { shared, ended, signal, on_abort, _timer: timer })
    }

    /// The signal to hand to `fetch`.
    pub(super) fn signal(&self) -> AbortSignal {
        self.shared.controller.signal()
    }

    /// Waits for nothing but the end.
    pub(super) async fn elapse(&self) -> Ended {
        self.wait(&self.ended).await.err().unwrap_or(Ended::TimedOut)
    }

    /// Waits for a promise, or for the end.
    pub(super) async fn wait(&self, promise: &Promise) -> Result<JsValue, Ended> {
        let first = JsFuture::from(Promise::race(&Array::of2(promise, &self.ended))).await;
        match (self.shared.why.take(), first) {
            (Some(why), _) => Err(why),
            (None, first) => first.map_err(Ended::Failed),
        }
    }
}

impl Drop for Stop {
    fn drop(&mut self) {
        if let Some(signal) = &self.signal {
            // Nothing is left to be told.
            let _ = signal.remove_event_listener_with_callback("abort", self.on_abort.as_ref().unchecked_ref());
        }
        // A body that was not read to its end would hold its connection.
        self.shared.controller.abort();
    }
}
