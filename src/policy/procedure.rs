//! The requests of a call, step by step. A procedure decides which request comes next and what its response means;
//! [`Call`](super::Call) handles retries, rate limits and time.

use crate::api::{Action, Cause, HttpRequest, HttpResponse};

/// The next step of a procedure.
#[derive(Debug)]
pub enum ProcedureStep<A> {
    /// Send this request.
    Send(HttpRequest),
    /// Wait for this number of milliseconds.
    Pause(u32),
    /// The procedure is over.
    End(Result<A, Cause>),
}

/// The requests of one call.
pub trait Procedure {
    /// The result of the procedure.
    type Output;

    /// Returns whether the call reads or writes.
    fn action(&self) -> Action;

    /// Returns the next step.
    fn next(&mut self, now_unix_ms: u64) -> ProcedureStep<Self::Output>;

    /// Handles the response to the pending request.
    ///
    /// # Errors
    /// The cause, if the response is a refusal or is unclear. The call then retries, or calls `handle_failure`.
    fn handle_response(&mut self, response: &HttpResponse) -> Result<(), Cause>;

    /// Handles the final failure of the pending request.
    ///
    /// # Errors
    /// The cause, if the procedure cannot continue.
    fn handle_failure(&mut self, cause: Cause) -> Result<(), Cause>;

    /// Returns the result at the deadline, if a partial result is a result too.
    fn result_at_deadline(&mut self) -> Option<Self::Output> {
        None
    }

    /// Returns the cause of the doubt about a write that was sent before this call, if there is one.
    fn doubt(&self) -> Option<Cause> {
        None
    }
}

impl<P: Procedure + ?Sized> Procedure for Box<P> {
    type Output = P::Output;

    fn action(&self) -> Action {
        (**self).action()
    }

    fn next(&mut self, now_unix_ms: u64) -> ProcedureStep<Self::Output> {
        (**self).next(now_unix_ms)
    }

    fn handle_response(&mut self, response: &HttpResponse) -> Result<(), Cause> {
        (**self).handle_response(response)
    }

    fn handle_failure(&mut self, cause: Cause) -> Result<(), Cause> {
        (**self).handle_failure(cause)
    }

    fn result_at_deadline(&mut self) -> Option<Self::Output> {
        (**self).result_at_deadline()
    }

    fn doubt(&self) -> Option<Cause> {
        (**self).doubt()
    }
}
