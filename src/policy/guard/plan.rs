//! The age of a plan, and the comparison of its figures with a recount.

use serde::Serialize;

use super::{read::record, time::UnixMs};

/// The certificates of the orders that a plan revokes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CertificateFigures {
    /// The number of orders.
    pub orders: u32,
    /// The minimum number of certificates.
    pub min_certificates: u32,
    /// The orders with duplicates.
    pub with_duplicates: u32,
    /// The orders that could not be read.
    pub unread: u32,
}

record! {
    CertificateFigures {
        orders: "orders", min_certificates: "minCertificates", with_duplicates: "withDuplicates", unread:
        "unread",
    }
}

/// How a recount differs from the figures of a plan.
///
/// - `same`: no figure differs
/// - `grown`: a figure is larger, so that the run would revoke more than was confirmed or approved
/// - `shrunk`: a figure is smaller, and none is larger
/// - `not-counted`: the recount failed
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the list above documents each variant, for TypeScript too")]
pub enum FiguresChange {
    Same,
    Grown,
    Shrunk,
    NotCounted,
}

/// The figures of a plan, and of a recount.
#[derive(Clone, Copy, Debug)]
pub struct Recount {
    /// The figures of the plan.
    pub planned: CertificateFigures,
    /// The figures now. `None` if they could not be read.
    pub recounted: Option<CertificateFigures>,
}

record! { Recount { planned: "planned", recounted: "recounted" } }

impl Recount {
    /// Returns how the figures differ.
    #[must_use]
    pub fn change(&self) -> FiguresChange {
        let figures = |CertificateFigures { orders, min_certificates, with_duplicates, unread }| {
            [orders, min_certificates, with_duplicates, unread]
        };
        let Some(recounted) = self.recounted else { return FiguresChange::NotCounted };
        let (planned, recounted) = (figures(self.planned), figures(recounted));
        if planned.iter().zip(&recounted).any(|(planned, recounted)| recounted > planned) {
            FiguresChange::Grown
        } else if planned == recounted {
            FiguresChange::Same
        } else {
            FiguresChange::Shrunk
        }
    }
}

/// Whether a plan may be started or proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Age {
    /// It may be started or proposed.
    Valid,
    /// It is too old: plan again.
    Old,
}

/// The age of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PlanAge {
    /// Whether it may be started or proposed.
    pub age: Age,
    /// The end of its validity.
    pub until_unix_ms: UnixMs,
}

/// What the age of a plan depends on.
#[derive(Clone, Copy, Debug)]
pub struct PlanAgeCheck {
    /// When it was planned.
    pub planned_unix_ms: UnixMs,
    /// How long it is valid, in milliseconds.
    pub valid_ms: u64,
    /// The current time.
    pub now_unix_ms: UnixMs,
}

record! { PlanAgeCheck { planned_unix_ms: "plannedUnixMs", valid_ms: "validMs", now_unix_ms: "nowUnixMs" } }

impl PlanAgeCheck {
    /// Returns the age. After the clock was set back the age is unknown, so that the plan is old.
    #[must_use]
    pub fn age(&self) -> PlanAge {
        let until_unix_ms = self.planned_unix_ms.plus_ms(self.valid_ms);
        let is_valid = self.planned_unix_ms <= self.now_unix_ms && self.now_unix_ms < until_unix_ms;
        PlanAge { age: if is_valid { Age::Valid } else { Age::Old }, until_unix_ms }
    }
}
