//! The simplest plan: one request, one answer.

use super::plan::{Next, Plan};
use crate::api::{Action, Cause, Endpoint, HttpResponse};

/// One request, one answer.
#[derive(Debug)]
pub struct Single<E: Endpoint> {
    endpoint: E,
    answer: Option<E::Answer>,
}

impl<E: Endpoint> Single<E> {
    /// Asks this endpoint.
    #[must_use]
    pub fn new(endpoint: E) -> Self {
        Self { endpoint, answer: None }
    }
}

impl<E: Endpoint> Plan for Single<E> {
    type Answer = E::Answer;

    fn action(&self) -> Action {
        E::ACTION
    }

    fn next(&mut self, _: u64) -> Next<E::Answer> {
        self.answer.take().map_or_else(|| Next::Ask(self.endpoint.request()), |answer| Next::End(Ok(answer)))
    }

    fn take(&mut self, response: &HttpResponse) -> Result<(), Cause> {
        self.answer = Some(self.endpoint.read(response)?);
        Ok(())
    }

    fn failed(&mut self, cause: Cause) -> Result<(), Cause> {
        Err(cause)
    }
}
