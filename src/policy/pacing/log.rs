//! The times of the recent calls. They keep each window exactly; a token bucket would admit up to twice as many calls in one
//! window.

use std::collections::VecDeque;

use super::limits::Span;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Log {
    /// The times of the recent calls, the earliest first.
    sent_ms: VecDeque<u64>,
    /// The number of earlier calls.
    before: u64,
}

impl Log {
    /// Creates a log. Unordered times come from a clock that was set back: each is limited to the time after it.
    pub(super) fn new(mut sent_ms: Vec<u64>, before: u64) -> Self {
        let mut next = u64::MAX;
        for sent in sent_ms.iter_mut().rev() {
            next = next.min(*sent);
            *sent = next;
        }
        Self { sent_ms: sent_ms.into(), before }
    }

    pub(super) fn sent_ms(&self) -> impl Iterator<Item = u64> {
        self.sent_ms.iter().copied()
    }

    pub(super) fn before(&self) -> u64 {
        self.before
    }

    /// Returns the time at which a window has room for one more call; 0 if it was never full.
    pub(super) fn free_ms(&self, span: Span) -> u64 {
        self.free_after_ms(span, 0)
    }

    /// Same as `free_ms` after `further` more calls, which are fewer than the window allows.
    pub(super) fn free_after_ms(&self, span: Span, further: usize) -> u64 {
        let full_since = match (self.sent_ms.len() + further).checked_sub(span.calls as usize) {
            // The call that has to leave the full window first.
            Some(nth) => self.sent_ms.get(nth),
            // The window has grown beyond the log. The forgotten calls are not later than the first known one.
            None if self.before > 0 => self.sent_ms.front(),
            None => None,
        };
        full_since.map_or(0, |sent| sent.saturating_add(span.ms))
    }

    /// Adds a call, and keeps the last `max` calls.
    pub(super) fn push(&mut self, now_ms: u64, max: u32) {
        self.sent_ms.push_back(now_ms);
        while self.sent_ms.len() > max as usize {
            self.sent_ms.pop_front();
            self.before += 1;
        }
    }

    /// Limits the times to now, for a clock that was set back.
    pub(super) fn limit_to(&mut self, now_ms: u64) {
        for sent in self.sent_ms.iter_mut().rev().take_while(|sent| **sent > now_ms) {
            *sent = now_ms;
        }
    }
}
