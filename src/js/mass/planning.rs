//! A plan in progress: reads the orders of a list request by request, at the pace of the key.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use js_sys::{Object, Promise};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use super::{
    super::{
        deadline::{Deadline, Ended, Signal},
        host::{elapsed_ms, moment},
        number::number,
        output::{self, to_js},
        value::set,
    },
    plan::Plan,
    progress::ProgressOptions,
    shared::Client,
    tick_limits::TickLimits,
};
use crate::{
    api::{Cause, Failure, HttpRequest, HttpResponse, Issue, Rule},
    mass::{Basis, Item, Survey, SurveyProgress, SurveyResult, Terms},
    policy::{Admission, Call, Driver, Io, Moment, Notice, Pending, Policy, WaitReason},
};

/// A plan in progress. It only advances within `tick`.
#[wasm_bindgen]
#[derive(Debug)]
pub struct PlanInProgress(Rc<Planning>);

/// The input of a plan, and its progress.
#[derive(Debug)]
pub(super) struct PlanRequest {
    pub(super) items: Vec<Item>,
    pub(super) terms: Terms,
    pub(super) call: ProgressOptions,
}

#[derive(Debug)]
struct Planning {
    client: Rc<Client>,
    /// `None` during a tick, and after the end.
    driver: RefCell<Option<Driver<Survey>>>,
    request: PlanRequest,
    /// The end of the current wait of the survey, by the clock of [`elapsed_ms`].
    until_ms: Cell<u64>,
    progress: Cell<Option<SurveyProgress>>,
    /// The JavaScript value that caused a failure.
    cause: RefCell<Option<JsValue>>,
    is_over: Cell<bool>,
}

/// The result of a tick.
enum Tick {
    Made(Plan),
    Again { ms: u64 },
}

#[wasm_bindgen]
impl PlanInProgress {
    /// Continues within `limits`. Resolves to `{ plan }`, or to `{ nextTickMs }`: the time until the next tick, in milliseconds.
    pub fn tick(&self, limits: &JsValue) -> Promise {
        match TickLimits::new(self.0.client.input(), limits, f64::INFINITY) {
            Ok(limits) => super::promise(Rc::clone(&self.0).tick(limits)),
            Err(issues) => Promise::reject(&self.0.client.invalid(issues)),
        }
    }

    /// Ends the plan. A response in flight is ignored.
    pub fn close(&self) {
        self.0.is_over.set(true);
    }
}

impl PlanInProgress {
    pub(super) fn new(client: &Rc<Client>, request: PlanRequest) -> Self {
        let run = client.settings.run;
        let policy = Policy { timeout_ms: run.timeout_ms, deadline_ms: u32::MAX, retry: Some(run.retry) };
        let survey = Survey::new(request.items.iter().map(|item| item.order_id));
        Self(Rc::new(Planning {
            client: Rc::clone(client),
            driver: RefCell::new(Some(Driver::new(Call::new(survey, policy)))),
            request,
            until_ms: Cell::new(0),
            progress: Cell::default(),
            cause: RefCell::default(),
            is_over: Cell::new(false),
        }))
    }
}

impl Planning {
    async fn tick(self: Rc<Self>, limits: TickLimits) -> Result<JsValue, JsValue> {
        let reply = Object::new();
        if self.is_over.get() {
            set(&reply, "nextTickMs", &0.into());
            return Ok(reply.into());
        }
        let Some(mut driver) = self.driver.take() else {
            let message = "another tick of this plan is still in progress; await it first";
            return Err(self.client.refused(Issue::new("tick", Rule::Conflict, message)));
        };
        let tick = self.steps(&mut driver, &limits).await;
        match tick {
            Ok(Tick::Again { ms }) => {
                self.driver.replace(Some(driver));
                set(&reply, "nextTickMs", &number(ms).into());
            }
            Ok(Tick::Made(plan)) => {
                self.is_over.set(true);
                set(&reply, "plan", &plan.into());
            }
            Err(error) => {
                self.is_over.set(true);
                return Err(error);
            }
        }
        Ok(reply.into())
    }

    async fn steps(&self, driver: &mut Driver<Survey>, limits: &TickLimits) -> Result<Tick, JsValue> {
        let mut calls = 0.0;
        loop {
            let pending = driver.pending(self);
            let wait_ms = match pending {
                Pending::Wait { .. } => self.until_ms.get().saturating_sub(elapsed_ms()),
                Pending::Send | Pending::Done => 0,
            };
            let is_late = number(wait_ms) > limits.max_wait_ms || limits.is_aborted();
            if pending != Pending::Done && is_late {
                return Ok(Tick::Again { ms: wait_ms });
            }
            if pending == Pending::Send {
                if calls >= limits.max_calls {
                    return Ok(Tick::Again { ms: 0 });
                }
                self.progress.set(Some(driver.call().procedure().progress()));
                if !self.may_send(limits).await? {
                    continue;
                }
                calls += 1.0;
            }
            let end = if self.is_over.get() { None } else { driver.advance(self).await };
            if self.is_over.get() {
                return Ok(Tick::Again { ms: 0 });
            }
            match end {
                Some(Ok(surveyed)) => return Ok(Tick::Made(self.finish(surveyed))),
                Some(Err(failure)) => return Err(self.failed(failure, driver)),
                None => self.start_wait(driver)?,
            }
        }
    }

    /// Waits for the rate limiter. Returns false if the signal of the tick ended the wait. The signal of the plan ends the survey.
    async fn may_send(&self, limits: &TickLimits) -> Result<bool, JsValue> {
        let signal = limits.signal.as_ref().or(self.request.call.signal.as_ref());
        match self.client.rate_limiter.acquire(signal).await {
            Ok(()) => Ok(true),
            Err(_) if limits.is_aborted() => Ok(false),
            Err(_) if self.reason().is_some() => Ok(true),
            Err(error) => Err(error),
        }
    }

    /// Starts the wait of the survey. Reports a rate limit to the rate limiter at once, because others share the key.
    fn start_wait(&self, driver: &mut Driver<Survey>) -> Result<(), JsValue> {
        if let Pending::Wait { ms, reason } = driver.pending(self) {
            let ms = u64::from(ms);
            self.until_ms.set(elapsed_ms().saturating_add(ms));
            if reason == WaitReason::RateLimited {
                return self.client.rate_limiter.on_rejected(Some(ms));
            }
        }
        Ok(())
    }

    fn finish(&self, surveyed: SurveyResult) -> Plan {
        let PlanRequest { items, terms, .. } = &self.request;
        let basis = Basis {
            items: items.clone(),
            surveyed,
            terms: terms.clone(),
            pace: self.client.settings.pace(),
            made_unix_ms: moment().unix_ms,
        };
        let text = basis.to_text();
        Plan::new(basis, text)
    }

    fn failed(&self, failure: Failure, driver: &Driver<Survey>) -> JsValue {
        let details = output::failure(failure, None, driver.call().attempts());
        let cause = self.cause.take().unwrap_or_default();
        self.client.host.error(&details, &cause, self.client.sender.key())
    }

    fn reason(&self) -> Option<JsValue> {
        self.request.call.signal.as_ref().and_then(Signal::reason)
    }

    /// Ends the survey if the signal of the plan is aborted.
    fn check_signal(&self) -> Result<(), Cause> {
        match self.reason() {
            Some(reason) => Err(self.lost((Cause::Aborted { sent: false }, reason))),
            None => Ok(()),
        }
    }

    fn lost(&self, (cause, value): (Cause, JsValue)) -> Cause {
        self.cause.replace(Some(value));
        cause
    }
}

impl Io for Planning {
    fn moment(&self) -> Moment {
        moment()
    }

    fn notify(&self, notice: Notice<'_>) {
        if let (Notice::Request(_), Some(hook), Some(progress)) =
            (notice, &self.request.call.on_progress, self.progress.get())
        {
            self.client.host.call_hook(hook, &to_js(&progress), &JsValue::UNDEFINED);
        }
    }

    /// Reports a delay, because the tick has waited for the rate limiter.
    async fn admit(&self, _: &HttpRequest, _: u32, _: bool) -> Result<Admission, Cause> {
        self.check_signal().map(|()| Admission::Delayed)
    }

    async fn send(&self, request: &HttpRequest, timeout_ms: u32) -> Result<HttpResponse, Cause> {
        self.check_signal()?;
        let sent = self.client.sender.send(request, timeout_ms, self.request.call.signal.as_ref()).await;
        sent.map_err(|lost| self.lost(lost))
    }

    async fn sleep(&self, _: u32) -> Result<(), Cause> {
        let left_ms = u32::try_from(self.until_ms.get().saturating_sub(elapsed_ms())).unwrap_or(u32::MAX);
        let Ok(deadline) = Deadline::new(left_ms, self.request.call.signal.clone()) else { return Ok(()) };
        match deadline.elapse().await {
            Ended::Aborted(reason) => Err(self.lost((Cause::Aborted { sent: false }, reason))),
            Ended::TimedOut | Ended::Failed(_) => Ok(()),
        }
    }
}
