//! The rate of a long line: a first burst at full speed, then one call in each slot. Slots come free continuously, so a
//! second line does not wait for the end of a window.

use crate::policy::Limits;

/// The burst is one part in this many of the slowest window.
const BURST_PART: u32 = 5;

#[derive(Clone, Copy, Debug)]
pub(super) struct Spread {
    /// The time of one call at the average rate of the slowest window.
    slot_ms: u64,
    /// The number of calls in the first burst, minus one.
    burst: u64,
    /// The end of the slots of the calls that were sent.
    end_ms: u64,
}

impl Spread {
    pub(super) fn new(limits: &Limits) -> Self {
        let slots = limits.spans().map(|span| (span.ms.div_ceil(u64::from(span.calls)), span.calls));
        let (slot_ms, calls) = slots.max().unwrap_or((0, 1));
        Self { slot_ms, burst: u64::from((calls / BURST_PART).saturating_sub(1)), end_ms: 0 }
    }

    /// Returns the time at which the next call may be sent.
    pub(super) fn free_ms(&self) -> u64 {
        self.end_ms.saturating_sub(self.burst * self.slot_ms)
    }

    pub(super) fn sent(&mut self, now_ms: u64) {
        self.end_ms = self.end_ms.max(now_ms).saturating_add(self.slot_ms);
    }

    /// Limits the effect of a clock that was set back.
    pub(super) fn limit_to(&mut self, now_ms: u64) {
        self.end_ms = self.end_ms.min(now_ms.saturating_add((self.burst + 1) * self.slot_ms));
    }
}
