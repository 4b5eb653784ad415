//! The pace that a plan is estimated with.

use serde::{Deserialize, Serialize};

use crate::policy::{Limits, Window};

/// How fast calls may follow each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PaceSettings {
    /// All of them hold at once.
    pub windows: Vec<Window>,
    /// How much longer each of them is taken to be, in milliseconds.
    pub guard_ms: u32,
    /// How long the answer to the last call is waited for, in milliseconds.
    pub answer_ms: u32,
    /// By how much a run may be slower than its pacer lets it be.
    pub margin_percent: u32,
}

impl Default for PaceSettings {
    fn default() -> Self {
        let Limits { windows, guard_ms } = Limits::digicert();
        Self { windows, guard_ms, answer_ms: 1000, margin_percent: 2 }
    }
}
