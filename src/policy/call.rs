//! One call from its first step to its end: attempts, backoff, rate limit, deadline, abort, and the record of it all.
//! The same for every plan. Not here: which requests a call is made of (the plans), and carrying a step out (`js`).

use serde::Serialize;

use super::{
    attempt::{Attempt, Decision},
    backoff::backoff_ms,
    plan::{Next, Plan},
    retry_after::retry_after_ms,
    settings::Policy,
};
use crate::api::{Action, Cause, Failure, HttpRequest, HttpResponse, Method, Timestamp};

/// What has happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// The call begins.
    Began,
    /// An answer came.
    Answered(HttpResponse),
    /// No answer came: the connection was lost, time was up, or the caller ended it.
    Lost(Cause),
    /// A wait is over.
    Waited,
}

/// When it has happened, and a random number for it.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// Milliseconds of a clock that never jumps, from any start.
    pub elapsed_ms: u64,
    /// Milliseconds since 1970, for the record and for dates; this clock may jump.
    pub unix_ms: u64,
    /// Until when, by `elapsed_ms`, nothing may be sent with this key.
    pub paused_until_ms: u64,
    /// From 0 up to 1.
    pub random: f64,
}

/// The reason for a wait.
///
/// - `rate-limited`: DigiCert's rate limit refused the call; every call with this API key pauses
/// - `paused`: the rate limit refused another call with this API key
/// - `read-failed`: a read failed and is retried
/// - `planned`: the interval between two reads; `onRetry` does not report it
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the list above documents each variant, for TypeScript too")]
pub enum Why {
    RateLimited,
    Paused,
    ReadFailed,
    Planned,
}

/// What to do now.
#[derive(Debug)]
pub enum Step<A> {
    /// Send this, and give up after so many milliseconds.
    Send {
        /// What.
        request: HttpRequest,
        /// How long to wait for the whole answer.
        timeout_ms: u32,
    },
    /// Wait so many milliseconds.
    Wait {
        /// How long.
        ms: u32,
        /// Why. With `RateLimited`, nothing else may be sent with this key meanwhile.
        why: Why,
    },
    /// The call is over.
    Done(Result<A, Failure>),
}

/// One call.
#[derive(Debug)]
pub struct Call<P> {
    plan: P,
    policy: Policy,
    began_ms: Option<u64>,
    /// What is being asked, and asked again until it is answered or given up.
    asked: Option<HttpRequest>,
    /// Failures in a row of what is being asked.
    failures: u32,
    /// Refusals in a row because of the rate limit.
    limited: u32,
    /// Why the last attempt did not end it.
    last: Option<Cause>,
    /// A change was sent and nothing told what became of it: whatever happens now, this stays to be said.
    doubt: Option<Cause>,
    attempts: Vec<Attempt>,
    /// When the last attempt was sent, by `Moment::elapsed_ms`.
    sent_ms: u64,
}

impl<P: Plan> Call<P> {
    /// A call that has not begun.
    #[must_use]
    pub fn new(plan: P, policy: Policy) -> Self {
        let doubt = plan.doubt();
        Self {
            plan,
            policy,
            began_ms: None,
            asked: None,
            failures: 0,
            limited: 0,
            last: None,
            doubt,
            attempts: Vec::new(),
            sent_ms: 0,
        }
    }

    /// What was sent so far, the latest last.
    #[must_use]
    pub fn attempts(&self) -> &[Attempt] {
        &self.attempts
    }

    /// What it is a call of.
    #[must_use]
    pub fn plan(&self) -> &P {
        &self.plan
    }

    /// Whether the call is to change something.
    #[must_use]
    pub fn action(&self) -> Action {
        self.plan.action()
    }

    /// What to do after an event.
    pub fn step(&mut self, event: Event, moment: &Moment) -> Step<P::Answer> {
        if !matches!(event, Event::Began | Event::Waited | Event::Lost(Cause::Aborted { sent: false })) {
            let gone = moment.elapsed_ms.saturating_sub(self.sent_ms);
            self.note(|attempt| attempt.duration_ms = u32::try_from(gone).ok());
        }
        match event {
            Event::Began | Event::Waited => self.go_on(moment),
            Event::Answered(response) => self.answered(&response, moment),
            Event::Lost(Cause::Aborted { sent }) => self.aborted(sent),
            Event::Lost(cause) => self.unanswered(cause, None, moment),
        }
    }

    fn go_on(&mut self, moment: &Moment) -> Step<P::Answer> {
        let request = match self.asked.take() {
            Some(request) => request,
            None => match self.plan.next(moment.unix_ms) {
                Next::Ask(request) => {
                    (self.failures, self.limited) = (0, 0);
                    request
                }
                Next::Pause(ms) => return self.wait(ms, Why::Planned, moment),
                Next::End(Ok(answer)) => return Step::Done(Ok(answer)),
                Next::End(Err(cause)) => return self.end(cause),
            },
        };
        let pause = u32::try_from(moment.paused_until_ms.saturating_sub(moment.elapsed_ms)).unwrap_or(u32::MAX);
        let left = self.left_ms(moment);
        self.asked = Some(request.clone());
        if pause > 0 {
            return self.wait(pause, Why::Paused, moment);
        }
        if left == 0 {
            return self.too_late();
        }
        // Counted from here on as ambiguous, until something better is known.
        let decision = if request.method == Method::Put { Decision::Ambiguous } else { Decision::ReadFailed };
        let (method, path) = (request.method, request.path.clone());
        let time = Timestamp::from_unix_ms(moment.unix_ms);
        self.sent_ms = moment.elapsed_ms;
        self.attempts.push(Attempt { time, method, path, status: None, duration_ms: None, problem: None, decision });
        Step::Send { request, timeout_ms: self.policy.timeout_ms.min(left) }
    }

    fn answered(&mut self, response: &HttpResponse, moment: &Moment) -> Step<P::Answer> {
        self.note(|attempt| attempt.status = Some(response.status));
        let wait = response.retry_after.as_deref().and_then(|header| retry_after_ms(header, moment.unix_ms));
        if let Some(cause) = Cause::rate_limit(response) {
            self.note(|attempt| attempt.decision = Decision::NotProcessed);
            return self.limited(cause, wait, moment);
        }
        match self.plan.take(response) {
            Ok(()) => {
                let read = self.is_read();
                self.note(|attempt| attempt.decision = if read { Decision::Read } else { Decision::Accepted });
                (self.asked, self.last) = (None, None);
                self.go_on(moment)
            }
            Err(cause @ Cause::Refused { .. }) => {
                self.note(|attempt| attempt.decision = Decision::Refused);
                self.give_up(cause, moment)
            }
            Err(cause) => self.unanswered(cause, wait, moment),
        }
    }

    /// Not processed: proven, so the same may be sent again. `Retry-After` counts where it is given.
    fn limited(&mut self, cause: Cause, wait: Option<u64>, moment: &Moment) -> Step<P::Answer> {
        let Some(retry) = self.policy.retry else { return self.give_up(cause, moment) };
        self.limited += 1;
        self.last = Some(cause);
        let backoff = backoff_ms(&retry, self.limited, moment.random);
        let wait = wait.map_or(backoff, |ms| capped(ms, retry.max_retry_after_ms));
        self.wait(wait, Why::RateLimited, moment)
    }

    /// Sent, and no clear answer. A read is tried again; a change never without its plan's say.
    fn unanswered(&mut self, cause: Cause, wait: Option<u64>, moment: &Moment) -> Step<P::Answer> {
        if let Cause::Unclear { status, problem, .. } = &cause {
            self.note(|attempt| (attempt.status, attempt.problem) = (*status, Some(*problem)));
        }
        if !self.is_read() {
            self.doubt = Some(cause.clone());
            return self.give_up(cause, moment);
        }
        self.failures += 1;
        match self.policy.retry {
            Some(retry) if self.failures < retry.reads => {
                self.last = Some(cause);
                let backoff = backoff_ms(&retry, self.failures, moment.random);
                let wait = wait.map_or(0, |ms| capped(ms, retry.max_retry_after_ms));
                self.wait(backoff.max(wait), Why::ReadFailed, moment)
            }
            _ => self.give_up(cause, moment),
        }
    }

    fn give_up(&mut self, cause: Cause, moment: &Moment) -> Step<P::Answer> {
        self.asked = None;
        match self.plan.failed(cause) {
            Ok(()) => self.go_on(moment),
            Err(cause) => self.end(cause),
        }
    }

    fn aborted(&mut self, sent: bool) -> Step<P::Answer> {
        if sent {
            self.note(|attempt| attempt.decision = Decision::Aborted);
        }
        let sent = (sent && !self.is_read()) || self.doubt.is_some();
        self.failure(Cause::Aborted { sent })
    }

    fn wait(&mut self, ms: u32, why: Why, moment: &Moment) -> Step<P::Answer> {
        if ms >= self.left_ms(moment) { self.too_late() } else { Step::Wait { ms, why } }
    }

    /// The deadline leaves no room for what would have to come.
    fn too_late(&mut self) -> Step<P::Answer> {
        if let Some(answer) = self.plan.late() {
            return Step::Done(Ok(answer));
        }
        let deadline = Cause::TimedOut { after_ms: self.policy.deadline_ms };
        let cause = self.last.take().unwrap_or(deadline);
        self.end(cause)
    }

    fn end(&mut self, cause: Cause) -> Step<P::Answer> {
        let cause = self.doubt.clone().unwrap_or(cause);
        self.failure(cause)
    }

    fn failure(&self, cause: Cause) -> Step<P::Answer> {
        // What ends before a change was sent, or after it was refused, has no effect; the cause says which.
        let unsent = matches!(cause, Cause::TimedOut { .. }) && self.doubt.is_none();
        let action = if unsent { Action::Read } else { self.plan.action() };
        Step::Done(Err(Failure { action, cause }))
    }

    fn is_read(&self) -> bool {
        self.attempts.last().is_some_and(|attempt| attempt.method == Method::Get)
    }

    fn left_ms(&mut self, moment: &Moment) -> u32 {
        let began = *self.began_ms.get_or_insert(moment.elapsed_ms);
        let gone = u32::try_from(moment.elapsed_ms.saturating_sub(began)).unwrap_or(u32::MAX);
        self.policy.deadline_ms.saturating_sub(gone)
    }

    fn note(&mut self, change: impl FnOnce(&mut Attempt)) {
        if let Some(attempt) = self.attempts.last_mut() {
            change(attempt);
        }
    }
}

fn capped(ms: u64, most: u32) -> u32 {
    u32::try_from(ms).unwrap_or(u32::MAX).min(most)
}
