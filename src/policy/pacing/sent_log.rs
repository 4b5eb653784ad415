//! The lane and the person of each recent call. The windows themselves are kept by `log.rs`, which does not need them.

use std::collections::VecDeque;

use super::{lanes::Lane, limits::Span, people::PersonId};

/// A call that was sent, to restore the state of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentCall {
    /// The time, in milliseconds.
    pub at_ms: u64,
    /// The lane.
    pub lane: Lane,
    /// The person who made the call, or the owner of the job.
    pub person: String,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Sent {
    at_ms: u64,
    pub(super) lane: Lane,
    pub(super) person: PersonId,
}

impl Sent {
    /// Whether a person made this call in this lane.
    pub(super) fn is_of(self, lane: Lane, person: PersonId) -> bool {
        self.lane == lane && self.person == person
    }
}

#[derive(Clone, Debug, Default)]
pub(super) struct SentLog {
    /// The recent calls, the earliest first.
    calls: VecDeque<Sent>,
}

impl SentLog {
    /// Adds a call, and keeps the last `max` calls.
    pub(super) fn push(&mut self, at_ms: u64, lane: Lane, person: PersonId, max: u32) {
        self.calls.push_back(Sent { at_ms, lane, person });
        while self.calls.len() > max as usize {
            self.calls.pop_front();
        }
    }

    /// Returns the time from which the weights of the calls in the window are less than its calls; 0 if they always were.
    pub(super) fn free_ms(&self, span: Span, weight: impl Fn(Sent) -> u32) -> u64 {
        let mut used = 0;
        let fills = |call: &&Sent| {
            used += weight(**call);
            used >= span.calls
        };
        // The call that has to leave the window first.
        self.calls.iter().rev().find(fills).map_or(0, |call| call.at_ms.saturating_add(span.ms))
    }

    /// Returns the time of the last call of a lane.
    pub(super) fn last_ms(&self, lane: Lane) -> Option<u64> {
        self.calls.iter().rfind(|call| call.lane == lane).map(|call| call.at_ms)
    }

    pub(super) fn has(&self, person: PersonId) -> bool {
        self.calls.iter().any(|call| call.person == person)
    }

    /// Limits the times to now, for a clock that was set back.
    pub(super) fn limit_to(&mut self, now_ms: u64) {
        for call in self.calls.iter_mut().rev().take_while(|call| call.at_ms > now_ms) {
            call.at_ms = now_ms;
        }
    }
}
