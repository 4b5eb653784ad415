//! The pace that a plan is estimated with.

use serde::{Deserialize, Serialize};

use crate::policy::{Limits, Window};

/// The rate limits and the timing assumptions of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PaceSettings {
    /// The rate limit windows. All of them apply at the same time.
    pub windows: Vec<Window>,
    /// The safety margin added to each window, in milliseconds.
    pub guard_ms: u32,
    /// The expected time until the last response, in milliseconds.
    pub answer_ms: u32,
    /// The expected delay of a run relative to its pacer, in percent.
    pub margin_percent: u32,
}

impl Default for PaceSettings {
    fn default() -> Self {
        let Limits { windows, guard_ms } = Limits::digicert();
        Self { windows, guard_ms, answer_ms: 1000, margin_percent: 2 }
    }
}
