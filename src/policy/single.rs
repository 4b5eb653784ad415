//! A call of one request.

use std::fmt;

use super::procedure::{Procedure, ProcedureStep};
use crate::api::{Action, Cause, Endpoint, HttpRequest, HttpResponse};

type Read<A> = dyn Fn(&HttpResponse) -> Result<A, Cause>;

/// A call of one request. All endpoints with one type of output share its code, because the module is downloaded.
pub struct Single<A> {
    action: Action,
    request: HttpRequest,
    read: Box<Read<A>>,
    output: Option<A>,
}

impl<A> Single<A> {
    /// Creates the call of an endpoint. `convert`: maps its output.
    pub fn new<E: Endpoint + 'static>(endpoint: E, convert: impl Fn(E::Output) -> A + 'static) -> Self {
        let request = endpoint.request();
        let read = Box::new(move |response: &HttpResponse| endpoint.read(response).map(&convert));
        Self { action: E::ACTION, request, read, output: None }
    }
}

impl<A> Procedure for Single<A> {
    type Output = A;

    fn action(&self) -> Action {
        self.action
    }

    fn next(&mut self, _: u64) -> ProcedureStep<A> {
        self.output
            .take()
            .map_or_else(|| ProcedureStep::Send(self.request.clone()), |output| ProcedureStep::End(Ok(output)))
    }

    fn handle_response(&mut self, response: &HttpResponse) -> Result<(), Cause> {
        self.output = Some((self.read)(response)?);
        Ok(())
    }

    fn handle_failure(&mut self, cause: Cause) -> Result<(), Cause> {
        Err(cause)
    }
}

impl<A> fmt::Debug for Single<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Single").field("request", &self.request).finish_non_exhaustive()
    }
}
