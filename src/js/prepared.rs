//! A call with validated input: its plan, with a JavaScript value as the result.

use serde::Serialize;
use wasm_bindgen::JsValue;

use super::output::to_js;
use crate::{
    api::{Action, Cause, Endpoint, HttpResponse, Subject},
    policy::{Change, Procedure, ProcedureStep, Reconcile, Single},
};

/// A plan whose answer is a JavaScript value: one state machine serves every operation.
pub(super) type AnyProcedure = Box<dyn Procedure<Output = JsValue>>;

/// A call that can run.
pub(super) struct Prepared {
    pub(super) plan: AnyProcedure,
    /// The order or request that it concerns.
    pub(super) subject: Option<Subject>,
    /// The path, if it is a write.
    pub(super) write: Option<String>,
}

impl Prepared {
    /// A read with a subject.
    pub(super) fn read(subject: impl Into<Subject>, plan: AnyProcedure) -> Self {
        Self::other(Some(subject.into()), plan)
    }

    /// A read.
    pub(super) fn other(subject: Option<Subject>, plan: AnyProcedure) -> Self {
        Self { plan, subject, write: None }
    }

    /// A write.
    pub(super) fn write<C>(subject: Subject, change: Change<C>) -> Self
    where
        C: Reconcile<Output: Serialize> + 'static,
    {
        let write = Some(change.endpoint().request().path);
        Self { plan: converted(change), subject: Some(subject), write }
    }
}

/// One request, one response.
pub(super) fn single<E: Endpoint<Output: Serialize> + 'static>(endpoint: E) -> AnyProcedure {
    Box::new(Single::new(endpoint, |answer| to_js(&answer)))
}

/// Converts the answer of a plan.
pub(super) fn converted<P: Procedure<Output: Serialize> + 'static>(plan: P) -> AnyProcedure {
    Box::new(Converted(plan))
}

struct Converted<P>(P);

impl<P: Procedure<Output: Serialize>> Procedure for Converted<P> {
    type Output = JsValue;

    fn action(&self) -> Action {
        self.0.action()
    }

    fn next(&mut self, now_unix_ms: u64) -> ProcedureStep<JsValue> {
        match self.0.next(now_unix_ms) {
            ProcedureStep::Send(request) => ProcedureStep::Send(request),
            ProcedureStep::Pause(ms) => ProcedureStep::Pause(ms),
            ProcedureStep::End(end) => ProcedureStep::End(end.map(|answer| to_js(&answer))),
        }
    }

    fn handle_response(&mut self, response: &HttpResponse) -> Result<(), Cause> {
        self.0.handle_response(response)
    }

    fn handle_failure(&mut self, cause: Cause) -> Result<(), Cause> {
        self.0.handle_failure(cause)
    }

    fn result_at_deadline(&mut self) -> Option<JsValue> {
        self.0.result_at_deadline().map(|answer| to_js(&answer))
    }
}
