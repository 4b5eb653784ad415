//! The object that a call refers to, for errors and hooks.

use serde::Serialize;

/// The kind of object that a call refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "each variant is named like the object")]
pub enum SubjectKind {
    Order,
    Certificate,
    Request,
}

/// The object that a call refers to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Subject {
    /// The kind of object.
    pub kind: SubjectKind,
    /// The id in decimal digits, or the serial number of a certificate.
    pub id: String,
}
