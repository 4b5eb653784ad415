//! Measures a run: calls, response times, settled orders. The measurements start again with each process.

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
    pub rate_limited: u32,
    /// Calls without a response.
    pub lost: u32,
}

/// The length of a slot in milliseconds, and the number of slots. Together they are five times the longest of DigiCert's
/// windows, so that bursts and pauses even out.
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
    /// The latest slot is last.
    slots: VecDeque<Slot>,
    /// The start of the current period without a pause.
    since_ms: Option<u64>,
    /// The exponential moving average of the response times, in milliseconds.
    latency_ms: Option<f64>,
}

impl Meter {
    /// Starts a new period after a pause. Earlier slots do not predict the pace.
    pub(super) fn restart(&mut self) {
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

    pub(super) fn response_ended(&mut self, event: &Event, since_ms: u64, now_ms: u64) {
        match event {
            Event::Response(response) => {
                self.calls.rate_limited += u32::from(Cause::rate_limit(response).is_some());
                #[expect(clippy::cast_precision_loss, reason = "a mean")]
                let took_ms = now_ms.saturating_sub(since_ms) as f64;
                let mean = self.latency_ms.map_or(took_ms, |mean| mean + (took_ms - mean) / 16.0);
                self.latency_ms = Some(mean);
            }
            Event::Lost(_) => self.calls.lost += 1,
            Event::Started | Event::WaitElapsed => {}
        }
    }

    pub(super) fn settled(&mut self, now_ms: u64) {
        self.settled += 1;
        if let Some(slot) = self.slot(now_ms) {
            slot.settled += 1;
        }
    }

    /// Estimates the calls for a number of orders, from the calls of the settled orders.
    pub(super) fn calls_for(&self, orders: u32) -> u32 {
        const MIN_SETTLED: u32 = 50;
        let calls = u64::from(self.calls.revokes + self.calls.reads).max(u64::from(self.settled));
        if self.settled < MIN_SETTLED {
            return orders;
        }
        u32::try_from(u64::from(orders) * calls / u64::from(self.settled)).unwrap_or(u32::MAX)
    }

    pub(super) fn sent_in_last_minute(&self, now_ms: u64) -> u32 {
        let now = now_ms / SLOT_MS;
        self.slots.iter().filter(|slot| slot.number + 60_000 / SLOT_MS > now).map(|slot| slot.sent).sum()
    }

    /// Estimates the time for a number of orders from the measured pace. `None` until the slots are filled.
    pub(super) fn paced_ms(&self, orders: u32, now_ms: u64) -> Option<u64> {
        let span = SLOT_MS * SLOTS;
        let settled: u32 = self.slots.iter().map(|slot| slot.settled).sum();
        let is_long = now_ms.saturating_sub(self.since_ms?) >= span;
        (is_long && settled > 0).then(|| u64::from(orders) * span / u64::from(settled))
    }

    /// Estimates the time for a number of calls if only the response time limits them.
    pub(super) fn answered_ms(&self, calls: u32, connections: u32) -> u64 {
        let latency = self.latency_ms.unwrap_or_default();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a time that is never negative")]
        let ms = (latency * f64::from(calls) / f64::from(connections.max(1))) as u64;
        ms
    }
}
