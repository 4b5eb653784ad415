//! Ends an operation at its timeout or when the caller's signal aborts, whichever comes first, even if the operation ignores
//! both.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Array, Function, Promise};
use wasm_bindgen::{JsValue, closure::Closure, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortController;

use super::value::{get, method};

#[wasm_bindgen]
extern "C" {
    // Looked up at each call, because a test can replace the timers of its host.
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &JsValue, ms: u32) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue);
}

/// The caller's `AbortSignal`. It can come from another realm, so only its properties are used.
#[derive(Clone, Debug)]
pub(super) struct Signal(JsValue);

impl Signal {
    /// Recognizes a signal by its properties.
    pub(super) fn from_value(value: JsValue) -> Option<Self> {
        let has = |name| method(&value, name).is_some();
        // A listener that cannot be removed would be called after the end of the call.
        let is_signal =
            get(&value, "aborted").ok()?.as_bool().is_some() && has("addEventListener") && has("removeEventListener");
        is_signal.then_some(Self(value))
    }

    /// Returns the reason if the signal is aborted.
    pub(super) fn reason(&self) -> Option<JsValue> {
        let is_aborted = get(&self.0, "aborted").is_ok_and(|aborted| aborted.is_truthy());
        is_aborted.then(|| get(&self.0, "reason").unwrap_or_default())
    }

    /// Returns the signal itself.
    #[cfg(feature = "mass")]
    pub(super) fn as_js(&self) -> &JsValue {
        &self.0
    }

    fn call(&self, name: &str, listener: &JsValue) {
        if let Some(method) = method(&self.0, name) {
            // A signal that rejects a listener cannot abort anything. The timeout still ends the operation.
            let _ = method.call2(&self.0, &"abort".into(), listener);
        }
    }
}

/// A timer that is cleared when it is dropped.
pub(super) struct Timer {
    id: JsValue,
    _callback: Closure<dyn FnMut()>,
}

impl Timer {
    /// Calls back once after `ms` milliseconds.
    pub(super) fn new(ms: u32, callback: impl FnMut() + 'static) -> Self {
        let callback = Closure::new(callback);
        // Hosts fire a longer timer at once.
        let id = set_timeout(callback.as_ref(), ms.min(0x7fff_ffff));
        Self { id, _callback: callback }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(&self.id);
    }
}

/// The reason why an operation ended without a result.
#[derive(Clone, Debug)]
pub(super) enum Ended {
    /// The timeout passed.
    TimedOut,
    /// The caller aborted, with the reason of the signal.
    Aborted(JsValue),
    /// The operation itself failed.
    Failed(JsValue),
}

/// A timeout and a signal that end the operations that wait for them. Dropping it removes the timer and the listener.
pub(super) struct Deadline {
    shared: Rc<Shared>,
    over: Promise,
    signal: Option<Signal>,
    /// `Fn`, because a signal implemented by the caller can call it recursively.
    on_abort: Closure<dyn Fn()>,
    _timer: Timer,
}

struct Shared {
    controller: AbortController,
    ended: RefCell<Option<Ended>>,
    resolve: RefCell<Option<Function>>,
}

impl Shared {
    /// The first reason counts.
    fn end(&self, ended: Ended) {
        self.ended.borrow_mut().get_or_insert(ended);
        self.controller.abort();
        if let Some(resolve) = self.resolve.take() {
            // The function that settles a promise does not throw.
            let _ = resolve.call0(&JsValue::UNDEFINED);
        }
    }
}

impl Deadline {
    pub(super) fn new(timeout_ms: u32, signal: Option<Signal>) -> Result<Self, JsValue> {
        let controller = AbortController::new()?;
        let mut resolve = None;
        let over = Promise::new(&mut |settle, _| resolve = Some(settle));
        let shared = Rc::new(Shared { controller, ended: RefCell::default(), resolve: RefCell::new(resolve) });
        let on_abort = Closure::new({
            let (shared, signal) = (Rc::clone(&shared), signal.clone());
            move || shared.end(Ended::Aborted(signal.as_ref().and_then(Signal::reason).unwrap_or_default()))
        });
        let timer = Timer::new(timeout_ms, {
            let shared = Rc::clone(&shared);
            move || shared.end(Ended::TimedOut)
        });
        match signal.as_ref().map(|signal| (signal, signal.reason())) {
            Some((_, Some(reason))) => shared.end(Ended::Aborted(reason)),
            Some((signal, None)) => signal.call("addEventListener", on_abort.as_ref()),
            None => {}
        }
        Ok(Self { shared, over, signal, on_abort, _timer: timer })
    }

    /// The signal to pass to `fetch`.
    pub(super) fn signal(&self) -> web_sys::AbortSignal {
        self.shared.controller.signal()
    }

    /// Waits for the timeout or the signal.
    pub(super) async fn elapse(&self) -> Ended {
        self.race(&self.over).await.err().unwrap_or(Ended::TimedOut)
    }

    /// Waits for a promise or another value. A value whose `constructor` or `then` throws counts as rejected: `Promise.race`
    /// handles that, `Promise.resolve` does not.
    pub(super) async fn race(&self, promise: &JsValue) -> Result<JsValue, Ended> {
        let first = JsFuture::from(Promise::race(&Array::of2(promise, &self.over))).await;
        match (self.shared.ended.borrow().clone(), first) {
            (Some(ended), _) => Err(ended),
            (None, first) => first.map_err(Ended::Failed),
        }
    }
}

impl Drop for Deadline {
    fn drop(&mut self) {
        if let Some(signal) = &self.signal {
            signal.call("removeEventListener", self.on_abort.as_ref());
        }
        // An unread body would keep its connection open.
        self.shared.controller.abort();
    }
}
