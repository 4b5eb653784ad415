//! The part of each window that bulk calls may use next to other users of the key: additive increase, multiplicative decrease.
//! Only a 429 shows that others use the key, so the part is the whole window until the first one.

/// The whole window.
pub(super) const WHOLE: u32 = 1000;
/// The share after a 429, in tenths of the share before.
const KEPT_TENTHS: u32 = 7;
/// The increase in the time of the longest window. Its effect shows only after that time.
const INCREASE: u64 = 30;
/// The minimum share.
const MIN_SHARE: u32 = 50;

/// A share in thousandths, and the time from which it increases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// The share after the last 429, in thousandths of each window.
    pub thousandths: u32,
    /// The time from which the share increases, in milliseconds.
    pub since_ms: u64,
}

impl Default for Share {
    fn default() -> Self {
        Self { thousandths: WHOLE, since_ms: 0 }
    }
}

impl Share {
    /// Returns the share now, in units of `WHOLE`. `longest_ms`: the longest window.
    pub(super) fn at(self, now_ms: u64, longest_ms: u64) -> u32 {
        let risen = now_ms.saturating_sub(self.since_ms).saturating_mul(INCREASE) / longest_ms.max(1);
        let risen = u32::try_from(risen).unwrap_or(WHOLE);
        self.thousandths.saturating_add(risen).min(WHOLE)
    }

    /// Reduces the share after a 429. It does not increase before `until_ms`.
    pub(super) fn cut(self, now_ms: u64, longest_ms: u64, until_ms: u64) -> Self {
        let thousandths = (self.at(now_ms, longest_ms) * KEPT_TENTHS / 10).max(MIN_SHARE);
        Self { thousandths, since_ms: until_ms }
    }
}
