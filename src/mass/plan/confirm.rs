//! From a plan to a run. A dry run is what happens by itself: only a plan that can be done in time, and of which somebody
//! has typed how many orders it revokes, is confirmed; only a confirmed one can be run.

use std::fmt;

use serde::Serialize;

use super::{Plan, eta::Pace};
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

/// Limits higher than so many percent of today's are not thought of.
const MOST_PERCENT: u32 = 100_000;

impl Shortfall {
    /// What is missing for so many calls; nothing where they are answered in time.
    pub(super) fn of(deadline_unix_ms: u64, calls: u32, pace: &Pace, now_unix_ms: u64) -> Option<Self> {
        let needed_unix_ms = now_unix_ms.saturating_add(pace.ms(calls));
        if calls == 0 || needed_unix_ms <= deadline_unix_ms {
            return None;
        }
        let left_ms = deadline_unix_ms.saturating_sub(now_unix_ms);
        let percent = least(100, MOST_PERCENT, |percent| pace.times(percent).ms(calls) <= left_ms);
        Some(Self {
            deadline_unix_ms,
            needed_unix_ms,
            orders_in_time: pace.calls_within(left_ms, calls),
            limits: percent.map(|percent| pace.times(percent).limits()),
        })
    }
}

/// The least number from `low`, which is not enough, up to `high` that is enough.
fn least(mut low: u32, mut high: u32, is_enough: impl Fn(u32) -> bool) -> Option<u32> {
    if !is_enough(high) {
        return None;
    }
    while high - low > 1 {
        let middle = low.midpoint(high);
        if is_enough(middle) {
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
        write!(f, "it cannot be done by {deadline}: set the deadline to {needed} or later")?;
        if self.orders_in_time > 0 {
            write!(f, ", or leave no more than {} orders in the list", self.orders_in_time)?;
        }
        let Some(limits) = &self.limits else { return Ok(()) };
        f.write_str(", or have higher limits:")?;
        let mut separator = "";
        limits.iter().try_for_each(|(calls, ms)| {
            write!(f, "{separator} {calls} calls in {ms} ms")?;
            separator = " and";
            Ok(())
        })
    }
}

/// Why a plan was not confirmed. Nothing is sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotConfirmed {
    /// There is nothing to do.
    #[error("no order of the list is to be revoked")]
    NothingToSend,
    /// Another number was typed.
    #[error("{send} orders would be revoked, and {typed} was typed: type {send} to revoke them")]
    OtherCount {
        /// How many orders the plan revokes.
        send: u32,
        /// What was typed.
        typed: u32,
    },
    /// It cannot be done in time.
    #[error("{0}")]
    TooLate(Shortfall),
}

/// A plan that somebody confirmed. There is no other way to one than [`Plan::confirm`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConfirmedPlan<'a> {
    plan: &'a Plan,
}

impl ConfirmedPlan<'_> {
    /// The plan.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        self.plan
    }
}

impl Plan {
    /// Confirms it. `typed`: how many orders are revoked, as somebody typed it.
    ///
    /// # Errors
    /// Where there is nothing to do, it cannot be done in time, or the number is another one.
    pub fn confirm(&self, typed: u32) -> Result<ConfirmedPlan<'_>, NotConfirmed> {
        let send = self.figures.totals.send;
        match &self.figures.shortfall {
            _ if send == 0 => Err(NotConfirmed::NothingToSend),
            Some(shortfall) => Err(NotConfirmed::TooLate(shortfall.clone())),
            None if typed != send => Err(NotConfirmed::OtherCount { send, typed }),
            None => Ok(ConfirmedPlan { plan: self }),
        }
    }
}
