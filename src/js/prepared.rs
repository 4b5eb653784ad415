//! A call with validated input: its plan, with a JavaScript value as the result.

use serde::Serialize;
use wasm_bindgen::JsValue;

use super::output::to_js;
use crate::{
    api::{Action, Cause, Endpoint, HttpResponse, Subject},
    policy::{Change, Next, Plan, Reconciled, Single},
};

/// A plan whose answer is a JavaScript value: one state machine serves every operation.
pub(super) type AnyPlan = Box<dyn Plan<Answer = JsValue>>;

/// A call that can run.
pub(super) struct Prepared {
    pub(super) plan: AnyPlan,
    /// The order or request that it concerns.
    pub(super) subject: Option<Subject>,
    /// The path, if it is a write.
    pub(super) write: Option<String>,
}

impl Prepared {
    /// A read with a subject.
    pub(super) fn read(subject: impl Into<Subject>, plan: AnyPlan) -> Self {
        Self::other(Some(subject.into()), plan)
    }

    /// A read.
    pub(super) fn other(subject: Option<Subject>, plan: AnyPlan) -> Self {
        Self { plan, subject, write: None }
    }

    /// A write.
    pub(super) fn write<C>(subject: Subject, change: Change<C>) -> Self
    where
        C: Reconciled<Answer: Serialize> + 'static,
    {
        let write = Some(change.endpoint().request().path);
        Self { plan: converted(change), subject: Some(subject), write }
    }
}

/// One request, one response.
pub(super) fn single<E: Endpoint<Answer: Serialize> + 'static>(endpoint: E) -> AnyPlan {
    Box::new(Single::new(endpoint, |answer| to_js(&answer)))
}

/// Converts the answer of a plan.
pub(super) fn converted<P: Plan<Answer: Serialize> + 'static>(plan: P) -> AnyPlan {
    Box::new(Converted(plan))
}

struct Converted<P>(P);

impl<P: Plan<Answer: Serialize>> Plan for Converted<P> {
    type Answer = JsValue;

    fn action(&self) -> Action {
        self.0.action()
    }

    fn next(&mut self, now_unix_ms: u64) -> Next<JsValue> {
        match self.0.next(now_unix_ms) {
            Next::Ask(request) => Next::Ask(request),
            Next::Pause(ms) => Next::Pause(ms),
            Next::End(end) => Next::End(end.map(|answer| to_js(&answer))),
        }
    }

    fn take(&mut self, response: &HttpResponse) -> Result<(), Cause> {
        self.0.take(response)
    }

    fn failed(&mut self, cause: Cause) -> Result<(), Cause> {
        self.0.failed(cause)
    }

    fn late(&mut self) -> Option<JsValue> {
        self.0.late().map(|answer| to_js(&answer))
    }
}
