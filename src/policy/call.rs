//! One call from its first step to its result: attempts, backoff, rate limit, deadline and abort. The same for every
//! procedure.

use super::{
    attempt::{Attempt, AttemptDecision},
    backoff::backoff_ms,
    procedure::{Procedure, ProcedureStep},
    retry_after::retry_after_ms,
    settings::Policy,
    step::{Event, Moment, Step, WaitReason},
};
use crate::api::{Action, Cause, Failure, HttpRequest, HttpResponse, Method, Timestamp};

/// An attempt starts only if at least this much of the deadline is left, in milliseconds, because an attempt that the
/// deadline cuts short may take effect without a response.
const MAX_ATTEMPT_RESERVE_MS: u32 = 5000;
/// A short deadline reserves one part in this many for an attempt instead.
const DEADLINE_PARTS: u32 = 10;

/// A call in progress.
#[derive(Debug)]
pub struct Call<P> {
    procedure: P,
    policy: Policy,
    started_ms: Option<u64>,
    /// The request that is sent until it has a clear response or fails for good.
    pending: Option<HttpRequest>,
    /// Consecutive failures of the pending request.
    failures: u32,
    /// Consecutive rejections of the pending request by the rate limit.
    rejections: u32,
    /// Why the last attempt of the pending request failed.
    last: Option<Cause>,
    /// Set once a write was sent without a clear response. From then on, the effect of a failure is unknown.
    doubt: Option<Cause>,
    attempts: Vec<Attempt>,
    /// Whether the last step was to send the last attempt.
    is_sending: bool,
    /// The time of the last attempt, by `Moment::elapsed_ms`.
    sent_ms: u64,
}

impl<P: Procedure> Call<P> {
    /// Creates a call that has not started.
    #[must_use]
    pub fn new(procedure: P, policy: Policy) -> Self {
        let doubt = procedure.doubt();
        Self {
            procedure,
            policy,
            started_ms: None,
            pending: None,
            failures: 0,
            rejections: 0,
            last: None,
            doubt,
            attempts: Vec::new(),
            is_sending: false,
            sent_ms: 0,
        }
    }

    /// Returns the attempts so far, the latest last.
    #[must_use]
    pub fn attempts(&self) -> &[Attempt] {
        &self.attempts
    }

    /// Returns the procedure.
    #[must_use]
    pub fn procedure(&self) -> &P {
        &self.procedure
    }

    /// Returns whether the call reads or writes.
    #[must_use]
    pub fn action(&self) -> Action {
        self.procedure.action()
    }

    /// Returns every attempt, and ends the call.
    #[must_use]
    pub fn into_attempts(self) -> Vec<Attempt> {
        self.attempts
    }

    /// Returns the next step after an event.
    pub fn step(&mut self, event: Event, moment: &Moment) -> Step<P::Output> {
        let was_sending = std::mem::take(&mut self.is_sending);
        if was_sending {
            let duration_ms = moment.elapsed_ms.saturating_sub(self.sent_ms);
            self.update_attempt(|attempt| attempt.duration_ms = u32::try_from(duration_ms).ok());
        }
        match event {
            Event::Started | Event::WaitElapsed => self.proceed(moment),
            Event::Response(response) => self.handle_response(&response, moment),
            Event::Lost(Cause::Aborted { sent }) => {
                if was_sending && !sent {
                    // The request never left.
                    self.attempts.pop();
                }
                self.handle_abort(sent)
            }
            Event::Lost(Cause::TimedOut { after_ms }) if after_ms < self.policy.timeout_ms => {
                // The deadline cut the attempt short.
                self.handle_unclear(self.deadline_passed(), None, moment)
            }
            Event::Lost(cause) => self.handle_unclear(cause, None, moment),
        }
    }

    /// Returns the next step after `Step::Send` if the request could not be sent at once, for example because it waited in a
    /// queue: the same request with the remaining time, `Wait` if the key is paused by now, or `Done` if the deadline leaves
    /// too little time. An attempt that was not sent is removed. After any other step, same as `step` after a wait.
    pub fn delayed(&mut self, moment: &Moment) -> Step<P::Output> {
        if std::mem::take(&mut self.is_sending) {
            self.attempts.pop();
        }
        self.proceed(moment)
    }

    /// Returns the milliseconds until it is too late to start an attempt; 0 if it is too late. A driver whose request waits in
    /// a queue calls `delayed` before then.
    pub fn late_in_ms(&mut self, moment: &Moment) -> u32 {
        self.remaining_ms(moment).saturating_add(1).saturating_sub(self.reserve_ms())
    }

    fn proceed(&mut self, moment: &Moment) -> Step<P::Output> {
        let request = match self.pending.take() {
            Some(request) => request,
            None => match self.procedure.next(moment.unix_ms) {
                ProcedureStep::Send(request) => {
                    (self.failures, self.rejections) = (0, 0);
                    request
                }
                ProcedureStep::Pause(ms) => return self.wait(ms, WaitReason::Planned, moment),
                ProcedureStep::End(Ok(answer)) => return Step::Done(Ok(answer)),
                ProcedureStep::End(Err(cause)) => return self.end(cause),
            },
        };
        let pause = u32::try_from(moment.paused_until_ms.saturating_sub(moment.elapsed_ms)).unwrap_or(u32::MAX);
        let remaining = self.remaining_ms(moment);
        self.pending = Some(request.clone());
        if pause > 0 {
            return self.wait(pause, WaitReason::Paused, moment);
        }
        if remaining < self.reserve_ms() {
            return self.too_late();
        }
        // Until the response arrives, the result of the attempt is unknown.
        let decision =
            if request.method == Method::Put { AttemptDecision::Ambiguous } else { AttemptDecision::ReadFailed };
        let (method, path) = (request.method, request.path.clone());
        let time = Timestamp::from_unix_ms(moment.unix_ms);
        self.sent_ms = moment.elapsed_ms;
        self.attempts.push(Attempt { time, method, path, status: None, duration_ms: None, problem: None, decision });
        self.is_sending = true;
        Step::Send { request, timeout_ms: self.policy.timeout_ms.min(remaining) }
    }

    fn handle_response(&mut self, response: &HttpResponse, moment: &Moment) -> Step<P::Output> {
        self.update_attempt(|attempt| attempt.status = Some(response.status));
        let wait = response.retry_after.as_deref().and_then(|header| retry_after_ms(header, moment.unix_ms));
        if let Some(cause) = Cause::rate_limit(response) {
            self.update_attempt(|attempt| attempt.decision = AttemptDecision::NotProcessed);
            return self.handle_rate_limit(cause, wait, moment);
        }
        match self.procedure.handle_response(response) {
            Ok(()) => {
                let read = self.is_read();
                self.update_attempt(|attempt| {
                    attempt.decision = if read { AttemptDecision::Read } else { AttemptDecision::Accepted }
                });
                (self.pending, self.last) = (None, None);
                self.proceed(moment)
            }
            Err(cause @ Cause::Refused { .. }) => {
                self.update_attempt(|attempt| attempt.decision = AttemptDecision::Refused);
                self.give_up(cause, moment)
            }
            Err(cause) => self.handle_unclear(cause, wait, moment),
        }
    }

    /// The rate limit proves that the request was not processed, so it may be sent again. `Retry-After` has precedence over the
    /// backoff.
    fn handle_rate_limit(&mut self, cause: Cause, wait: Option<u64>, moment: &Moment) -> Step<P::Output> {
        let Some(retry) = self.policy.retry else { return self.give_up(cause, moment) };
        self.rejections += 1;
        self.last = Some(cause);
        let backoff = backoff_ms(&retry, self.rejections, moment.random);
        let wait = wait.map_or(backoff, |ms| capped(ms, retry.max_retry_after_ms));
        self.wait(wait, WaitReason::RateLimited, moment)
    }

    /// A read is retried. A write is sent again only by its procedure.
    fn handle_unclear(&mut self, cause: Cause, wait: Option<u64>, moment: &Moment) -> Step<P::Output> {
        if let Cause::Unclear { status, problem, .. } = &cause {
            self.update_attempt(|attempt| (attempt.status, attempt.problem) = (*status, Some(*problem)));
        }
        // Without a connection nothing was sent: the same request may be sent again.
        let is_unsent = matches!(cause, Cause::NotConnected);
        if is_unsent {
            self.update_attempt(|attempt| attempt.decision = AttemptDecision::NotProcessed);
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

    fn give_up(&mut self, cause: Cause, moment: &Moment) -> Step<P::Output> {
        self.pending = None;
        match self.procedure.handle_failure(cause) {
            Ok(()) => self.proceed(moment),
            Err(cause) => self.end(cause),
        }
    }

    fn handle_abort(&mut self, sent: bool) -> Step<P::Output> {
        if sent {
            self.update_attempt(|attempt| attempt.decision = AttemptDecision::Aborted);
        }
        let sent = (sent && !self.is_read()) || self.doubt.is_some();
        self.failure(Cause::Aborted { sent })
    }

    fn wait(&mut self, ms: u32, reason: WaitReason, moment: &Moment) -> Step<P::Output> {
        if ms >= self.late_in_ms(moment) { self.too_late() } else { Step::Wait { ms, reason } }
    }

    fn too_late(&mut self) -> Step<P::Output> {
        if let Some(answer) = self.procedure.result_at_deadline() {
            return Step::Done(Ok(answer));
        }
        let cause = self.last.take().unwrap_or(self.deadline_passed());
        self.end(cause)
    }

    fn end(&mut self, cause: Cause) -> Step<P::Output> {
        let cause = self.doubt.clone().unwrap_or(cause);
        self.failure(cause)
    }

    fn failure(&self, cause: Cause) -> Step<P::Output> {
        // Without a doubt, no write is unresolved: none was sent, or the last one was refused.
        let unsent = matches!(cause, Cause::DeadlinePassed { .. }) && self.doubt.is_none();
        let action = if unsent { Action::Read } else { self.procedure.action() };
        Step::Done(Err(Failure { action, cause }))
    }

    fn is_read(&self) -> bool {
        self.attempts.last().is_some_and(|attempt| attempt.method == Method::Get)
    }

    fn deadline_passed(&self) -> Cause {
        Cause::DeadlinePassed { after_ms: self.policy.deadline_ms }
    }

    /// The minimum time that must be left to start an attempt, in milliseconds; at least 1.
    fn reserve_ms(&self) -> u32 {
        let Policy { timeout_ms, deadline_ms, .. } = self.policy;
        timeout_ms.min(deadline_ms / DEADLINE_PARTS).clamp(1, MAX_ATTEMPT_RESERVE_MS)
    }

    fn remaining_ms(&mut self, moment: &Moment) -> u32 {
        let started = *self.started_ms.get_or_insert(moment.elapsed_ms);
        let elapsed = u32::try_from(moment.elapsed_ms.saturating_sub(started)).unwrap_or(u32::MAX);
        self.policy.deadline_ms.saturating_sub(elapsed)
    }

    fn update_attempt(&mut self, change: impl FnOnce(&mut Attempt)) {
        if let Some(attempt) = self.attempts.last_mut() {
            change(attempt);
        }
    }
}

fn capped(ms: u64, max: u32) -> u32 {
    u32::try_from(ms).unwrap_or(u32::MAX).min(max)
}
