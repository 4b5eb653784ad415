//! How much of each window bulk calls may use while somebody else calls with the same key: additive increase,
//! multiplicative decrease. Nothing tells how much others use but a 429, so it plays no part until there was one.
//! Not here: the pause after a 429 (`pacer.rs`).

/// All of a window.
pub(super) const WHOLE: u32 = 1000;
/// What is kept of it after a 429, in tenths.
const KEPT_TENTHS: u32 = 7;
/// What comes back in the time of the longest window: slowly, for that long it takes to see what it does.
const RISE: u64 = 30;
/// Below this nothing would move any more.
const LEAST: u32 = 50;

/// A share in thousandths, and since when it rises again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// What it was after the last 429, in thousandths of each window.
    pub thousandths: u32,
    /// From when on it rises, in milliseconds.
    pub since_ms: u64,
}

impl Default for Share {
    fn default() -> Self {
        Self { thousandths: WHOLE, since_ms: 0 }
    }
}

impl Share {
    /// What may be used now, of `WHOLE`. `longest_ms`: the longest window.
    pub(super) fn at(self, now_ms: u64, longest_ms: u64) -> u32 {
        let risen = now_ms.saturating_sub(self.since_ms).saturating_mul(RISE) / longest_ms.max(1);
        let risen = u32::try_from(risen).unwrap_or(WHOLE);
        self.thousandths.saturating_add(risen).min(WHOLE)
    }

    /// After a 429: less, and no more of it before `until_ms`.
    pub(super) fn cut(self, now_ms: u64, longest_ms: u64, until_ms: u64) -> Self {
        let thousandths = (self.at(now_ms, longest_ms) * KEPT_TENTHS / 10).max(LEAST);
        Self { thousandths, since_ms: until_ms }
    }
}
