//! The figures of a plan.

use serde::Serialize;

use super::{shortfall::Shortfall, totals::PlanTotals};
use crate::api::OrderId;

/// The figures of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PlanFigures {
    /// The orders by result.
    pub totals: PlanTotals,
    /// The number of calls without failures: one for each revocation, and the confirming reads.
    pub calls: u32,
    /// The estimated time of the last revocation if the run starts now, in milliseconds since 1970.
    #[serde(serialize_with = "crate::mass::safe_integer::serialize")]
    #[cfg_attr(test, ts(type = "number"))]
    pub sent_unix_ms: u64,
    /// The estimated time at which reads confirm all revocations, in milliseconds since 1970.
    #[serde(serialize_with = "crate::mass::safe_integer::serialize")]
    #[cfg_attr(test, ts(type = "number"))]
    pub confirmed_unix_ms: u64,
    /// The deadline for the last revocation, in milliseconds since 1970. `null` if there is none.
    #[serde(serialize_with = "crate::mass::safe_integer::serialize_option")]
    #[cfg_attr(test, ts(as = "Option<f64>"))]
    pub deadline_unix_ms: Option<u64>,
    /// Why the plan cannot meet its deadline. `null` if it can.
    pub shortfall: Option<Shortfall>,
    /// Holds for orders that are not in the list, for example because of a typing error.
    pub unmatched_holds: Vec<OrderId>,
}
