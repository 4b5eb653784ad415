//! How fast calls with one key may follow each other: an exact log of what was sent, over any number of rolling windows,
//! and the pause after a 429. Not here: who of several waiting goes first, and a clock; times are given.
//! Source of the windows: DigiCert's page "Rate limits" (100 in 5 s, 1000 in 180 s; older pages say 300 s).

/// At most so many calls in any span of so many milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// How many.
    pub calls: u32,
    /// In how long, in milliseconds.
    pub ms: u32,
}

impl Window {
    /// What DigiCert documents today.
    pub const DIGICERT: [Self; 2] = [Self { calls: 100, ms: 5000 }, Self { calls: 1000, ms: 180_000 }];
}

/// What was sent with a key, and until when nothing may be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pacing {
    /// When, in milliseconds of any one clock, the earliest first.
    pub sent_ms: Vec<u64>,
    /// Until when the whole key pauses.
    pub paused_until_ms: u64,
}

impl Pacing {
    /// How long a call has to wait from now on; 0 if it may go. `guard_ms` is added to each window: calls that leave apart
    /// may arrive nearer to each other.
    #[must_use]
    pub fn wait_ms(&self, windows: &[Window], guard_ms: u32, now_ms: u64) -> u64 {
        let free = |window: &Window| {
            // The call that this one would push out of a full window.
            let nth = self.sent_ms.len().checked_sub(window.calls as usize)?;
            Some(self.sent_ms.get(nth)? + u64::from(window.ms) + u64::from(guard_ms))
        };
        let free_ms = windows.iter().filter_map(free).fold(self.paused_until_ms, u64::max);
        free_ms.saturating_sub(now_ms)
    }

    /// Notes a call that leaves now, and forgets what no window can see any more. A clock that was set back counts as the
    /// latest time seen.
    pub fn send(&mut self, windows: &[Window], guard_ms: u32, now_ms: u64) {
        let now_ms = self.sent_ms.last().map_or(now_ms, |last| now_ms.max(*last));
        let longest = windows.iter().map(|window| window.ms).fold(0, u32::max);
        let seen_from = now_ms.saturating_sub(u64::from(longest) + u64::from(guard_ms));
        self.sent_ms.retain(|sent| *sent > seen_from);
        self.sent_ms.push(now_ms);
    }

    /// A 429: the whole key pauses so long. A longer pause that is on already stays.
    pub fn pause(&mut self, ms: u32, now_ms: u64) {
        self.paused_until_ms = self.paused_until_ms.max(now_ms + u64::from(ms));
    }
}
