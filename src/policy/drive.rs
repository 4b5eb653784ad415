//! Carries a call out over an [`Io`]: the only loop that sends, waits and notifies. JavaScript, native programs and the
//! fault tests all use it.
//!
//! ```text
//!          step                    admitted            sent
//! Started ───────► Send(request) ──────────► in flight ──────► Response │ Lost ──┐
//!                     ▲    │ delayed                                             │
//! Elapsed ◄── Wait ──┤◄───┘                                                     │
//!                     └──────────────────────── step ◄───────────────────────────┘──► Done(result)
//! ```

use std::future::Future;

use super::{
    attempt::{Attempt, AttemptDecision},
    call::Call,
    procedure::Procedure,
    step::{Event, Moment, Step, WaitReason},
};
use crate::api::{Cause, Failure, HttpRequest, HttpResponse, Method};

/// A notification about a call in progress.
#[derive(Clone, Copy, Debug)]
pub enum Notice<'a> {
    /// A request is about to be sent.
    Request(&'a HttpRequest),
    /// An attempt has ended.
    Attempt(&'a Attempt),
    /// The call waits.
    Wait {
        /// The duration in milliseconds.
        ms: u32,
        /// The reason.
        reason: WaitReason,
    },
}

/// Whether a request waited for its admission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// It may be sent at once.
    Immediate,
    /// It waited; time has passed since the step that produced it.
    Delayed,
}

/// What a call needs from its host.
pub trait Io {
    /// Returns the time and a random number.
    fn moment(&self) -> Moment;

    /// Notifies hooks.
    fn notify(&self, notice: Notice<'_>);

    /// Waits until a request may be sent, at most `left_ms`. `follow_up`: the request continues what was admitted before, such
    /// as a read that decides about a write in doubt.
    ///
    /// # Errors
    /// The caller aborted the call. Nothing was sent for this request.
    fn admit(
        &self,
        request: &HttpRequest,
        left_ms: u32,
        follow_up: bool,
    ) -> impl Future<Output = Result<Admission, Cause>>;

    /// Sends a request and reads the whole response within `timeout_ms`.
    ///
    /// # Errors
    /// The cause, when there is no response.
    fn send(&self, request: &HttpRequest, timeout_ms: u32) -> impl Future<Output = Result<HttpResponse, Cause>>;

    /// Waits for `ms` milliseconds.
    ///
    /// # Errors
    /// The caller aborted the call.
    fn sleep(&self, ms: u32) -> impl Future<Output = Result<(), Cause>>;
}

/// A call and its next step.
#[derive(Debug)]
pub struct Driver<P: Procedure> {
    call: Call<P>,
    next: Option<Step<P::Output>>,
}

/// What a driver does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pending {
    /// It sends a request.
    Send,
    /// It waits.
    Wait {
        /// The duration in milliseconds.
        ms: u32,
        /// The reason.
        reason: WaitReason,
    },
    /// It returns the result.
    Done,
}

impl<P: Procedure> Driver<P> {
    /// Creates a driver for a call that has not started.
    #[must_use]
    pub fn new(call: Call<P>) -> Self {
        Self { call, next: None }
    }

    /// Returns the call.
    #[must_use]
    pub fn call(&self) -> &Call<P> {
        &self.call
    }

    /// Returns what [`advance`](Self::advance) does next.
    pub fn pending(&mut self, io: &impl Io) -> Pending {
        let call = &mut self.call;
        match self.next.get_or_insert_with(|| call.step(Event::Started, &io.moment())) {
            Step::Send { .. } => Pending::Send,
            Step::Wait { ms, reason } => Pending::Wait { ms: *ms, reason: *reason },
            Step::Done(_) => Pending::Done,
        }
    }

    /// Carries out one step. Returns the result when the call is over.
    pub async fn advance(&mut self, io: &impl Io) -> Option<Result<P::Output, Failure>> {
        let step = match self.next.take() {
            Some(step) => step,
            None => self.call.step(Event::Started, &io.moment()),
        };
        let mut sent = None;
        let event = match step {
            Step::Done(result) => return Some(result),
            Step::Wait { ms, reason } => {
                io.notify(Notice::Wait { ms, reason });
                io.sleep(ms).await.map_or_else(Event::Lost, |()| Event::WaitElapsed)
            }
            Step::Send { request, timeout_ms } => match self.admit(request, timeout_ms, io).await {
                Ok((request, timeout_ms)) => {
                    io.notify(Notice::Request(&request));
                    sent = self.call.attempts().len().checked_sub(1);
                    io.send(&request, timeout_ms).await.map_or_else(Event::Lost, Event::Response)
                }
                Err(next) => {
                    self.next = Some(next);
                    return None;
                }
            },
        };
        let next = self.call.step(event, &io.moment());
        // After the step the attempt is complete, and the next one may have been recorded already.
        if let Some(attempt) = sent.and_then(|sent| self.call.attempts().get(sent)) {
            io.notify(Notice::Attempt(attempt));
        }
        self.next = Some(next);
        None
    }

    /// Waits for the admission of a request. Returns the step to take instead when it may not be sent any more.
    async fn admit(
        &mut self,
        request: HttpRequest,
        timeout_ms: u32,
        io: &impl Io,
    ) -> Result<(HttpRequest, u32), Step<P::Output>> {
        let left_ms = self.call.late_in_ms(&io.moment());
        match io.admit(&request, left_ms, is_follow_up(self.call.attempts())).await {
            Ok(Admission::Immediate) => Ok((request, timeout_ms)),
            Ok(Admission::Delayed) => match self.call.delayed(&io.moment()) {
                Step::Send { request, timeout_ms } => Ok((request, timeout_ms)),
                other => Err(other),
            },
            Err(cause) => Err(self.call.step(Event::Lost(cause), &io.moment())),
        }
    }
}

/// Whether the last attempt continues what was admitted before: it decides about an earlier write of the same call, or
/// repeats a request that the rate limit refused.
fn is_follow_up(attempts: &[Attempt]) -> bool {
    attempts.split_last().is_some_and(|(_, earlier)| {
        let repeats = earlier.last().is_some_and(|attempt| attempt.decision == AttemptDecision::NotProcessed);
        repeats || earlier.iter().any(|attempt| attempt.method == Method::Put)
    })
}

/// Carries a call out to its end. Returns its result and every attempt.
pub async fn drive<P: Procedure>(call: Call<P>, io: &impl Io) -> (Result<P::Output, Failure>, Vec<Attempt>) {
    let mut driver = Driver::new(call);
    loop {
        if let Some(result) = driver.advance(io).await {
            return (result, driver.call.into_attempts());
        }
    }
}
