//! The rate limit of a key in rolling windows, and the part of it that bulk calls may use.
//! Source: DigiCert's page "Rate limits" (100 calls in 5 s, 1000 in 180 s; older pages say 300 s, and 1300 in an hour with
//! 100 in 10 s). The limits may change without notice, so they are data.

use serde::{Deserialize, Serialize};

use super::share::WHOLE;

/// The maximum number of calls in any period of this length. Both are at least 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "(u32, u32)", into = "(u32, u32)")]
pub struct Window {
    calls: u32,
    ms: u32,
}

impl Window {
    /// Returns `None` if either is 0, because no call could ever be sent.
    #[must_use]
    pub fn new(calls: u32, ms: u32) -> Option<Self> {
        (calls > 0 && ms > 0).then_some(Self { calls, ms })
    }

    /// The maximum number of calls.
    #[must_use]
    pub fn calls(self) -> u32 {
        self.calls
    }

    /// The length of the window in milliseconds.
    #[must_use]
    pub fn ms(self) -> u32 {
        self.ms
    }
}

impl TryFrom<(u32, u32)> for Window {
    type Error = &'static str;

    fn try_from((calls, ms): (u32, u32)) -> Result<Self, Self::Error> {
        Self::new(calls, ms).ok_or("a window has at least one call and one millisecond")
    }
}

impl From<Window> for (u32, u32) {
    fn from(window: Window) -> Self {
        (window.calls, window.ms)
    }
}

/// The rate limit of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The windows. All of them apply at once.
    pub windows: Vec<Window>,
    /// The tolerance for network jitter, in milliseconds. DigiCert counts arrivals, and two calls may arrive closer together
    /// than they were sent, so each window is extended by this time.
    pub guard_ms: u32,
}

impl Limits {
    /// One second of tolerance costs half a percent of throughput.
    const GUARD_MS: u32 = 1000;

    /// Returns the limits that DigiCert documents.
    #[must_use]
    pub fn digicert() -> Self {
        let windows = vec![Window { calls: 100, ms: 5000 }, Window { calls: 1000, ms: 180_000 }];
        Self { windows, guard_ms: Self::GUARD_MS }
    }

    /// Returns the number of recent calls that decide about the next one.
    pub(super) fn max_calls_in_window(&self) -> u32 {
        self.windows.iter().map(|window| window.calls).fold(1, u32::max)
    }

    /// Returns the length of the longest window with its tolerance, in milliseconds.
    pub(in crate::policy) fn longest_ms(&self) -> u64 {
        self.spans().map(|span| span.ms).fold(1, u64::max)
    }

    /// Returns the windows with their tolerance.
    pub(in crate::policy) fn spans(&self) -> impl Iterator<Item = Span> {
        let guard_ms = u64::from(self.guard_ms);
        self.windows.iter().map(move |window| Span { calls: window.calls, ms: u64::from(window.ms) + guard_ms })
    }
}

/// A slice is one part in this many of a window.
const SLICES: u32 = 200;

/// A window with its tolerance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::policy) struct Span {
    pub(in crate::policy) calls: u32,
    pub(in crate::policy) ms: u64,
}

impl Span {
    /// Returns the limits of bulk calls. They leave one slice of the window free for interactive calls, and they use the rest
    /// evenly: after a burst, no call would be free until the window is over. With DigiCert's windows five calls are free at
    /// once, and five more each second, for half a percent of throughput. `share`: in units of `WHOLE`.
    pub(super) fn for_bulk(self, share: u32) -> [Self; 2] {
        let slice = self.calls / SLICES;
        let max = self.part(share).saturating_sub(slice).max(1);
        let spread = slice.clamp(1, max);
        let ms = (self.ms * u64::from(spread)).div_ceil(u64::from(max));
        [Self { calls: max, ms: self.ms }, Self { calls: spread, ms }]
    }

    /// Returns a part of the window, in thousandths; at least one call.
    pub(super) fn of_part(self, thousandths: u32) -> Self {
        Self { calls: self.part(thousandths).max(1), ms: self.ms }
    }

    /// Returns a part of the calls, in thousandths.
    pub(super) fn part(self, thousandths: u32) -> u32 {
        part(self.calls, thousandths)
    }

    /// Returns the interval at which calls use this part of the window, in thousandths; at least one call in each window.
    pub(super) fn interval_ms(self, thousandths: u32) -> u64 {
        self.ms.div_ceil(u64::from(self.part(thousandths).max(1)))
    }
}

/// Returns a share of the calls, in units of `WHOLE`.
fn part(calls: u32, share: u32) -> u32 {
    let part = u64::from(calls) * u64::from(share) / u64::from(WHOLE);
    u32::try_from(part).unwrap_or(calls)
}
