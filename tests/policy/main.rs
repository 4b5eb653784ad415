//! What may happen next, without any network: the decision table, reconciling, limits of time, longer calls.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "a test is documented by its name, and may panic")]
#![cfg(not(target_arch = "wasm32"))]

mod deadline;
mod decisions;
mod longer_calls;
mod pacing;
mod time;

use certcentral_revoke::{
    api::{Cause, Failure, Fields, Given, HttpResponse, Method, Outcome, Problem, Revoke, Target},
    policy::{Attempt, Call, Change, Event, Moment, Plan, Policy, Retry, Step},
};

const LIMITED: &str = r#"{"errors":[{"code":"request_limit_exceeded","message":"slow"}]}"#;
const REFUSAL: &str = r#"{"errors":[{"code":"access_denied|missing_permission","message":"no"}]}"#;
const REQUEST: &str = r#"{"id":5,"date":"2025-10-09T09:00:00+00:00","type":"revoke","status":"pending"}"#;
/// 2025-10-09T08:53:20Z.
const NOW: u64 = 1_760_000_000_000;

/// What the other side does with one request.
enum Reply {
    Says(u16, String),
    Lost,
    Silent,
    Aborted,
}

fn says(status: u16, body: impl Into<String>) -> Reply {
    Reply::Says(status, body.into())
}

fn order(status: &str, requests: &str) -> Reply {
    says(200, format!(r#"{{"id":1,"status":"{status}","requests":[{requests}]}}"#))
}

/// What came of it all.
struct Story<A> {
    end: Result<A, Failure>,
    attempts: Vec<Attempt>,
    /// How many changes were sent.
    puts: usize,
    waits: Vec<u32>,
    /// In milliseconds.
    took: u64,
}

impl<A> Story<A> {
    fn sent(&self) -> Vec<String> {
        self.attempts.iter().map(|attempt| format!("{} {}", attempt.method.as_str(), attempt.path)).collect()
    }

    fn decisions(&self) -> Vec<String> {
        self.attempts.iter().map(|attempt| format!("{:?}", attempt.decision)).collect()
    }
}

/// Plays a call against replies, one for each request; the last one again and again.
fn play<P: Plan>(plan: P, policy: Policy, replies: Vec<Reply>) -> Story<P::Answer> {
    let mut call = Call::new(plan, policy);
    let mut replies = replies.into_iter().peekable();
    let mut last = None;
    let (mut took, mut paused, mut waits) = (0, 0, Vec::new());
    let mut event = Event::Began;
    let end = loop {
        let moment = Moment { elapsed_ms: took, unix_ms: NOW + took, paused_until_ms: paused, random: 0.5 };
        event = match call.step(event, &moment) {
            Step::Done(end) => break end,
            Step::Wait { ms, why } => {
                waits.push(ms);
                if why == certcentral_revoke::policy::Why::RateLimited {
                    paused = took + u64::from(ms);
                }
                took += u64::from(ms);
                Event::Waited
            }
            Step::Send { timeout_ms, .. } => {
                took += 10;
                if let Some(reply) = replies.next() {
                    last = Some(reply);
                }
                match last.as_ref().unwrap() {
                    Reply::Says(status, body) => Event::Answered(HttpResponse::new(*status, body.as_str())),
                    Reply::Lost => Event::Lost(Cause::Unclear {
                        status: None,
                        problem: Problem::ConnectionFailed,
                        errors: Vec::new(),
                    }),
                    Reply::Silent => {
                        took += u64::from(timeout_ms) - 10;
                        Event::Lost(Cause::TimedOut { after_ms: timeout_ms })
                    }
                    Reply::Aborted => Event::Lost(Cause::Aborted { sent: true }),
                }
            }
        };
    };
    let attempts = call.attempts().to_vec();
    let puts = attempts.iter().filter(|attempt| attempt.method == Method::Put).count();
    Story { end, attempts, puts, waits, took }
}

fn revoke() -> Revoke {
    Revoke::new(Target::Order("1".parse().unwrap()))
}

fn revoking(revoke: Revoke, replies: Vec<Reply>) -> Story<Outcome> {
    let policy = Policy::default();
    play(Change::new(revoke, policy.retry), policy, replies)
}

fn without_retry(replies: Vec<Reply>) -> Story<Outcome> {
    let policy = Policy { retry: None, ..Policy::default() };
    play(Change::new(revoke(), None), policy, replies)
}

fn patient(reads: u32) -> Policy {
    Policy { retry: Some(Retry { reads, ..Retry::default() }), ..Policy::default() }
}

fn fields(given: &[(&str, Given)]) -> Fields {
    Fields(given.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
}
