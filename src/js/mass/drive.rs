//! Drives a run: gets permission to send, makes the intent durable, sends, and gives the event back to the run; as many
//! requests at once as the run allows. It decides nothing: every rule is in [`crate::mass`].
//!
//! ```text
//! Run::grant ──► Sending ──write_ahead──► Record ──► journal ──durable──┐
//!                        └──────────────► Sealed ──────────────────────┴─once_durable──► ToSend ──► Sender ──► Run::told
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
        output::to_js,
    },
    journal::Journal,
    live::Live,
    number,
    tick_limits::TickLimits,
};
use crate::{
    api::Cause,
    mass::{Next, Record, Sealed},
    policy::Event,
};

#[wasm_bindgen]
extern "C" {
    /// The object that `pkg/mass/run.js` passes to a drive. Its methods do not throw.
    #[wasm_bindgen(extends = Journal)]
    #[derive(Clone, Debug)]
    pub type Driving;

    /// No order moves until the run is paused, resumed or cancelled, and no such call was made.
    #[wasm_bindgen(method)]
    fn stalled(this: &Driving);
    /// From its abort on nothing new is sent. What is in flight is waited for.
    #[wasm_bindgen(method, getter)]
    fn signal(this: &Driving) -> JsValue;
}

/// How a drive left a run, with nothing in flight.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Left {
    over: bool,
    stands: bool,
    /// When to drive it again, in milliseconds from now; without it, once somebody has steered the run.
    #[serde(skip_serializing_if = "Option::is_none")]
    again_ms: Option<f64>,
}

/// A run and what it is driven with.
struct Drive {
    run: Rc<Live>,
    driving: Driving,
    limits: TickLimits,
    in_flight: Cell<u32>,
    /// What ended it. The first error counts.
    failed: RefCell<Option<JsValue>>,
}

/// Drives a run until it is over, the limits are reached, or it needs a decision.
///
/// # Errors
/// What the journal or the gate failed with, once nothing is in flight.
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
            let next = self.look();
            if self.run.stands() {
                self.driving.stalled();
            }
            match next {
                _ if self.is_ending() => return Ok(()),
                Next::Over => return Ok(()),
                Next::Send if calls >= self.limits.max_calls => return Ok(()),
                Next::Send => calls += if self.send().await? { 1.0 } else { 0.0 },
                Next::Nothing { until_ms } => {
                    let wait_ms = until_ms.map(|until_ms| until_ms.saturating_sub(elapsed_ms()));
                    let is_patient = wait_ms.is_some_and(|ms| number(ms) <= self.limits.patience_ms);
                    if self.in_flight.get() == 0 && !is_patient {
                        return Ok(());
                    }
                    self.run.bell.wait(wait_ms).await;
                }
            }
        }
    }

    /// What the run wants now. What came about meanwhile goes into the journal.
    fn look(self: &Rc<Self>) -> Next {
        let wanted = self.run.run_mut(|run| run.wants(&moment()));
        self.note(&wanted.record);
        wanted.next
    }

    /// Appends a record that nothing waits for. A journal that fails ends the drive.
    fn note(self: &Rc<Self>, record: &Record) {
        if *record == Record::default() {
            return;
        }
        let (appended, drive) = (self.driving.write(record), Rc::clone(self));
        super::spawn(async move {
            if let Err(error) = JsFuture::from(appended).await {
                drive.fail(error);
            }
        });
    }

    /// Sends one request, if the run still wants to once the gate permits it.
    async fn send(self: &Rc<Self>) -> Result<bool, JsValue> {
        let signal = Signal::from_value(self.driving.signal());
        match self.run.client.gate.take(signal.as_ref()).await {
            Err(_) if self.is_aborted() => return Ok(false),
            taken => taken?,
        }
        if self.is_ending() {
            return Ok(false);
        }
        let Some(sending) = self.run.run_mut(|run| run.grant(&moment())) else { return Ok(false) };
        let (record, sealed) = sending.write_ahead();
        let durable = JsFuture::from(self.driving.write(&record));
        let drive = Rc::clone(self);
        self.in_flight.set(self.in_flight.get() + 1);
        super::spawn(async move {
            if let Err(error) = drive.fly(durable, sealed).await {
                drive.fail(error);
            }
            drive.in_flight.set(drive.in_flight.get() - 1);
            drive.run.bell.ring();
        });
        Ok(true)
    }

    /// The seal is opened once the intent is durable, and only if the request may still leave.
    async fn fly(self: &Rc<Self>, durable: JsFuture, sealed: Sealed) -> Result<(), JsValue> {
        let ticket = sealed.ticket();
        durable.await?;
        let may_leave = self.run.run_mut(|run| run.may_leave(ticket));
        let event = if may_leave {
            let to_send = sealed.once_durable();
            let sent = self.run.client.sender.send(&to_send.request, to_send.timeout_ms, None).await;
            sent.map_or_else(|(cause, _)| Event::Lost(cause), Event::Answered)
        } else {
            Event::Lost(Cause::Aborted { sent: false })
        };
        let told = self.run.run_mut(|run| run.told(ticket, event, &moment()));
        let durable = JsFuture::from(self.driving.write(&told.record));
        if let Some(limited) = told.limited {
            self.run.client.gate.refused(limited.retry_after_ms)?;
        }
        // Its place is free for the next request, whose intent comes behind this in the journal.
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

    /// Waits for what is in flight, and for the journal.
    async fn end(self: &Rc<Self>) -> Result<JsValue, JsValue> {
        while self.in_flight.get() > 0 {
            self.run.bell.wait(None).await;
        }
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        let wanted = self.run.run_mut(|run| run.wants(&moment()));
        JsFuture::from(self.driving.write(&wanted.record)).await?;
        let again_ms = match wanted.next {
            Next::Send => Some(0),
            Next::Nothing { until_ms } => until_ms.map(|until_ms| until_ms.saturating_sub(elapsed_ms())),
            Next::Over => None,
        };
        let over = wanted.next == Next::Over;
        Ok(to_js(&Left { over, stands: self.run.stands(), again_ms: again_ms.map(number) }))
    }
}
