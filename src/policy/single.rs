//! The simplest plan: one request, one answer.

use std::fmt;

use super::plan::{Next, Plan};
use crate::api::{Action, Cause, Endpoint, HttpRequest, HttpResponse};

type Read<A> = dyn Fn(&HttpResponse) -> Result<A, Cause>;

/// One request, one answer. One type for all endpoints with the same kind of answer: what ships is downloaded.
pub struct Single<A> {
    action: Action,
    request: HttpRequest,
    read: Box<Read<A>>,
    answer: Option<A>,
}

impl<A> Single<A> {
    /// Asks this endpoint, and tells its answer in a way of the caller's.
    pub fn new<E: Endpoint + 'static>(endpoint: E, tell: impl Fn(E::Answer) -> A + 'static) -> Self {
        let request = endpoint.request();
        let read = Box::new(move |response: &HttpResponse| endpoint.read(response).map(&tell));
        Self { action: E::ACTION, request, read, answer: None }
    }
}

impl<A> Plan for Single<A> {
    type Answer = A;

    fn action(&self) -> Action {
        self.action
    }

    fn next(&mut self, _: u64) -> Next<A> {
        self.answer.take().map_or_else(|| Next::Ask(self.request.clone()), |answer| Next::End(Ok(answer)))
    }

    fn take(&mut self, response: &HttpResponse) -> Result<(), Cause> {
        self.answer = Some((self.read)(response)?);
        Ok(())
    }

    fn failed(&mut self, cause: Cause) -> Result<(), Cause> {
        Err(cause)
    }
}

impl<A> fmt::Debug for Single<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Single").field("request", &self.request).finish_non_exhaustive()
    }
}
