//! Drives a run: acquires a turn, makes the intent durable, sends the request, and passes the event back to the run. It
//! drives as many requests at once as the run allows. It contains no rules: they are in [`crate::mass`].
//!
//! ```text
//! Run::start_next ──► Sending ──write_ahead──► JournalBatch ──► journal ──durable──┐
//!                        └──────────────► Sealed ──────────────────────┴─once_durable──► ToSend ──► Sender ──► Run::handle_event
//! ```

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use serde::Serialize;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

use super::{
    super::{
        deadline::Signal,
        host::{elapsed_ms, moment},
        number::number,
        output::to_js,
    },
    journal::Journal,
    live::Live,
    tick_limits::TickLimits,
};
use crate::{
    api::Cause,
    mass::{JournalBatch, Next, Sealed},
    policy::Event,
};

#[wasm_bindgen]
extern "C" {
    /// The object that `pkg/mass/run.js` passes to a drive. Its methods do not throw.
    #[wasm_bindgen(extends = Journal)]
    #[derive(Clone, Debug)]
    pub type Driving;

    /// Called when the run is blocked until a person intervenes.
    #[wasm_bindgen(method)]
    fn stalled(this: &Driving);
    /// After its abort no new request is sent. Requests in flight are awaited.
    #[wasm_bindgen(method, getter)]
    fn signal(this: &Driving) -> JsValue;
}

/// The state of a run after a drive, with nothing in flight.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TickResult {
    finished: bool,
    blocked: bool,
    /// The time until the next drive, in milliseconds. `None`: only after a command.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_tick_ms: Option<f64>,
}

/// A run with the parameters of its drive.
struct Drive {
    run: Rc<Live>,
    driving: Driving,
    limits: TickLimits,
    in_flight: Cell<u32>,
    /// The error that ends the drive. The first one counts.
    failed: RefCell<Option<JsValue>>,
}

/// Drives a run until it is over, the limits are reached, or it needs a decision.
///
/// # Errors
/// The error of the journal or the rate limiter, once nothing is in flight.
pub(super) async fn drive(run: Rc<Live>, driving: Driving, limits: TickLimits) -> Result<JsValue, JsValue> {
    let drive = Rc::new(Drive { run, driving, limits, in_flight: Cell::new(0), failed: RefCell::default() });
    if let Err(error) = drive.rounds().await {
        drive.fail(error);
    }
    drive.end().await
}

impl Drive {
    async fn rounds(self: &Rc<Self>) -> Result<(), JsValue> {
        let mut calls = 0.0;
        loop {
            let next = self.poll();
            if self.run.needs_attention() {
                self.driving.stalled();
            }
            match next {
                _ if self.is_ending() => return Ok(()),
                Next::Over => return Ok(()),
                Next::Send if calls >= self.limits.max_calls => return Ok(()),
                Next::Send => calls += if self.send().await? { 1.0 } else { 0.0 },
                Next::Nothing { until_ms } => {
                    let wait_ms = until_ms.map(|until_ms| until_ms.saturating_sub(elapsed_ms()));
                    let is_patient = wait_ms.is_some_and(|ms| number(ms) <= self.limits.max_wait_ms);
                    if self.in_flight.get() == 0 && !is_patient {
                        return Ok(());
                    }
                    self.run.bell.wait(wait_ms).await;
                }
            }
        }
    }

    /// Returns the next action of the run, and writes its record to the journal.
    fn poll(self: &Rc<Self>) -> Next {
        let wanted = self.run.run_mut(|run| run.poll(&moment()));
        self.append(&wanted.record);
        wanted.next
    }

    /// Appends a record without waiting. An error of the journal ends the drive.
    fn append(self: &Rc<Self>, record: &JournalBatch) {
        if *record == JournalBatch::default() {
            return;
        }
        let (appended, drive) = (self.run.write(&self.driving, record), Rc::clone(self));
        super::spawn(async move {
            if let Err(error) = JsFuture::from(appended).await {
                drive.fail(error);
            }
        });
    }

    /// Sends one request, if the run still has one when the rate limiter admits it.
    async fn send(self: &Rc<Self>) -> Result<bool, JsValue> {
        let signal = Signal::from_value(self.driving.signal());
        match self.run.client.rate_limiter.acquire(signal.as_ref()).await {
            Err(_) if self.is_aborted() => return Ok(false),
            taken => taken?,
        }
        if self.is_ending() {
            return Ok(false);
        }
        let Some(sending) = self.run.run_mut(|run| run.start_next(&moment())) else { return Ok(false) };
        let (record, sealed) = sending.write_ahead();
        let durable = JsFuture::from(self.run.write(&self.driving, &record));
        let drive = Rc::clone(self);
        self.in_flight.set(self.in_flight.get() + 1);
        super::spawn(async move {
            if let Err(error) = drive.send_sealed(durable, sealed).await {
                drive.fail(error);
            }
            drive.in_flight.set(drive.in_flight.get() - 1);
            drive.run.bell.ring();
        });
        Ok(true)
    }

    /// Opens the seal once the intent is durable, and only if the request may still be sent.
    async fn send_sealed(self: &Rc<Self>, durable: JsFuture, sealed: Sealed) -> Result<(), JsValue> {
        let ticket = sealed.ticket();
        durable.await?;
        let may_leave = self.run.run_mut(|run| run.may_leave(ticket));
        let event = if may_leave {
            let to_send = sealed.once_durable();
            let sent = self.run.client.sender.send(&to_send.request, to_send.timeout_ms, None).await;
            sent.map_or_else(|(cause, _)| Event::Lost(cause), Event::Response)
        } else {
            Event::Lost(Cause::Aborted { sent: false })
        };
        let reply = self.run.run_mut(|run| run.handle_event(ticket, event, &moment()));
        let durable = JsFuture::from(self.run.write(&self.driving, &reply.record));
        if let Some(limited) = reply.limited {
            self.run.client.rate_limiter.on_rejected(limited.retry_after_ms)?;
        }
        // The next request can start. Its intent follows this record in the journal.
        self.run.bell.ring();
        durable.await.map(drop)
    }

    fn fail(&self, error: JsValue) {
        self.failed.borrow_mut().get_or_insert(error);
        self.run.bell.ring();
    }

    fn is_aborted(&self) -> bool {
        Signal::from_value(self.driving.signal()).is_some_and(|signal| signal.reason().is_some())
    }

    fn is_ending(&self) -> bool {
        self.failed.borrow().is_some() || self.limits.is_aborted() || self.is_aborted()
    }

    /// Waits for the requests in flight, and for the journal.
    async fn end(self: &Rc<Self>) -> Result<JsValue, JsValue> {
        while self.in_flight.get() > 0 {
            self.run.bell.wait(None).await;
        }
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        let wanted = self.run.run_mut(|run| run.poll(&moment()));
        JsFuture::from(self.run.write(&self.driving, &wanted.record)).await?;
        let next_tick_ms = match wanted.next {
            Next::Send => Some(0),
            Next::Nothing { until_ms } => until_ms.map(|until_ms| until_ms.saturating_sub(elapsed_ms())),
            Next::Over => None,
        };
        let finished = wanted.next == Next::Over;
        Ok(to_js(&TickResult { finished, blocked: self.run.needs_attention(), next_tick_ms: next_tick_ms.map(number) }))
    }
}
