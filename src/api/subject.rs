//! The object that a call refers to, for messages, errors and hooks.

use std::fmt;

use serde::Serialize;

use super::ids::{OrderId, RequestId};

/// The object that a call refers to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Subject {
    /// The kind of object.
    pub kind: SubjectKind,
    /// The id in decimal digits, or the serial number of a certificate.
    pub id: String,
}

/// The kind of object that a call refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum SubjectKind {
    /// An order.
    Order,
    /// A certificate.
    Certificate,
    /// A request that waits for approval.
    Request,
}

impl From<OrderId> for Subject {
    fn from(id: OrderId) -> Self {
        Self { kind: SubjectKind::Order, id: id.to_string() }
    }
}

impl From<RequestId> for Subject {
    fn from(id: RequestId) -> Self {
        Self { kind: SubjectKind::Request, id: id.to_string() }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
            SubjectKind::Order => "order",
            SubjectKind::Certificate => "certificate",
            SubjectKind::Request => "request",
        };
        f.write_str(kind)?;
        f.write_str(" ")?;
        f.write_str(&self.id)
    }
}
