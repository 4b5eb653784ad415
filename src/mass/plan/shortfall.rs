//! Why a plan cannot meet its deadline.

use std::fmt;

use serde::Serialize;

use super::eta::PaceEstimate;
use crate::api::Timestamp;

/// Why a plan cannot meet its deadline, and what would help.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Shortfall {
    /// The deadline, in milliseconds since 1970.
    #[serde(serialize_with = "crate::mass::safe_integer::serialize")]
    #[cfg_attr(test, ts(type = "number"))]
    pub deadline_unix_ms: u64,
    /// The earliest possible deadline, in milliseconds since 1970.
    #[serde(serialize_with = "crate::mass::safe_integer::serialize")]
    #[cfg_attr(test, ts(type = "number"))]
    pub needed_unix_ms: u64,
    /// The number of orders that can be revoked by the deadline.
    pub orders_in_time: u32,
    /// Rate limits under which the plan meets its deadline, each as calls and milliseconds. `null` if no limits would.
    pub limits: Option<Vec<(u32, u32)>>,
}

/// Limits above this percentage of the current ones are not considered.
const MAX_PERCENT: u32 = 100_000;

impl Shortfall {
    /// Returns the shortfall for a number of calls. `None` if they are answered before the deadline.
    pub(super) fn of(deadline_unix_ms: u64, calls: u32, pace: &PaceEstimate, now_unix_ms: u64) -> Option<Self> {
        let needed_unix_ms = now_unix_ms.saturating_add(pace.ms(calls));
        if calls == 0 || needed_unix_ms <= deadline_unix_ms {
            return None;
        }
        let left_ms = deadline_unix_ms.saturating_sub(now_unix_ms);
        let percent = smallest(100, MAX_PERCENT, |percent| pace.times(percent).ms(calls) <= left_ms);
        Some(Self {
            deadline_unix_ms,
            needed_unix_ms,
            orders_in_time: pace.calls_within(left_ms, calls),
            limits: percent.map(|percent| pace.times(percent).limits()),
        })
    }
}

/// Returns the smallest sufficient number above `low`, which is not sufficient, up to `high`.
fn smallest(mut low: u32, mut high: u32, is_sufficient: impl Fn(u32) -> bool) -> Option<u32> {
    if !is_sufficient(high) {
        return None;
    }
    while high - low > 1 {
        let middle = low.midpoint(high);
        if is_sufficient(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    Some(high)
}

impl fmt::Display for Shortfall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time = |ms| Timestamp::from_unix_ms(ms).as_str().to_owned();
        let (deadline, needed) = (time(self.deadline_unix_ms), time(self.needed_unix_ms));
        write!(f, "the deadline {deadline} cannot be met: set it to {needed} or later")?;
        if self.orders_in_time > 0 {
            write!(f, ", or keep at most {} orders in the list", self.orders_in_time)?;
        }
        let Some(limits) = &self.limits else { return Ok(()) };
        f.write_str(", or use higher limits:")?;
        let mut separator = "";
        limits.iter().try_for_each(|(calls, ms)| {
            write!(f, "{separator} {calls} calls in {ms} ms")?;
            separator = " and";
            Ok(())
        })
    }
}
