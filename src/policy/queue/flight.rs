//! The limit of calls in flight, and the single probe after a 429.

use super::request::QueueTicket;

#[derive(Clone, Debug)]
pub(super) struct FlightLimit {
    max: u32,
    /// The limit of calls of the current burst. A 429 sets it to 1, each response doubles it.
    width: u32,
    /// The number of 429 bursts so far. A call that was admitted before a burst proves nothing about the time after it.
    burst: u32,
    /// The number of 429 bursts since the last response.
    refusals: u32,
    /// Each call in flight with the burst in which it was admitted.
    calls: Vec<(QueueTicket, u32)>,
}

impl FlightLimit {
    /// Creates the limit. `max`: 0 means 1. `width`: the limit at the start.
    pub(super) fn new(max: u32, width: u32) -> Self {
        let max = max.max(1);
        Self { max, width: width.clamp(1, max), burst: 0, refusals: 0, calls: Vec::new() }
    }

    /// Whether one more call may be in flight.
    pub(super) fn has_room(&self) -> bool {
        let current = self.calls.iter().filter(|(_, burst)| *burst == self.burst).count();
        self.calls.len() < self.max as usize && current < self.width as usize
    }

    pub(super) fn admit(&mut self, ticket: QueueTicket) {
        self.calls.push((ticket, self.burst));
    }

    /// Removes a call. Returns whether it was admitted after the last 429, or `None` if it is not in flight.
    pub(super) fn end(&mut self, ticket: QueueTicket) -> Option<bool> {
        let at = self.calls.iter().position(|(other, _)| *other == ticket)?;
        let (_, burst) = self.calls.swap_remove(at);
        Some(burst == self.burst)
    }

    pub(super) fn widen(&mut self) {
        self.width = self.width.saturating_mul(2).min(self.max);
        self.refusals = 0;
    }

    /// Starts a new burst of 429. Returns the number of bursts since the last response.
    pub(super) fn narrow(&mut self) -> u32 {
        self.width = 1;
        self.burst = self.burst.wrapping_add(1);
        self.refusals = self.refusals.saturating_add(1);
        self.refusals
    }
}
