//! What a run measures of itself: calls, how long answers take, how many orders get done. Nothing of it outlives a
//! process. Not here: what follows from it for the end of the run (`snapshot.rs`).

use std::collections::VecDeque;

use serde::Serialize;

use crate::{
    api::{Cause, Method},
    policy::Event,
};

/// The calls since the process started.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Calls {
    /// Revocations that were sent.
    pub revokes: u32,
    /// Reads that were sent.
    pub reads: u32,
    /// Calls that the rate limit refused.
    pub limited: u32,
    /// Calls without a response.
    pub unanswered: u32,
}

/// So long is one slot, and so far is looked back: five times the longest of DigiCert's windows, so that bursts and
/// pauses are counted alike.
const SLOT_MS: u64 = 1000;
const SLOTS: u64 = 900;

#[derive(Clone, Copy, Debug)]
struct Slot {
    number: u64,
    sent: u32,
    settled: u32,
}

#[derive(Debug, Default)]
pub(super) struct Meter {
    pub(super) calls: Calls,
    settled: u32,
    /// The latest last.
    slots: VecDeque<Slot>,
    /// Since when it goes without a break.
    since_ms: Option<u64>,
    /// A mean that forgets, in milliseconds.
    latency_ms: Option<f64>,
}

impl Meter {
    /// After a break what was measured before it says nothing about the pace to come.
    pub(super) fn begin_again(&mut self) {
        self.slots.clear();
        self.since_ms = None;
    }

    fn slot(&mut self, now_ms: u64) -> Option<&mut Slot> {
        self.since_ms.get_or_insert(now_ms);
        let number = now_ms / SLOT_MS;
        if self.slots.back().map(|last| last.number) != Some(number) {
            self.slots.push_back(Slot { number, sent: 0, settled: 0 });
        }
        while self.slots.front().is_some_and(|first| first.number + SLOTS < number) {
            self.slots.pop_front();
        }
        self.slots.back_mut()
    }

    pub(super) fn sent(&mut self, method: Method, now_ms: u64) {
        match method {
            Method::Put => self.calls.revokes += 1,
            Method::Get => self.calls.reads += 1,
        }
        if let Some(slot) = self.slot(now_ms) {
            slot.sent += 1;
        }
    }

    pub(super) fn told(&mut self, event: &Event, since_ms: u64, now_ms: u64) {
        match event {
            Event::Answered(response) => {
                self.calls.limited += u32::from(Cause::rate_limit(response).is_some());
                #[expect(clippy::cast_precision_loss, reason = "a mean")]
                let took = now_ms.saturating_sub(since_ms) as f64;
                let mean = self.latency_ms.map_or(took, |mean| mean + (took - mean) / 16.0);
                self.latency_ms = Some(mean);
            }
            Event::Lost(_) => self.calls.unanswered += 1,
            Event::Began | Event::Waited => {}
        }
    }

    pub(super) fn settled(&mut self, now_ms: u64) {
        self.settled += 1;
        if let Some(slot) = self.slot(now_ms) {
            slot.settled += 1;
        }
    }

    /// Calls that so many orders will take, at the rate seen so far.
    pub(super) fn calls_for(&self, orders: u32) -> u32 {
        const ENOUGH: u32 = 50;
        let calls = u64::from(self.calls.revokes + self.calls.reads).max(u64::from(self.settled));
        if self.settled < ENOUGH {
            return orders;
        }
        u32::try_from(u64::from(orders) * calls / u64::from(self.settled)).unwrap_or(u32::MAX)
    }

    pub(super) fn sent_in_last_minute(&self, now_ms: u64) -> u32 {
        let now = now_ms / SLOT_MS;
        self.slots.iter().filter(|slot| slot.number + 60_000 / SLOT_MS > now).map(|slot| slot.sent).sum()
    }

    /// How long so many orders take at the pace of the time that is looked back on, once that is long enough.
    pub(super) fn paced_ms(&self, orders: u32, now_ms: u64) -> Option<u64> {
        let span = SLOT_MS * SLOTS;
        let settled: u32 = self.slots.iter().map(|slot| slot.settled).sum();
        let is_long = now_ms.saturating_sub(self.since_ms?) >= span;
        (is_long && settled > 0).then(|| u64::from(orders) * span / u64::from(settled))
    }

    /// How long so many calls take where nothing but answers holds them up.
    pub(super) fn answered_ms(&self, calls: u32, connections: u32) -> u64 {
        let latency = self.latency_ms.unwrap_or_default();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a time that is never negative")]
        let ms = (latency * f64::from(calls) / f64::from(connections.max(1))) as u64;
        ms
    }
}
