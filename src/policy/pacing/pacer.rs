//! Whether a call may go now: the limits, what was sent, the pause after a 429, and the share that others leave.
//! Not here: who of several waiting goes (`turns.rs`).

use super::{
    limits::{Limits, Span},
    log::Log,
    share::Share,
};

/// For whom a call is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Somebody waits for it: it may use the whole of each window.
    Interactive,
    /// A job: it is spread evenly, leaves a little free for people, and gives way to others with the same key.
    Bulk,
}

/// What comes of asking for leave to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// It may be sent now, and counts as sent.
    Go,
    /// Not yet.
    Wait {
        /// How long, if nobody else goes before; more than 0.
        ms: u64,
    },
}

/// All that has to outlive a pacer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PacerState {
    /// When the last calls were sent, the earliest first: as many as the largest window holds.
    pub sent_ms: Vec<u64>,
    /// How many were sent before these.
    pub before: u64,
    /// Until when the whole key pauses.
    pub paused_until_ms: u64,
    /// What others leave of each window.
    pub share: Share,
}

impl PacerState {
    /// Of a key of which nobody tells what was sent with it lately, after a crash for example: as if every window had just
    /// been filled.
    #[must_use]
    pub fn filled(limits: &Limits, now_ms: u64) -> Self {
        Self { sent_ms: vec![now_ms; limits.most_calls() as usize], ..Self::default() }
    }
}

/// How long the key pauses after a 429 that does not say: the shorter of DigiCert's windows.
const PAUSE_MS: u64 = 5000;
/// How long it pauses at most, unless a window is longer: after that it is worth trying.
const MOST_PAUSE_MS: u64 = 180_000;

/// The pace of one key.
#[derive(Clone, Debug)]
pub struct Pacer {
    limits: Limits,
    log: Log,
    paused_until_ms: u64,
    share: Share,
}

impl Pacer {
    /// For a key with which nothing was sent.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self::from_state(limits, PacerState::default())
    }

    /// Goes on where another one has stopped; the limits may have changed since.
    #[must_use]
    pub fn from_state(limits: Limits, state: PacerState) -> Self {
        let PacerState { sent_ms, before, paused_until_ms, share } = state;
        Self { limits, log: Log::new(sent_ms, before), paused_until_ms, share }
    }

    /// What it takes to go on later.
    #[must_use]
    pub fn state(&self) -> PacerState {
        PacerState {
            sent_ms: self.log.sent_ms().collect(),
            before: self.log.before(),
            paused_until_ms: self.paused_until_ms,
            share: self.share,
        }
    }

    /// Asks for leave to send one call now.
    pub fn ask(&mut self, lane: Lane, now_ms: u64) -> Pace {
        self.see(now_ms);
        match self.free_ms(lane, now_ms).saturating_sub(now_ms) {
            0 => {
                self.log.push(now_ms, self.limits.most_calls());
                Pace::Go
            }
            ms => Pace::Wait { ms },
        }
    }

    /// A 429 that was not processed: the whole key pauses, for as long as it says, but no longer than three minutes or the
    /// longest window. Several that come together are one: what was on its way when the first one came tells nothing new.
    pub fn refused(&mut self, retry_after_ms: Option<u64>, now_ms: u64) {
        self.see(now_ms);
        let is_new = now_ms >= self.paused_until_ms;
        self.pause(retry_after_ms, now_ms);
        if is_new {
            self.cut_share(now_ms);
        }
    }

    /// How long until so many more calls of a lane will have been sent, if nobody else sends and nothing is refused.
    #[must_use]
    pub fn ms_until(&self, lane: Lane, calls: u64, now_ms: u64) -> u64 {
        let mut then = self.clone();
        let sent_ms = (0..calls).fold(now_ms, |at_ms, _| then.go(lane, at_ms));
        sent_ms - now_ms
    }

    /// When the next call of a lane may go, if nobody else sends until then: it counts as sent at that time.
    pub fn go(&mut self, lane: Lane, now_ms: u64) -> u64 {
        let mut at_ms = now_ms;
        while let Pace::Wait { ms } = self.ask(lane, at_ms) {
            at_ms = at_ms.saturating_add(ms);
        }
        at_ms
    }

    /// How much of each window bulk calls may use now, in thousandths: all of it until a first 429.
    #[must_use]
    pub fn share(&self, now_ms: u64) -> u32 {
        self.share.at(now_ms, self.limits.longest_ms())
    }

    /// When a call may go that uses only this part of each window, in thousandths, and goes after this number of other
    /// calls. The time is exact for the next call, and a lower bound for a later one.
    pub(in crate::policy) fn part_free_ms(&self, thousandths: u32, ahead: usize, now_ms: u64) -> u64 {
        let free_ms = |span: Span| {
            let span = span.of_part(thousandths);
            let calls = span.calls as usize;
            let whole_spans = u64::try_from(ahead / calls).unwrap_or(u64::MAX).saturating_mul(span.ms);
            self.log.free_after_ms(span, ahead % calls).max(now_ms).saturating_add(whole_spans)
        };
        self.limits.spans().map(free_ms).fold(self.paused_until_ms.max(now_ms), u64::max)
    }

    /// Notes a call that was sent.
    pub(in crate::policy) fn sent(&mut self, now_ms: u64) {
        self.log.push(now_ms, self.limits.most_calls());
    }

    /// Pauses the whole key for `Retry-After`, or for the shorter of DigiCert's windows without one.
    pub(in crate::policy) fn pause(&mut self, retry_after_ms: Option<u64>, now_ms: u64) {
        let pause_ms = retry_after_ms.unwrap_or(PAUSE_MS).min(self.most_pause_ms());
        self.hold_until(now_ms.saturating_add(pause_ms));
    }

    /// Leaves a larger part of the windows to other users of the key, after the pause.
    pub(in crate::policy) fn cut_share(&mut self, now_ms: u64) {
        self.share = self.share.cut(now_ms, self.limits.longest_ms(), self.paused_until_ms);
    }

    /// Until when the whole key pauses.
    pub(in crate::policy) fn paused_until_ms(&self) -> u64 {
        self.paused_until_ms
    }

    /// Pauses the whole key at least until this time.
    pub(in crate::policy) fn hold_until(&mut self, at_ms: u64) {
        self.paused_until_ms = self.paused_until_ms.max(at_ms);
    }

    /// The longest window with its guard, in milliseconds.
    pub(in crate::policy) fn longest_ms(&self) -> u64 {
        self.limits.longest_ms()
    }

    fn free_ms(&self, lane: Lane, now_ms: u64) -> u64 {
        let share = self.share(now_ms);
        let free = |span| self.log.free_ms(span);
        let spans = self.limits.spans();
        match lane {
            Lane::Interactive => spans.map(free).fold(self.paused_until_ms, u64::max),
            Lane::Bulk => spans.flat_map(|span| span.for_bulk(share)).map(free).fold(self.paused_until_ms, u64::max),
        }
    }

    /// What lies after now was written by a clock that has been set back since: it must not hold anybody up for long.
    pub(in crate::policy) fn see(&mut self, now_ms: u64) {
        self.log.see(now_ms);
        let latest = now_ms.saturating_add(self.most_pause_ms());
        self.paused_until_ms = self.paused_until_ms.min(latest);
        self.share.since_ms = self.share.since_ms.min(latest);
    }

    fn most_pause_ms(&self) -> u64 {
        self.limits.longest_ms().max(MOST_PAUSE_MS)
    }
}
