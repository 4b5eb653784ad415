//! When a lane and a person may send their next call.
//!
//! | lane | what it may use of a window |
//! |---|---|
//! | write | all of it |
//! | interactive | all but the reserve; a tenth of it also while writes fill the rest |
//! | bulk | the same, spread evenly and behind people; a tenth of it also while people fill the rest |
//!
//! A person's own calls count twice in a lane, against what all people may use there. One person alone uses at most half of it,
//! two people a third each: there is always room for one more.

use super::{
    lanes::Lane,
    limits::Span,
    pacer::Pacer,
    people::PersonId,
    sent_log::{Sent, SentLog},
};

/// The part of each window that interactive calls and jobs may use whatever the lanes before them use, in thousandths.
const GUARANTEE: u32 = 100;

/// The shares of a key at one moment.
pub(super) struct Quota<'a> {
    pub(super) pacer: &'a Pacer,
    pub(super) sent: &'a SentLog,
    pub(super) now_ms: u64,
}

/// The times from which a call may be sent.
#[derive(Clone, Copy, Debug)]
pub(super) struct FreeTimes {
    /// After every call of the lanes before it.
    pub(super) regular_ms: u64,
    /// Before them, as part of the guarantee of its lane.
    pub(super) guaranteed_ms: u64,
}

impl FreeTimes {
    pub(super) fn first_ms(self) -> u64 {
        self.regular_ms.min(self.guaranteed_ms)
    }
}

impl Quota<'_> {
    /// Returns the time from which a person may send a write.
    pub(super) fn write_ms(&self, person: PersonId) -> u64 {
        let own = |span| self.sent.free_ms(span, |call| 1 + u32::from(call.is_of(Lane::Write, person)));
        self.pacer.spans().map(own).fold(self.pacer.free_ms(Lane::Write, self.now_ms), u64::max)
    }

    /// Returns the times from which a person may send an interactive call.
    pub(super) fn interactive(&self, person: PersonId) -> FreeTimes {
        let lane = Lane::Interactive;
        let weight = |call: Sent| u32::from(call.lane == lane) + u32::from(call.is_of(lane, person));
        let own = |span| self.sent.free_ms(span, weight);
        let own_ms = self.pacer.unreserved().map(own).fold(0, u64::max);
        let regular_ms = self.pacer.free_ms(lane, self.now_ms).max(own_ms);
        FreeTimes { regular_ms, guaranteed_ms: self.guaranteed_ms(lane).max(own_ms) }
    }

    /// Returns the times from which a call of a job may be sent.
    pub(super) fn bulk(&self) -> FreeTimes {
        let lane = Lane::Bulk;
        let share = self.pacer.share(self.now_ms);
        // The calls of people do not count here, but jobs stay within the share that other users of the key leave.
        let own = |span| self.sent.free_ms(span, |call| u32::from(call.lane == lane));
        let own_ms = self.pacer.unreserved().flat_map(|span| span.for_bulk(share)).map(own).fold(0, u64::max);
        let regular_ms = self.pacer.free_ms(lane, self.now_ms);
        FreeTimes { regular_ms, guaranteed_ms: self.guaranteed_ms(lane).max(own_ms) }
    }

    /// Returns the time of the next guaranteed call of a lane. The guarantee is spread evenly, and never uses the reserve. A
    /// window of fewer than ten calls has no guarantee.
    fn guaranteed_ms(&self, lane: Lane) -> u64 {
        if self.pacer.spans().any(|span| span.part(GUARANTEE) == 0) {
            return u64::MAX;
        }
        let last_ms = self.sent.last_ms(lane);
        let spread = |span: Span| last_ms.map_or(0, |last| last.saturating_add(span.interval_ms(GUARANTEE)));
        let unreserved = |span| self.sent.free_ms(span, |call| u32::from(call.lane != Lane::Write));
        let free_ms = self.pacer.free_ms(Lane::Write, self.now_ms);
        let free_ms = self.pacer.spans().map(spread).fold(free_ms, u64::max);
        self.pacer.unreserved().map(unreserved).fold(free_ms, u64::max)
    }
}
