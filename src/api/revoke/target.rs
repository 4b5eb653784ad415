//! The target of a revocation: an order, or one certificate.

use crate::{
    api::{
        ids::{CertificateId, OrderId},
        serial::SerialNumber,
        subject::{Subject, SubjectKind},
    },
    input::{Issue, RawValue},
};

/// The target of a revocation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// All certificates on an order, including duplicates and reissues.
    Order(OrderId),
    /// One certificate. The order stays, unless an account setting ends it with its only certificate.
    Certificate(CertificateId),
    /// One certificate, by its serial number.
    Serial(SerialNumber),
}

impl Target {
    /// Reads the id or the serial number of a certificate. Numbers, bigints and texts of decimal digits that are a valid id are
    /// ids; any other text is a serial number.
    ///
    /// # Errors
    /// One issue, if the input is neither.
    pub fn certificate_from_input(field: &str, input: &RawValue) -> Result<Self, Issue> {
        match input {
            RawValue::Text(text) if text.parse::<CertificateId>().is_err() => {
                SerialNumber::from_text(field, text).map(Self::Serial)
            }
            input => CertificateId::from_input(field, input).map(Self::Certificate),
        }
    }

    pub(super) fn path(&self) -> String {
        match self {
            Self::Order(id) => format!("/order/certificate/{id}/revoke"),
            Self::Certificate(id) => format!("/certificate/{id}/revoke"),
            Self::Serial(serial) => format!("/certificate/{serial}/revoke"),
        }
    }
}

impl From<&Target> for Subject {
    fn from(target: &Target) -> Self {
        match target {
            Target::Order(id) => (*id).into(),
            Target::Certificate(id) => Self { kind: SubjectKind::Certificate, id: id.to_string() },
            Target::Serial(serial) => Self { kind: SubjectKind::Certificate, id: serial.to_string() },
        }
    }
}
