//! The steps of calls, without a network: decision table, reconcile, time limits, calls of several requests.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "a test is documented by its name, and may panic")]
#![cfg(not(target_arch = "wasm32"))]

#[path = "../support/block_on.rs"]
mod block_on;
mod connecting;
mod deadline;
mod decisions;
mod longer_calls;
mod pacing;
mod time;

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
};

use block_on::block_on;
use certcentral_revoke::{
    api::{Cause, Failure, Fields, HttpRequest, HttpResponse, Method, Outcome, Problem, RawValue, Revoke, Target},
    policy::{Admission, Attempt, Call, Change, Io, Moment, Notice, Policy, Procedure, Retry, WaitReason, drive},
};

const LIMITED: &str = r#"{"errors":[{"code":"request_limit_exceeded","message":"slow"}]}"#;
const REFUSAL: &str = r#"{"errors":[{"code":"access_denied|missing_permission","message":"no"}]}"#;
const REQUEST: &str = r#"{"id":5,"date":"2025-10-09T09:00:00+00:00","type":"revoke","status":"pending"}"#;
/// 2025-10-09T08:53:20Z.
const NOW: u64 = 1_760_000_000_000;

/// What the server does with one request.
enum Reply {
    Says(u16, String),
    Lost,
    Silent,
    Aborted,
    NotConnected,
}

fn says(status: u16, body: impl Into<String>) -> Reply {
    Reply::Says(status, body.into())
}

fn order(status: &str, requests: &str) -> Reply {
    says(200, format!(r#"{{"id":1,"status":"{status}","requests":[{requests}]}}"#))
}

/// The result of a call.
struct Story<A> {
    end: Result<A, Failure>,
    attempts: Vec<Attempt>,
    /// The number of writes that were sent.
    puts: usize,
    waits: Vec<u32>,
    /// The duration in milliseconds.
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

/// A simulated host: one reply for each request; the last one repeats.
struct Host {
    replies: RefCell<VecDeque<Reply>>,
    took_ms: Cell<u64>,
    paused_until_ms: Cell<u64>,
    waits: RefCell<Vec<u32>>,
}

impl Io for Host {
    fn moment(&self) -> Moment {
        let took_ms = self.took_ms.get();
        let paused_until_ms = self.paused_until_ms.get();
        Moment { elapsed_ms: took_ms, unix_ms: NOW + took_ms, paused_until_ms, random: 0.5 }
    }

    fn notify(&self, notice: Notice<'_>) {
        if let Notice::Wait { ms, reason: WaitReason::RateLimited } = notice {
            self.paused_until_ms.set(self.took_ms.get() + u64::from(ms));
        }
    }

    async fn admit(&self, _: &HttpRequest, _: u32, _: bool) -> Result<Admission, Cause> {
        Ok(Admission::Immediate)
    }

    async fn send(&self, _: &HttpRequest, timeout_ms: u32) -> Result<HttpResponse, Cause> {
        self.took_ms.set(self.took_ms.get() + 10);
        let mut replies = self.replies.borrow_mut();
        match replies.front().unwrap() {
            Reply::Says(status, body) => {
                let response = HttpResponse::new(*status, body.as_str());
                if replies.len() > 1 {
                    replies.pop_front();
                }
                Ok(response)
            }
            reply => {
                let cause = match reply {
                    Reply::Silent => {
                        self.took_ms.set(self.took_ms.get() + u64::from(timeout_ms) - 10);
                        Cause::TimedOut { after_ms: timeout_ms }
                    }
                    Reply::Aborted => Cause::Aborted { sent: true },
                    Reply::NotConnected => Cause::NotConnected,
                    Reply::Lost | Reply::Says(..) => {
                        Cause::Unclear { status: None, problem: Problem::ConnectionFailed, errors: Vec::new() }
                    }
                };
                if replies.len() > 1 {
                    replies.pop_front();
                }
                Err(cause)
            }
        }
    }

    async fn sleep(&self, ms: u32) -> Result<(), Cause> {
        self.waits.borrow_mut().push(ms);
        self.took_ms.set(self.took_ms.get() + u64::from(ms));
        Ok(())
    }
}

/// Drives a call against replies.
fn play<P: Procedure>(procedure: P, policy: Policy, replies: Vec<Reply>) -> Story<P::Output> {
    let host = Host {
        replies: RefCell::new(replies.into()),
        took_ms: Cell::default(),
        paused_until_ms: Cell::default(),
        waits: RefCell::default(),
    };
    let (end, attempts) = block_on(drive(Call::new(procedure, policy), &host));
    let puts = attempts.iter().filter(|attempt| attempt.method == Method::Put).count();
    Story { end, attempts, puts, waits: host.waits.into_inner(), took: host.took_ms.get() }
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

fn fields(input: &[(&str, RawValue)]) -> Fields {
    Fields(input.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
}
