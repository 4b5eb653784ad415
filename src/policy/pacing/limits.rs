//! The rolling windows of a key, and what of them bulk calls may use. Not here: what was sent (`log.rs`).
//! Source of the windows: DigiCert's page "Rate limits" (100 in 5 s, 1000 in 180 s; older pages say 300 s, and 1300 in an
//! hour with 100 in 10 s). They may change without notice, so they are data.

use serde::{Deserialize, Serialize};

use super::share::WHOLE;

/// At most so many calls in any span of so many milliseconds; at least one of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "(u32, u32)", into = "(u32, u32)")]
pub struct Window {
    calls: u32,
    ms: u32,
}

impl Window {
    /// Nothing where either is 0: no call could ever go.
    #[must_use]
    pub fn new(calls: u32, ms: u32) -> Option<Self> {
        (calls > 0 && ms > 0).then_some(Self { calls, ms })
    }

    /// How many.
    #[must_use]
    pub fn calls(self) -> u32 {
        self.calls
    }

    /// In how long, in milliseconds.
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

/// What a key may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// All of them hold at once.
    pub windows: Vec<Window>,
    /// By how much the ways of two calls may differ, in milliseconds: calls that leave apart may arrive nearer to each
    /// other, and the other side counts arrivals. Each window is kept for so much longer.
    pub guard_ms: u32,
}

impl Limits {
    /// A second more or less on the way costs half a percent of time.
    const GUARD_MS: u32 = 1000;

    /// What DigiCert documents today.
    #[must_use]
    pub fn digicert() -> Self {
        let windows = vec![Window { calls: 100, ms: 5000 }, Window { calls: 1000, ms: 180_000 }];
        Self { windows, guard_ms: Self::GUARD_MS }
    }

    /// How many calls back any window looks.
    pub(super) fn most_calls(&self) -> u32 {
        self.windows.iter().map(|window| window.calls).fold(1, u32::max)
    }

    /// How long after a call the last window has forgotten it.
    pub(in crate::policy) fn longest_ms(&self) -> u64 {
        self.spans().map(|span| span.ms).fold(1, u64::max)
    }

    /// The windows with their guard.
    pub(in crate::policy) fn spans(&self) -> impl Iterator<Item = Span> {
        let guard_ms = u64::from(self.guard_ms);
        self.windows.iter().map(move |window| Span { calls: window.calls, ms: u64::from(window.ms) + guard_ms })
    }
}

/// One two-hundredth of a window.
const SLICES: u32 = 200;

/// At most so many calls in so long, guard included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::policy) struct Span {
    pub(in crate::policy) calls: u32,
    pub(in crate::policy) ms: u64,
}

impl Span {
    /// What bulk calls keep to, so that a person does not wait behind them: they leave one slice of the window free, and do
    /// not use up the rest in a burst, after which nothing would come free until the window is over. With DigiCert's windows
    /// five calls are free at once, and five more each second; it costs half a percent of time. `share`: of `WHOLE`.
    pub(super) fn for_bulk(self, share: u32) -> [Self; 2] {
        let slice = self.calls / SLICES;
        let most = part(self.calls, share).saturating_sub(slice).max(1);
        let spread = slice.clamp(1, most);
        let ms = (self.ms * u64::from(spread)).div_ceil(u64::from(most));
        [Self { calls: most, ms: self.ms }, Self { calls: spread, ms }]
    }

    /// A part of the window, in thousandths; at least one call.
    pub(super) fn of_part(self, thousandths: u32) -> Self {
        Self { calls: part(self.calls, thousandths).max(1), ms: self.ms }
    }
}

/// So much of `WHOLE`.
fn part(calls: u32, share: u32) -> u32 {
    let part = u64::from(calls) * u64::from(share) / u64::from(WHOLE);
    u32::try_from(part).unwrap_or(calls)
}
