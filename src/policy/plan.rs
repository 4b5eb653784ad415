//! What a call is made of, step by step. A plan knows which request comes next and what an answer means; that attempts
//! fail, are limited, and take time is not its business but the [`Call`](super::Call)'s.

use crate::api::{Action, Cause, HttpRequest, HttpResponse};

/// What a plan does next.
#[derive(Debug)]
pub enum Next<A> {
    /// Send this.
    Ask(HttpRequest),
    /// Do nothing for so many milliseconds.
    Pause(u32),
    /// It is over.
    End(Result<A, Cause>),
}

/// The steps of one call.
pub trait Plan {
    /// What it ends in.
    type Answer;

    /// Whether it is to change something.
    fn action(&self) -> Action;

    /// What comes next.
    fn next(&mut self, now_unix_ms: u64) -> Next<Self::Answer>;

    /// Takes in the answer to what was asked.
    ///
    /// # Errors
    /// Where the answer is a refusal, or anything but clear. The call then tries again, if it may, or says `failed`.
    fn take(&mut self, response: &HttpResponse) -> Result<(), Cause>;

    /// What was asked has no clear answer, and will get none.
    ///
    /// # Errors
    /// The cause, where the plan cannot go on.
    fn failed(&mut self, cause: Cause) -> Result<(), Cause>;

    /// The deadline has come: what is known by then, where that is an answer too.
    fn late(&mut self) -> Option<Self::Answer> {
        None
    }

    /// Why nobody knows yet what became of a change that was sent before this call begins.
    fn doubt(&self) -> Option<Cause> {
        None
    }
}

impl<P: Plan + ?Sized> Plan for Box<P> {
    type Answer = P::Answer;

    fn action(&self) -> Action {
        (**self).action()
    }

    fn next(&mut self, now_unix_ms: u64) -> Next<Self::Answer> {
        (**self).next(now_unix_ms)
    }

    fn take(&mut self, response: &HttpResponse) -> Result<(), Cause> {
        (**self).take(response)
    }

    fn failed(&mut self, cause: Cause) -> Result<(), Cause> {
        (**self).failed(cause)
    }

    fn late(&mut self) -> Option<Self::Answer> {
        (**self).late()
    }

    fn doubt(&self) -> Option<Cause> {
        (**self).doubt()
    }
}
