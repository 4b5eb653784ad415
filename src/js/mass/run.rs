//! The exported run: its commands, and its drive.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use js_sys::Promise;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use super::{
    super::{host::moment, input::not_a_promise},
    bell::Bell,
    drive::{Driving, drive},
    journal::Journal,
    live::Live,
    shared::Client,
    tick_limits::TickLimits,
    view::{RunView, Seen},
};
use crate::{
    api::{Issue, OrderId, RawValue, Rule},
    input::wrong_type,
    mass::{self, CommandError, JournalBatch, JournalChain, texts},
    policy::Moment,
};

/// The default for the maximum wait of a tick, in milliseconds.
const MAX_WAIT_MS: f64 = 1000.0;

/// A run that can send. Every method that changes it returns a promise that resolves once the change is in the journal.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Run(Rc<Live>);

#[wasm_bindgen]
impl Run {
    /// The read-only view.
    pub fn view(&self) -> RunView {
        RunView::new(&self.0.seen)
    }

    /// Pauses the run. No new revocation is sent. Orders in doubt are still read.
    pub fn pause(&self, journal: &Journal) -> Promise {
        self.steer(journal, |run, moment| run.pause(moment).map_err(refused))
    }

    /// Resumes the run after a pause, or after the API key works again.
    pub fn resume(&self, journal: &Journal) -> Promise {
        self.steer(journal, |run, moment| run.resume(moment).map_err(refused))
    }

    /// Cancels the run. No further revocation is sent. Orders in doubt are still read, then the run is over.
    pub fn cancel(&self, journal: &Journal) -> Promise {
        self.steer(journal, |run, moment| run.cancel(moment).map_err(refused))
    }

    /// Brings the next confirming read forward. The loop that drives the run wakes.
    #[wasm_bindgen(js_name = confirmSoon)]
    pub fn confirm_soon(&self) {
        self.0.run_mut(|run| run.confirm_soon(&moment()));
        self.0.bell.ring();
    }

    /// Puts an order on hold: it is not sent, or not sent again. `reason`: the reason.
    pub fn hold(&self, order_id: &JsValue, reason: &JsValue, journal: &Journal) -> Promise {
        let order_id = self.order_id(order_id);
        let reason = self.reason(reason);
        self.steer(journal, |run, moment| run.hold(order_id?, &reason?, moment).map_err(refused))
    }

    /// Releases the hold of an order.
    pub fn release(&self, order_id: &JsValue, journal: &Journal) -> Promise {
        let order_id = self.order_id(order_id);
        self.steer(journal, |run, moment| run.release(order_id?, moment).map_err(refused))
    }

    /// Drives the run until it is over or needs a decision. Resolves to `{ finished, blocked, nextTickMs }`.
    pub fn drive(&self, driving: Driving) -> Promise {
        self.driven(driving, TickLimits::NONE)
    }

    /// Drives the run within limits. Resolves to `{ finished, blocked, nextTickMs }`.
    pub fn tick(&self, driving: Driving, limits: &JsValue) -> Promise {
        match TickLimits::new(self.0.client.input(), limits, MAX_WAIT_MS) {
            Ok(limits) => self.driven(driving, limits),
            Err(issues) => Promise::reject(&self.0.client.invalid(issues)),
        }
    }

    /// Wakes the loop that drives the run, after a command or before it ends.
    pub fn wake(&self) {
        self.0.bell.ring();
    }
}

impl Run {
    /// `chain`: that of the journal of the run.
    pub(super) fn new(run: mass::Run, chain: JournalChain, client: &Rc<Client>) -> Self {
        let seen = Rc::new(Seen {
            run: RefCell::new(run),
            rate_limiter: Some(client.rate_limiter.clone()),
            is_rehearsal: false,
            host: client.host.clone(),
        });
        let (client, bell) = (Rc::clone(client), Bell::default());
        let (chain, is_driven) = (RefCell::new(chain), Cell::new(false));
        Self(Rc::new(Live { seen, chain, client, bell, is_driven }))
    }

    fn steer(
        &self,
        journal: &Journal,
        act: impl FnOnce(&mut mass::Run, &Moment) -> Result<JournalBatch, Issue>,
    ) -> Promise {
        match self.0.run_mut(|run| act(run, &moment())) {
            Ok(record) => self.0.write(journal, &record),
            Err(issue) => Promise::reject(&self.0.client.refused(issue)),
        }
    }

    /// Drives the run. Only one loop can run at a time, because two would exceed the limits.
    fn driven(&self, driving: Driving, limits: TickLimits) -> Promise {
        let live = Rc::clone(&self.0);
        if live.is_driven.replace(true) {
            let message = "another tick of this run is still in progress; await it first";
            return Promise::reject(&live.client.refused(Issue::new("tick", Rule::Conflict, message)));
        }
        super::promise(async move {
            let left = drive(Rc::clone(&live), driving, limits).await;
            live.is_driven.set(false);
            left
        })
    }

    fn order_id(&self, order_id: &JsValue) -> Result<OrderId, Issue> {
        OrderId::from_input("orderId", &self.0.client.input().value(order_id))
    }

    fn reason(&self, reason: &JsValue) -> Result<String, Issue> {
        not_a_promise("reason", reason)?;
        match self.0.client.input().value(reason) {
            RawValue::Text(reason) if !reason.trim().is_empty() => texts::short("reason", &reason).map(|()| reason),
            RawValue::Missing | RawValue::Null | RawValue::Text(_) => {
                Err(Issue::new("reason", Rule::Required, "reason is missing; state it in a sentence"))
            }
            other => Err(wrong_type("reason", "a sentence", &other)),
        }
    }
}

fn refused(refusal: CommandError) -> Issue {
    let field = if matches!(refusal, CommandError::InvalidState) { "run" } else { "orderId" };
    Issue::new(field, Rule::Conflict, refusal.to_string())
}
