//! The calls in flight: how many there may be, and the single probe after a 429.

use super::request::Ticket;

#[derive(Clone, Debug)]
pub(super) struct Flight {
    max: u32,
    /// How many calls of the current burst may be in flight. A 429 narrows it to 1, each answer doubles it.
    width: u32,
    /// The number of 429 bursts so far. What was admitted before a burst says nothing about the time after it.
    burst: u32,
    /// The number of 429 bursts since the last answer.
    refusals: u32,
    /// Each call in flight with the burst in which it was admitted.
    calls: Vec<(Ticket, u32)>,
}

impl Flight {
    /// At least one call may be in flight, whatever `max` says. `width`: how many at the start.
    pub(super) fn new(max: u32, width: u32) -> Self {
        let max = max.max(1);
        Self { max, width: width.clamp(1, max), burst: 0, refusals: 0, calls: Vec::new() }
    }

    /// Whether one more call may be in flight.
    pub(super) fn has_room(&self) -> bool {
        let current = self.calls.iter().filter(|(_, burst)| *burst == self.burst).count();
        self.calls.len() < self.max as usize && current < self.width as usize
    }

    pub(super) fn admit(&mut self, ticket: Ticket) {
        self.calls.push((ticket, self.burst));
    }

    /// Removes a call. Returns whether it was admitted after the last 429; nothing if it is not in flight.
    pub(super) fn end(&mut self, ticket: Ticket) -> Option<bool> {
        let at = self.calls.iter().position(|(other, _)| *other == ticket)?;
        let (_, burst) = self.calls.swap_remove(at);
        Some(burst == self.burst)
    }

    pub(super) fn widen(&mut self) {
        self.width = self.width.saturating_mul(2).min(self.max);
        self.refusals = 0;
    }

    /// Begins a new burst of 429. Returns the number of bursts since the last answer.
    pub(super) fn narrow(&mut self) -> u32 {
        self.width = 1;
        self.burst = self.burst.wrapping_add(1);
        self.refusals = self.refusals.saturating_add(1);
        self.refusals
    }
}
