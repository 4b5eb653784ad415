//! The queue: which call is admitted next, and when.

use super::{
    flight::FlightLimit,
    lines::Lines,
    request::{Priority, QueueTicket, QueuedRequest},
    spread::Spread,
    turn::{QueueEnd, QueueTurn},
};
use crate::policy::{Limits, Pacer, Retry};

/// The part of each window that this client uses at most, in thousandths. The rest belongs to other users of the key.
const MAX_PART: u32 = 900;
/// The part for a long line of interactive calls: a short line finds a tenth of the window free behind it.
const LONG_LINE_PART: u32 = 800;
/// The part for bulk calls: an interactive call finds two tenths of the window free behind them.
const BULK_PART: u32 = 700;
/// The part after a crash, until the longest window has passed: what the crashed instance left at least.
const CAUTIOUS_PART: u32 = 1000 - MAX_PART;
/// A line is short up to this number of waiting calls.
const MAX_SHORT_LINE: usize = 10;
/// The pause after a 429 without `Retry-After`, in backoffs: with the default backoff the shorter of DigiCert's windows.
const PAUSE_BACKOFFS: u64 = 10;
/// The shortest pause after the second 429 in a row, in backoffs. It doubles with each further one.
const REFUSED_PROBE_BACKOFFS: u64 = 4;

/// Admits the calls that share one key.
#[derive(Clone, Debug)]
pub struct CallQueue {
    pacer: Pacer,
    spread: Spread,
    flight: FlightLimit,
    follow_ups: Lines,
    interactive: Lines,
    bulk: Lines,
    /// The time until which the windows may contain calls that the log does not know.
    cautious_until_ms: u64,
    last_ticket: u32,
    /// The pauses after a 429.
    retry: Retry,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    FollowUp,
    Interactive,
    Bulk,
}

impl CallQueue {
    /// Creates an empty queue for a key without recent calls. `max_in_flight`: at least 1; 0 means 1.
    #[must_use]
    pub fn new(limits: Limits, max_in_flight: u32) -> Self {
        Self {
            spread: Spread::new(&limits),
            pacer: Pacer::new(limits),
            flight: FlightLimit::new(max_in_flight, max_in_flight),
            follow_ups: Lines::default(),
            interactive: Lines::default(),
            bulk: Lines::default(),
            cautious_until_ms: 0,
            last_ticket: 0,
            retry: Retry::default(),
        }
    }

    /// Sets the pauses of other retry settings: a `Retry-After` counts up to `max_retry_after_ms`, and pauses
    /// that the queue chooses itself grow from `backoff_ms` up to `max_backoff_ms`.
    #[must_use]
    pub fn with_retry(self, retry: Retry) -> Self {
        Self { retry, ..self }
    }

    /// Creates an empty queue for a key whose recent calls are unknown, for example after a crash. The first call is a probe, and
    /// until the longest window has passed, calls use the tenth of each window that the crashed queue left free.
    #[must_use]
    pub fn cautious(limits: Limits, max_in_flight: u32, now_ms: u64) -> Self {
        let until_ms = now_ms.saturating_add(limits.longest_ms());
        let has_tenth = limits.windows.iter().all(|window| window.calls() > 1);
        let mut queue = Self::new(limits, max_in_flight);
        queue.flight = FlightLimit::new(max_in_flight, 1);
        if has_tenth {
            queue.cautious_until_ms = until_ms;
        } else {
            // A window of one call has no tenth.
            queue.pacer.hold_until(until_ms);
        }
        queue
    }

    /// Adds a request.
    pub fn enqueue(&mut self, request: QueuedRequest, now_ms: u64) -> QueueTicket {
        self.limit_to(now_ms);
        self.last_ticket = self.last_ticket.wrapping_add(1);
        let ticket = QueueTicket(self.last_ticket);
        let class = match request.priority {
            _ if request.follow_up => Class::FollowUp,
            Priority::Interactive => Class::Interactive,
            Priority::Bulk => Class::Bulk,
        };
        self.lines_mut(class).push(request.operation, ticket);
        ticket
    }

    /// Removes a request that waits. Has no effect on any other.
    pub fn withdraw(&mut self, ticket: QueueTicket) {
        for lines in [&mut self.follow_ups, &mut self.interactive, &mut self.bulk] {
            lines.remove(ticket);
        }
    }

    /// Decides which request is sent now, if any.
    pub fn poll(&mut self, now_ms: u64) -> QueueTurn {
        self.limit_to(now_ms);
        if self.follow_ups.is_empty() && self.interactive.is_empty() && self.bulk.is_empty() {
            return QueueTurn::Empty;
        }
        if !self.flight.has_room() {
            return QueueTurn::Blocked;
        }
        match self.next(now_ms) {
            Ok((class, nth)) => self.admit(class, nth, now_ms),
            Err(at_ms) => QueueTurn::WaitUntil { at_ms },
        }
    }

    /// Records the end of a request in flight. Has no effect on any other. Call it exactly once for each admitted ticket: a
    /// request without an end holds its slot.
    pub fn finished(&mut self, ticket: QueueTicket, end: QueueEnd, now_ms: u64) {
        self.limit_to(now_ms);
        let Some(is_current) = self.flight.end(ticket) else { return };
        match end {
            QueueEnd::Responded if is_current => self.flight.widen(),
            QueueEnd::RateLimited { retry_after_ms } if is_current => {
                let backoff_ms = u64::from(self.retry.backoff_ms);
                let max_backoff_ms = u64::from(self.retry.max_backoff_ms);
                let pause_ms = retry_after_ms.map_or(backoff_ms * PAUSE_BACKOFFS, |ms| self.capped(ms));
                self.pacer.pause(Some(pause_ms), now_ms);
                match self.flight.narrow().checked_sub(2) {
                    None => self.pacer.cut_share(now_ms),
                    // The 429 of a probe proves nothing new about other users: the key has not recovered yet.
                    Some(doublings) => {
                        let backoff_ms = (backoff_ms * REFUSED_PROBE_BACKOFFS) << doublings.min(8);
                        let backoff_ms = backoff_ms.min(max_backoff_ms);
                        self.pacer.hold_until(now_ms.saturating_add(backoff_ms));
                    }
                }
            }
            // The burst has paused the key already: only a later end of the pause matters.
            QueueEnd::RateLimited { retry_after_ms: Some(ms) } => self.pacer.pause(Some(self.capped(ms)), now_ms),
            QueueEnd::Responded | QueueEnd::Lost | QueueEnd::RateLimited { retry_after_ms: None } => {}
        }
    }

    fn capped(&self, retry_after_ms: u64) -> u64 {
        retry_after_ms.min(u64::from(self.retry.max_retry_after_ms))
    }

    /// Returns the rest of the pause after a 429, in milliseconds; 0 without a pause.
    #[must_use]
    pub fn pause_ms(&self, now_ms: u64) -> u64 {
        self.pacer.paused_until_ms().saturating_sub(now_ms)
    }

    /// Returns a lower bound of the time until this request is admitted, in milliseconds; 0 if the request does not wait.
    #[must_use]
    pub fn estimate_ms(&self, ticket: QueueTicket, now_ms: u64) -> u64 {
        let classes = [&self.follow_ups, &self.interactive, &self.bulk];
        let place = classes.iter().find_map(|lines| lines.find(ticket));
        place.map_or(0, |(_, ahead)| self.pacer.part_free_ms(MAX_PART, ahead, now_ms).saturating_sub(now_ms))
    }

    /// Returns the line that is served now, or the time at which the first one may be.
    fn next(&self, now_ms: u64) -> Result<(Class, usize), u64> {
        let is_cautious = now_ms < self.cautious_until_ms;
        let mut at_ms = if is_cautious { self.cautious_until_ms } else { u64::MAX };
        for class in self.order() {
            let lines = self.lines(class);
            for (nth, length) in lines.lengths().enumerate() {
                let is_due = nth == 0 && lines.is_due();
                let free_ms = match class {
                    _ if is_cautious => self.pacer.part_free_ms(CAUTIOUS_PART, 0, now_ms),
                    Class::Interactive if length > MAX_SHORT_LINE && !is_due => self.spread_ms(LONG_LINE_PART, now_ms),
                    Class::Bulk if !is_due => self.spread_ms(BULK_PART, now_ms),
                    _ => self.pacer.part_free_ms(MAX_PART, 0, now_ms),
                };
                if free_ms <= now_ms {
                    return Ok((class, nth));
                }
                at_ms = at_ms.min(free_ms);
            }
        }
        Err(at_ms)
    }

    /// Follow-ups first, then interactive before bulk. Bulk that is due goes before interactive once.
    fn order(&self) -> [Class; 3] {
        if self.bulk.is_due() && !self.interactive.is_due() {
            [Class::FollowUp, Class::Bulk, Class::Interactive]
        } else {
            [Class::FollowUp, Class::Interactive, Class::Bulk]
        }
    }

    fn admit(&mut self, class: Class, nth: usize, now_ms: u64) -> QueueTurn {
        let Some(ticket) = self.lines_mut(class).serve(nth) else { return QueueTurn::Empty };
        match class {
            Class::FollowUp => {}
            Class::Interactive => self.bulk.pass(),
            Class::Bulk => self.interactive.pass(),
        }
        self.pacer.sent(now_ms);
        self.spread.sent(now_ms);
        self.flight.admit(ticket);
        QueueTurn::Admit(ticket)
    }

    /// Returns the time at which a call that is spread may be sent. After a 429 its part of the windows shrinks, because other users need more.
    fn spread_ms(&self, part: u32, now_ms: u64) -> u64 {
        let part = part * self.pacer.share(now_ms) / 1000;
        self.pacer.part_free_ms(part, 0, now_ms).max(self.spread.free_ms())
    }

    /// Limits the effect of a clock that was set back.
    fn limit_to(&mut self, now_ms: u64) {
        self.pacer.limit_to(now_ms);
        self.spread.limit_to(now_ms);
        self.cautious_until_ms = self.cautious_until_ms.min(now_ms.saturating_add(self.pacer.longest_ms()));
    }

    fn lines(&self, class: Class) -> &Lines {
        match class {
            Class::FollowUp => &self.follow_ups,
            Class::Interactive => &self.interactive,
            Class::Bulk => &self.bulk,
        }
    }

    fn lines_mut(&mut self, class: Class) -> &mut Lines {
        match class {
            Class::FollowUp => &mut self.follow_ups,
            Class::Interactive => &mut self.interactive,
            Class::Bulk => &mut self.bulk,
        }
    }
}
