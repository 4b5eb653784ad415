//! When a number of calls is sent, and how much of each window is used.

use serde::{Deserialize, Serialize};

use super::{lanes::Lane, limits::Limits, pacer::Pacer};

/// The estimate of a pacer for a number of calls.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RateEstimate {
    /// The time for the calls if only the rate limit applies, in milliseconds.
    pub duration_ms: u64,
    /// The end of the pause of the key, in milliseconds of the clock of the pacer.
    pub paused_until_ms: u64,
    /// The use of each rate limit window.
    pub windows: Vec<WindowUse>,
}

impl RateEstimate {
    /// Returns the estimate of a pacer with these limits for a number of calls.
    #[must_use]
    pub fn of(pacer: &Pacer, limits: &Limits, calls: u32, now_ms: u64) -> Self {
        let state = pacer.state();
        let windows = limits.windows.iter().map(|window| {
            let used = state.sent_ms.iter().filter(|sent| **sent + u64::from(window.ms()) > now_ms).count();
            WindowUse { calls: window.calls(), window_ms: window.ms(), used: u32::try_from(used).unwrap_or(u32::MAX) }
        });
        Self {
            duration_ms: pacer.ms_until(Lane::Bulk, u64::from(calls), now_ms),
            paused_until_ms: state.paused_until_ms,
            windows: windows.collect(),
        }
    }
}

/// The use of one rate limit window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct WindowUse {
    /// The number of calls that the window allows.
    pub calls: u32,
    /// The length of the window, in milliseconds.
    pub window_ms: u32,
    /// The number of calls in the current window.
    pub used: u32,
}
