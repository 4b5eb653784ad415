//! Times and durations. Each of them, and the sum of a time and a duration, is a number that JavaScript holds exactly.

use serde::Serialize;

/// A time in milliseconds since 1970 (UTC).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(type = "number"))]
pub struct UnixMs(u64);

impl UnixMs {
    /// The last time of a JavaScript `Date`.
    pub(super) const MAX: Self = Self(8_640_000_000_000_000);

    /// Creates a time. A time after the last one of a JavaScript `Date` becomes that one.
    #[must_use]
    pub const fn new(unix_ms: u64) -> Self {
        if unix_ms > Self::MAX.0 { Self::MAX } else { Self(unix_ms) }
    }

    /// Returns the milliseconds since 1970.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }

    /// Returns the time that is later by a duration.
    #[must_use]
    pub const fn plus(self, minutes: Minutes) -> Self {
        self.plus_ms(minutes.ms)
    }

    /// Returns the time that is later by milliseconds.
    #[must_use]
    pub const fn plus_ms(self, ms: u64) -> Self {
        Self::new(self.0.saturating_add(ms))
    }

    /// Returns the time that is earlier by a duration, at least 1970.
    #[must_use]
    pub const fn minus(self, minutes: Minutes) -> Self {
        Self(self.0.saturating_sub(minutes.ms))
    }
}

/// A duration, in minutes where it is a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Minutes {
    ms: u64,
}

impl Minutes {
    /// The maximum of a setting: almost two years.
    pub(super) const MAX_SETTING: u32 = 1_000_000;

    /// Creates a duration.
    #[must_use]
    pub const fn new(minutes: u32) -> Self {
        Self { ms: minutes as u64 * 60_000 }
    }
}
