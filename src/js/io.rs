//! The [`Io`] of one call: the clock, hooks, the queue of the client, and the transport.

use std::cell::{Cell, RefCell};

use js_sys::Function;
use serde::Serialize;
use wasm_bindgen::JsValue;

use super::{
    admission::InFlight, connection::CallOptions, deadline::Signal, host, output::to_js, shared::Client, value::set,
};
use crate::{
    api::{Cause, HttpRequest, HttpResponse, Method, Subject},
    policy::{Admission, CallInfo, Io, Moment, Notice, Operation, QueueEnd, QueuedRequest, WaitReason, retry_after_ms},
};

/// The argument of `onRetry`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Waiting {
    wait_ms: u32,
    reason: WaitReason,
}

/// A call in progress.
pub(super) struct CallIo<'a> {
    client: &'a Client,
    options: &'a CallOptions,
    operation: Operation,
    subject: Option<&'a Subject>,
    /// The state of the call in JavaScript. `sent` is set before a write is sent, so that it survives a crash of the core.
    progress: &'a JsValue,
    call_id: String,
    start_ms: u64,
    attempt: Cell<u32>,
    in_flight: RefCell<Option<InFlight>>,
    cause: RefCell<Option<JsValue>>,
}

impl<'a> CallIo<'a> {
    pub(super) fn new(
        client: &'a Client,
        operation: Operation,
        subject: Option<&'a Subject>,
        options: &'a CallOptions,
        progress: &'a JsValue,
    ) -> Self {
        Self {
            client,
            options,
            operation,
            subject,
            progress,
            call_id: client.next_call_id(),
            start_ms: host::elapsed_ms(),
            attempt: Cell::new(0),
            in_flight: RefCell::default(),
            cause: RefCell::default(),
        }
    }

    /// Returns the JavaScript value that caused the failure of this call.
    pub(super) fn into_cause(self) -> JsValue {
        self.cause.into_inner().unwrap_or_default()
    }

    fn call_hook(&self, hook: Option<&Function>, attempt: u32, what: &impl Serialize) {
        let Some(hook) = hook else { return };
        let elapsed_ms = u32::try_from(host::elapsed_ms().saturating_sub(self.start_ms)).unwrap_or(u32::MAX);
        let info = CallInfo {
            call_id: self.call_id.clone(),
            operation: self.operation,
            subject: self.subject.cloned(),
            attempt,
            elapsed_ms,
        };
        self.client.host.call_hook(hook, &to_js(what), &to_js(&info));
    }

    fn aborted(&self, reason: JsValue) -> Cause {
        self.cause.replace(Some(reason));
        Cause::Aborted { sent: false }
    }
}

impl Io for CallIo<'_> {
    fn moment(&self) -> Moment {
        host::moment()
    }

    fn notify(&self, notice: Notice<'_>) {
        let hooks = &self.client.connection.hooks;
        let attempt = self.attempt.get();
        match notice {
            Notice::Request(request) => {
                self.attempt.set(attempt + 1);
                self.call_hook(hooks.on_request.as_ref(), attempt + 1, request);
            }
            Notice::Attempt(ended) => self.call_hook(hooks.on_response.as_ref(), attempt, ended),
            Notice::Wait { reason: WaitReason::Planned, .. } => {}
            Notice::Wait { ms, reason } => {
                self.call_hook(hooks.on_retry.as_ref(), attempt + 1, &Waiting { wait_ms: ms, reason });
            }
        }
    }

    async fn admit(&self, _: &HttpRequest, left_ms: u32, follow_up: bool) -> Result<Admission, Cause> {
        let signal = self.options.signal.clone();
        if let Some(reason) = signal.as_ref().and_then(Signal::reason) {
            return Err(self.aborted(reason));
        }
        let request = QueuedRequest { priority: self.options.priority, operation: self.operation.as_str(), follow_up };
        // The call that caused the pause has already waited and reported it.
        let pause_ms = self.client.admissions.pause_ms();
        if pause_ms > 0 && !follow_up {
            self.notify(Notice::Wait { ms: pause_ms, reason: WaitReason::Paused });
        }
        let admitted = self.client.admissions.admit(request, left_ms, self.options.policy.timeout_ms, signal).await;
        let (in_flight, admission) = admitted.map_err(|reason| self.aborted(reason))?;
        self.in_flight.replace(in_flight);
        Ok(admission)
    }

    async fn send(&self, request: &HttpRequest, timeout_ms: u32) -> Result<HttpResponse, Cause> {
        let is_write = request.method == Method::Put;
        let in_flight = self.in_flight.take();
        // A hook or another call can have aborted this one meanwhile.
        if let Some(reason) = self.options.signal.as_ref().and_then(Signal::reason) {
            return Err(self.aborted(reason));
        }
        let handing_over = || {
            if is_write {
                set(self.progress, "sent", &JsValue::TRUE);
            }
        };
        let sent = self.client.transport.send(request, timeout_ms, self.options.signal.clone(), handing_over).await;
        if let Some(in_flight) = in_flight {
            in_flight.finish(queue_end(&sent));
        }
        sent.map_err(|(cause, value)| {
            // The cause of a lost write is not replaced by those of the reads that follow.
            let is_abort = matches!(cause, Cause::Aborted { .. });
            if is_abort || (!value.is_undefined() && (is_write || self.cause.borrow().is_none())) {
                self.cause.replace(Some(value));
            }
            cause
        })
    }

    async fn sleep(&self, ms: u32) -> Result<(), Cause> {
        match self.client.sleep(ms, self.options.signal.clone()).await {
            Some(reason) => Err(self.aborted(reason)),
            None => Ok(()),
        }
    }
}

fn queue_end<E>(sent: &Result<HttpResponse, E>) -> QueueEnd {
    match sent {
        Ok(response) if response.status == 429 => {
            let now_ms = host::moment().unix_ms;
            let retry_after = response.retry_after.as_deref();
            QueueEnd::RateLimited { retry_after_ms: retry_after.and_then(|header| retry_after_ms(header, now_ms)) }
        }
        Ok(_) => QueueEnd::Responded,
        Err(_) => QueueEnd::Lost,
    }
}
