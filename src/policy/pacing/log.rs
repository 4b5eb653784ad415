//! When calls were sent, as far back as any window looks: by that a window is kept exactly, where a bucket would let
//! twice as many through. Not here: which windows there are (`limits.rs`).

use std::collections::VecDeque;

use super::limits::Span;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Log {
    /// The earliest first.
    sent_ms: VecDeque<u64>,
    /// How many were sent before these.
    before: u64,
}

impl Log {
    /// Times that are out of order were written across a clock that was set back: none is later than the one after it.
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

    /// When a span has room for one more; 0 if it was never full.
    pub(super) fn free_ms(&self, span: Span) -> u64 {
        self.free_after_ms(span, 0)
    }

    /// As `free_ms`, after this number of further calls: fewer than the span holds.
    pub(super) fn free_after_ms(&self, span: Span, further: usize) -> u64 {
        let full_since = match (self.sent_ms.len() + further).checked_sub(span.calls as usize) {
            // The call that one more would push out of a full span.
            Some(nth) => self.sent_ms.get(nth),
            // The window has grown, and what it should look back on is forgotten: nothing of that is later than this.
            None if self.before > 0 => self.sent_ms.front(),
            None => None,
        };
        full_since.map_or(0, |sent| sent.saturating_add(span.ms))
    }

    /// Notes a call, and forgets all but the last `most`.
    pub(super) fn push(&mut self, now_ms: u64, most: u32) {
        self.sent_ms.push_back(now_ms);
        while self.sent_ms.len() > most as usize {
            self.sent_ms.pop_front();
            self.before += 1;
        }
    }

    /// Nothing was sent later than now: a clock that was set back makes calls seem younger than they are, and never older.
    pub(super) fn see(&mut self, now_ms: u64) {
        for sent in self.sent_ms.iter_mut().rev().take_while(|sent| **sent > now_ms) {
            *sent = now_ms;
        }
    }
}
