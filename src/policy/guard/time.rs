//! Times and durations. Each of them, and the sum of a time and a duration, is a number that JavaScript holds exactly.

use serde::{Deserialize, Serialize};

/// The last time of a JavaScript `Date`, in milliseconds since 1970.
const MAX_UNIX_MS: u64 = 8_640_000_000_000_000;
/// Almost two years.
const MAX_MINUTES: f64 = 1_000_000.0;
const MS_PER_MINUTE: f64 = 60_000.0;

/// A time in milliseconds since 1970 (UTC).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(type = "number"))]
#[serde(try_from = "u64")]
pub struct UnixMs(u64);

impl UnixMs {
    /// Creates a time. A time after the last one of a JavaScript `Date` becomes that one.
    #[must_use]
    pub const fn new(unix_ms: u64) -> Self {
        Self(if unix_ms > MAX_UNIX_MS { MAX_UNIX_MS } else { unix_ms })
    }

    /// Returns the milliseconds since 1970.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }

    /// Returns the time that is later by a duration.
    #[must_use]
    pub const fn plus(self, minutes: Minutes) -> Self {
        Self::new(self.0.saturating_add(minutes.ms))
    }

    /// Returns the time that is earlier by a duration, at least 1970.
    #[must_use]
    pub const fn minus(self, minutes: Minutes) -> Self {
        Self(self.0.saturating_sub(minutes.ms))
    }
}

impl TryFrom<u64> for UnixMs {
    type Error = &'static str;

    fn try_from(unix_ms: u64) -> Result<Self, Self::Error> {
        if unix_ms > MAX_UNIX_MS {
            return Err("a time must be in milliseconds since 1970, at most 8640000000000000");
        }
        Ok(Self(unix_ms))
    }
}

/// A positive duration, in minutes where it is a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "f64")]
pub struct Minutes {
    ms: u64,
}

impl Minutes {
    /// Creates a duration.
    #[must_use]
    pub const fn new(minutes: u32) -> Self {
        Self { ms: minutes as u64 * 60_000 }
    }
}

impl TryFrom<f64> for Minutes {
    type Error = &'static str;

    fn try_from(minutes: f64) -> Result<Self, Self::Error> {
        if !(minutes > 0.0 && minutes <= MAX_MINUTES) {
            return Err("a number of minutes must be more than 0, and at most 1000000");
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked above")]
        let ms = (minutes * MS_PER_MINUTE).ceil() as u64;
        Ok(Self { ms })
    }
}
