//! The estimate of a rate limiter as a JavaScript object.

use serde::Serialize;

use super::number::number;
use crate::policy::{RateEstimate, WindowUse};

/// The estimate for a number of requests.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Estimate {
    duration_ms: f64,
    paused_ms: f64,
    windows: Vec<WindowUse>,
}

impl Estimate {
    pub(super) fn new(estimate: RateEstimate, now_ms: u64) -> Self {
        let paused_ms = number(estimate.paused_until_ms.saturating_sub(now_ms));
        Self { duration_ms: number(estimate.duration_ms), paused_ms, windows: estimate.windows }
    }
}
