//! The snapshot of a run: counts, rate, and estimated end.

use serde::Serialize;

use super::{machine::Run, meter::Calls};
use crate::{
    mass::{state::Counts, status::Status},
    policy::{Moment, RateEstimate, WindowUse},
};

/// What limits the speed of a run: the rate limit of the API key, or the response time of DigiCert.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Bottleneck {
    /// DigiCert's rate limit.
    RateLimit,
    /// DigiCert's response time: the connections are not enough to use the rate limit.
    ResponseTime,
}

/// The state of a run at one time.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Snapshot {
    /// The number of orders.
    pub total: u32,
    /// The number of orders in each state. They add up to `total`.
    pub counts: Counts,
    /// The status of the run.
    pub status: Status,
    /// The number of requests in flight.
    pub in_flight: u32,
    /// The calls since the process started.
    pub calls: Calls,
    /// The number of calls in the last minute.
    pub calls_per_minute: u32,
    /// The use of each rate limit window.
    pub windows: Vec<WindowUse>,
    /// The estimated time of the last revocation, in milliseconds since 1970. `undefined` while the run is not running.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::mass::safe_integer::serialize_option")]
    #[cfg_attr(test, ts(as = "Option<f64>"))]
    pub eta_unix_ms: Option<u64>,
    /// What limits the speed of the run.
    pub bottleneck: Bottleneck,
    /// The end of the pause after a rate limit, in milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::mass::safe_integer::serialize_option")]
    #[cfg_attr(test, ts(as = "Option<f64>"))]
    pub paused_until_unix_ms: Option<u64>,
    /// The deadline, in milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::mass::safe_integer::serialize_option")]
    #[cfg_attr(test, ts(as = "Option<f64>"))]
    pub deadline_unix_ms: Option<u64>,
}

impl Run {
    /// Estimates the number of calls until each order is settled.
    #[must_use]
    pub fn calls_left(&self) -> u32 {
        let first = self.meter.calls_for(self.orders_left());
        // An order in doubt takes two reads.
        first.saturating_add(self.ledger.counts.sending.saturating_mul(2))
    }

    fn orders_left(&self) -> u32 {
        if self.ledger.status == Status::Canceled { 0 } else { self.ledger.counts.waiting }
    }

    /// Returns the snapshot. `estimate`: the estimate of the pacer.
    #[must_use]
    pub fn snapshot(&self, moment: &Moment, estimate: RateEstimate) -> Snapshot {
        let counts = self.ledger.counts;
        let answers_ms = self.meter.answered_ms(self.calls_left(), self.ledger.job.settings.max_in_flight);
        let bottleneck =
            if answers_ms > estimate.duration_ms { Bottleneck::ResponseTime } else { Bottleneck::RateLimit };
        // A measured pace is more accurate than a calculated one.
        let measured_ms = self.meter.paced_ms(self.orders_left(), moment.elapsed_ms);
        let left_ms = measured_ms.unwrap_or(estimate.duration_ms.max(answers_ms));
        let is_sending = matches!(self.ledger.status, Status::Running | Status::Canceled);
        let pause_ms = estimate.paused_until_ms.saturating_sub(moment.elapsed_ms);
        Snapshot {
            total: counts.total(),
            counts,
            status: self.ledger.status.clone(),
            in_flight: self.in_flight(),
            calls: self.meter.calls,
            calls_per_minute: self.meter.sent_in_last_minute(moment.elapsed_ms),
            windows: estimate.windows,
            eta_unix_ms: is_sending.then(|| moment.unix_ms.saturating_add(left_ms)),
            bottleneck,
            paused_until_unix_ms: (pause_ms > 0).then(|| moment.unix_ms.saturating_add(pause_ms)),
            deadline_unix_ms: self.ledger.job.deadline_unix_ms,
        }
    }
}
