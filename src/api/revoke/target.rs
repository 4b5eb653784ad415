//! The target of a revocation: an order, or one certificate.

use crate::{
    api::{
        ids::{CertificateId, OrderId},
        serial::SerialNumber,
        subject::{Subject, SubjectKind},
    },
    input::{Issue, RawValue},
};

/// What a revoke is aimed at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Every certificate on an order, duplicates and reissues included.
    Order(OrderId),
    /// One certificate. The order stays, unless an account setting says that it ends with its only certificate.
    Certificate(CertificateId),
    /// One certificate, by its serial number.
    Serial(SerialNumber),
}

impl Target {
    /// One certificate, as a caller names it: numbers, bigints and up to 20 decimal digits without a leading zero are
    /// ids; every other text is a serial number, and must look like one.
    ///
    /// # Errors
    /// An issue if it is neither.
    pub fn certificate_from_input(field: &str, given: &RawValue) -> Result<Self, Issue> {
        match given {
            RawValue::Text(text) if text.parse::<CertificateId>().is_err() => {
                SerialNumber::from_text(field, text).map(Self::Serial)
            }
            given => CertificateId::from_input(field, given).map(Self::Certificate),
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
