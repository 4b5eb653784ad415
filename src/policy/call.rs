//! One call from its first step to its end: attempts, backoff, rate limit, deadline, abort, and the record of it all.
//! The same for every plan. Not here: which requests a call is made of (the plans), and carrying a step out (`js`).

use super::{
    attempt::{Attempt, Decision},
    backoff::backoff_ms,
    plan::{Next, Plan},
    retry_after::retry_after_ms,
    settings::Policy,
    step::{Event, Moment, Step, WaitReason},
};
use crate::api::{Action, Cause, Failure, HttpRequest, HttpResponse, Method, Timestamp};

/// One attempt needs at most this much of the deadline to be started, in milliseconds. An attempt that the deadline cuts
/// short may take effect without an answer.
const MAX_ATTEMPT_RESERVE_MS: u32 = 5000;
/// A short deadline reserves one part in this many for an attempt.
const DEADLINE_PARTS: u32 = 10;

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
    /// Whether the last step was to send the last attempt.
    is_sending: bool,
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
            is_sending: false,
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

    /// Returns every attempt, and ends the call.
    #[must_use]
    pub fn into_attempts(self) -> Vec<Attempt> {
        self.attempts
    }

    /// What to do after an event.
    pub fn step(&mut self, event: Event, moment: &Moment) -> Step<P::Answer> {
        let was_sending = std::mem::take(&mut self.is_sending);
        if was_sending {
            let duration_ms = moment.elapsed_ms.saturating_sub(self.sent_ms);
            self.note(|attempt| attempt.duration_ms = u32::try_from(duration_ms).ok());
        }
        match event {
            Event::Began | Event::Waited => self.go_on(moment),
            Event::Answered(response) => self.answered(&response, moment),
            Event::Lost(Cause::Aborted { sent }) => {
                if was_sending && !sent {
                    // The request never left.
                    self.attempts.pop();
                }
                self.aborted(sent)
            }
            Event::Lost(Cause::TimedOut { after_ms }) if after_ms < self.policy.timeout_ms => {
                // The deadline has cut the attempt short.
                self.unanswered(self.deadline_passed(), None, moment)
            }
            Event::Lost(cause) => self.unanswered(cause, None, moment),
        }
    }

    /// What to do after `Step::Send` if the request could not leave at once, because it waited in a queue for example.
    /// Returns the same request again with the time that is left for it, or `Wait` if the key is paused by now, or `Done`
    /// if the deadline leaves too little time. The record then holds no attempt that was not sent. After any other step
    /// it does what `step` does after a wait.
    pub fn delayed(&mut self, moment: &Moment) -> Step<P::Answer> {
        if std::mem::take(&mut self.is_sending) {
            self.attempts.pop();
        }
        self.go_on(moment)
    }

    /// Milliseconds until it is too late to start an attempt; 0 if it is too late. A driver whose request waits in a queue
    /// calls `delayed` no later than then.
    pub fn late_in_ms(&mut self, moment: &Moment) -> u32 {
        self.left_ms(moment).saturating_add(1).saturating_sub(self.reserve_ms())
    }

    fn go_on(&mut self, moment: &Moment) -> Step<P::Answer> {
        let request = match self.asked.take() {
            Some(request) => request,
            None => match self.plan.next(moment.unix_ms) {
                Next::Ask(request) => {
                    (self.failures, self.limited) = (0, 0);
                    request
                }
                Next::Pause(ms) => return self.wait(ms, WaitReason::Planned, moment),
                Next::End(Ok(answer)) => return Step::Done(Ok(answer)),
                Next::End(Err(cause)) => return self.end(cause),
            },
        };
        let pause = u32::try_from(moment.paused_until_ms.saturating_sub(moment.elapsed_ms)).unwrap_or(u32::MAX);
        let left = self.left_ms(moment);
        self.asked = Some(request.clone());
        if pause > 0 {
            return self.wait(pause, WaitReason::Paused, moment);
        }
        if left < self.reserve_ms() {
            return self.too_late();
        }
        // Counted from here on as ambiguous, until something better is known.
        let decision = if request.method == Method::Put { Decision::Ambiguous } else { Decision::ReadFailed };
        let (method, path) = (request.method, request.path.clone());
        let time = Timestamp::from_unix_ms(moment.unix_ms);
        self.sent_ms = moment.elapsed_ms;
        self.attempts.push(Attempt { time, method, path, status: None, duration_ms: None, problem: None, decision });
        self.is_sending = true;
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
        self.wait(wait, WaitReason::RateLimited, moment)
    }

    /// Sent, and no clear answer. A read is tried again; a change never without its plan's say.
    fn unanswered(&mut self, cause: Cause, wait: Option<u64>, moment: &Moment) -> Step<P::Answer> {
        if let Cause::Unclear { status, problem, .. } = &cause {
            self.note(|attempt| (attempt.status, attempt.problem) = (*status, Some(*problem)));
        }
        // Without a connection nothing was sent: the same request may be sent again.
        let is_unsent = matches!(cause, Cause::NotConnected);
        if is_unsent {
            self.note(|attempt| attempt.decision = Decision::NotProcessed);
        } else if !self.is_read() {
            self.doubt = Some(cause.clone());
            return self.give_up(cause, moment);
        }
        self.failures += 1;
        match self.policy.retry {
            Some(retry) if self.failures < retry.reads => {
                self.last = Some(cause);
                let backoff = backoff_ms(&retry, self.failures, moment.random);
                let wait = wait.map_or(0, |ms| capped(ms, retry.max_retry_after_ms));
                let reason = if is_unsent { WaitReason::NotConnected } else { WaitReason::ReadFailed };
                self.wait(backoff.max(wait), reason, moment)
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

    fn wait(&mut self, ms: u32, reason: WaitReason, moment: &Moment) -> Step<P::Answer> {
        if ms >= self.late_in_ms(moment) { self.too_late() } else { Step::Wait { ms, reason } }
    }

    /// The deadline leaves no room for what would have to come.
    fn too_late(&mut self) -> Step<P::Answer> {
        if let Some(answer) = self.plan.late() {
            return Step::Done(Ok(answer));
        }
        let cause = self.last.take().unwrap_or(self.deadline_passed());
        self.end(cause)
    }

    fn end(&mut self, cause: Cause) -> Step<P::Answer> {
        let cause = self.doubt.clone().unwrap_or(cause);
        self.failure(cause)
    }

    fn failure(&self, cause: Cause) -> Step<P::Answer> {
        // What ends before a change was sent, or after it was refused, has no effect; the cause says which.
        let unsent = matches!(cause, Cause::DeadlinePassed { .. }) && self.doubt.is_none();
        let action = if unsent { Action::Read } else { self.plan.action() };
        Step::Done(Err(Failure { action, cause }))
    }

    fn is_read(&self) -> bool {
        self.attempts.last().is_some_and(|attempt| attempt.method == Method::Get)
    }

    fn deadline_passed(&self) -> Cause {
        Cause::DeadlinePassed { after_ms: self.policy.deadline_ms }
    }

    /// The least time that an attempt needs to be started, in milliseconds; at least 1.
    fn reserve_ms(&self) -> u32 {
        let Policy { timeout_ms, deadline_ms, .. } = self.policy;
        timeout_ms.min(deadline_ms / DEADLINE_PARTS).clamp(1, MAX_ATTEMPT_RESERVE_MS)
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
