//! Decides whether a call may be sent now: by the limits, the recent calls, the pause after a 429, and the share of bulk calls.

use super::{
    lanes::Lane,
    limits::{Limits, Span, Window},
    log::Log,
    share::{Share, WHOLE},
};

/// The decision about one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permit {
    /// The call may be sent now, and counts as sent.
    Granted,
    /// The call has to wait.
    Wait {
        /// The wait in milliseconds if no other call is sent before; more than 0.
        ms: u64,
    },
}

/// The state that a new pacer continues from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PacerState {
    /// The times of the recent calls, the earliest first: as many as the largest window allows.
    pub sent_ms: Vec<u64>,
    /// The number of earlier calls.
    pub before: u64,
    /// The end of the pause of the whole key.
    pub paused_until_ms: u64,
    /// The part of each window that other users of the key leave free.
    pub share: Share,
}

impl PacerState {
    /// Returns the state of a key whose recent calls are unknown, for example after a crash: as if every window were full.
    #[must_use]
    pub fn filled(limits: &Limits, now_ms: u64) -> Self {
        Self { sent_ms: vec![now_ms; limits.max_calls_in_window() as usize], ..Self::default() }
    }
}

/// The pause after a 429 without `Retry-After`, in milliseconds: the shorter of DigiCert's windows.
const PAUSE_MS: u64 = 5000;
/// The longest pause in milliseconds, unless a window is longer.
const MAX_PAUSE_MS: u64 = 180_000;

/// The rate limiter of one key.
#[derive(Clone, Debug)]
pub struct Pacer {
    limits: Limits,
    log: Log,
    paused_until_ms: u64,
    share: Share,
    /// The part of each window that only writes may use, in thousandths.
    write_reserve: u32,
}

impl Pacer {
    /// Creates the pacer of a key without recent calls.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self::from_state(limits, PacerState::default())
    }

    /// Continues from the state of another pacer. The limits may be different.
    #[must_use]
    pub fn from_state(limits: Limits, state: PacerState) -> Self {
        let PacerState { sent_ms, before, paused_until_ms, share } = state;
        Self { limits, log: Log::new(sent_ms, before), paused_until_ms, share, write_reserve: 0 }
    }

    /// Reserves a part of each window for writes, in thousandths.
    pub(super) fn with_write_reserve(self, thousandths: u32) -> Self {
        Self { write_reserve: thousandths, ..self }
    }

    /// Returns the windows without the reserve: the limits of interactive and bulk calls.
    #[must_use]
    pub fn unreserved_limits(&self) -> Limits {
        let window = |(span, window): (Span, &Window)| Window::new(span.calls, window.ms());
        let windows = self.unreserved().zip(&self.limits.windows).filter_map(window).collect();
        Limits { windows, guard_ms: self.limits.guard_ms }
    }

    /// Returns the number of recent calls that decide about the next one.
    #[must_use]
    pub fn history_size(&self) -> u32 {
        self.limits.max_calls_in_window()
    }

    /// Returns the state that a new pacer can continue from.
    #[must_use]
    pub fn state(&self) -> PacerState {
        PacerState {
            sent_ms: self.log.sent_ms().collect(),
            before: self.log.before(),
            paused_until_ms: self.paused_until_ms,
            share: self.share,
        }
    }

    /// Decides whether one call may be sent now.
    pub fn try_acquire(&mut self, lane: Lane, now_ms: u64) -> Permit {
        self.limit_to(now_ms);
        match self.free_ms(lane, now_ms).saturating_sub(now_ms) {
            0 => {
                self.log.push(now_ms, self.history_size());
                Permit::Granted
            }
            ms => Permit::Wait { ms },
        }
    }

    /// Pauses the whole key after a 429 for `Retry-After`, limited to three minutes or the longest window. A 429 during the
    /// pause was in flight before it, and does not reduce the share again.
    pub fn rate_limited(&mut self, retry_after_ms: Option<u64>, now_ms: u64) {
        self.limit_to(now_ms);
        let is_new = now_ms >= self.paused_until_ms;
        self.pause(retry_after_ms, now_ms);
        if is_new {
            self.cut_share(now_ms);
        }
    }

    /// Returns the milliseconds until `calls` more calls are sent, if no other calls are sent and there is no 429.
    #[must_use]
    pub fn ms_until(&self, lane: Lane, calls: u64, now_ms: u64) -> u64 {
        let mut future = self.clone();
        let sent_ms = (0..calls).fold(now_ms, |at_ms, _| future.reserve(lane, at_ms));
        sent_ms - now_ms
    }

    /// Returns the time at which the next call may be sent. The call counts as sent at that time.
    pub fn reserve(&mut self, lane: Lane, now_ms: u64) -> u64 {
        let mut at_ms = now_ms;
        while let Permit::Wait { ms } = self.try_acquire(lane, at_ms) {
            at_ms = at_ms.saturating_add(ms);
        }
        at_ms
    }

    /// Returns the part of each window that bulk calls may use now, in thousandths: all of it until the first 429.
    #[must_use]
    pub fn share(&self, now_ms: u64) -> u32 {
        self.share.at(now_ms, self.limits.longest_ms())
    }

    /// Returns the time at which a call may be sent that uses only this part of each window, in thousandths, after `ahead`
    /// other calls. The time is exact for the next call, and a lower bound for a later one.
    pub(in crate::policy) fn part_free_ms(&self, thousandths: u32, ahead: usize, now_ms: u64) -> u64 {
        let free_ms = |span: Span| {
            let span = span.of_part(thousandths);
            let calls = span.calls as usize;
            let whole_spans = u64::try_from(ahead / calls).unwrap_or(u64::MAX).saturating_mul(span.ms);
            self.log.free_after_ms(span, ahead % calls).max(now_ms).saturating_add(whole_spans)
        };
        self.limits.spans().map(free_ms).fold(self.paused_until_ms.max(now_ms), u64::max)
    }

    /// Adds a call that was sent.
    pub(in crate::policy) fn sent(&mut self, now_ms: u64) {
        self.log.push(now_ms, self.history_size());
    }

    /// Pauses the whole key for `Retry-After`, or for the shorter of DigiCert's windows without one.
    pub(in crate::policy) fn pause(&mut self, retry_after_ms: Option<u64>, now_ms: u64) {
        let pause_ms = retry_after_ms.unwrap_or(PAUSE_MS).min(self.max_pause_ms());
        self.hold_until(now_ms.saturating_add(pause_ms));
    }

    /// Leaves a larger part of the windows to other users of the key, after the pause.
    pub(in crate::policy) fn cut_share(&mut self, now_ms: u64) {
        self.share = self.share.cut(now_ms, self.limits.longest_ms(), self.paused_until_ms);
    }

    /// Returns the end of the pause of the whole key.
    pub(in crate::policy) fn paused_until_ms(&self) -> u64 {
        self.paused_until_ms
    }

    /// Pauses the whole key at least until this time.
    pub(in crate::policy) fn hold_until(&mut self, at_ms: u64) {
        self.paused_until_ms = self.paused_until_ms.max(at_ms);
    }

    /// Returns the length of the longest window with its tolerance, in milliseconds.
    pub(in crate::policy) fn longest_ms(&self) -> u64 {
        self.limits.longest_ms()
    }

    /// Returns the time from which a call of a lane may be sent.
    pub(super) fn free_ms(&self, lane: Lane, now_ms: u64) -> u64 {
        let share = self.share(now_ms);
        let free = |span| self.log.free_ms(span);
        let paused_ms = self.paused_until_ms;
        match lane {
            Lane::Write => self.spans().map(free).fold(paused_ms, u64::max),
            Lane::Interactive => self.unreserved().map(free).fold(paused_ms, u64::max),
            Lane::Bulk => self.unreserved().flat_map(|span| span.for_bulk(share)).map(free).fold(paused_ms, u64::max),
        }
    }

    /// Returns the windows with their tolerance.
    pub(super) fn spans(&self) -> impl Iterator<Item = Span> {
        self.limits.spans()
    }

    /// Returns the windows with their tolerance and without the reserve.
    pub(super) fn unreserved(&self) -> impl Iterator<Item = Span> {
        self.spans().map(|span| span.of_part(WHOLE - self.write_reserve))
    }

    /// Limits the effect of a clock that was set back.
    pub(in crate::policy) fn limit_to(&mut self, now_ms: u64) {
        self.log.limit_to(now_ms);
        let latest = now_ms.saturating_add(self.max_pause_ms());
        self.paused_until_ms = self.paused_until_ms.min(latest);
        self.share.since_ms = self.share.since_ms.min(latest);
    }

    fn max_pause_ms(&self) -> u64 {
        self.limits.longest_ms().max(MAX_PAUSE_MS)
    }
}
