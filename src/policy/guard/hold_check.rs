//! Whether a target is on hold. What could not be read counts as on hold.

use serde::Serialize;

use super::{
    hold::Hold,
    read::{Read, Reader, record, words},
    time::UnixMs,
};
use crate::{
    api::{CertificateId, OrderId, Rule},
    json::Json,
};

/// What is about to be revoked or approved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HoldTarget {
    /// An order.
    Order(OrderId),
    /// A certificate, by its id or its serial number.
    Certificate {
        /// The id or the serial number.
        name: String,
        /// The order, if it is known.
        order_id: Option<OrderId>,
    },
    /// An approval request.
    Request {
        /// The order. `None` if the request could not be read.
        order_id: Option<OrderId>,
    },
}

#[derive(Clone, Copy)]
enum Kind {
    Order,
    Certificate,
    Request,
}

words! { Kind { Order: "order", Certificate: "certificate", Request: "request" } }

impl Read for HoldTarget {
    fn read(json: &Json<'_>, reader: &mut Reader) -> Self {
        reader.known(json, &["kind", "id", "orderId"]);
        let order_id = reader.optional(json, "orderId").flatten();
        match reader.required(json, "kind") {
            Kind::Order => {
                let id: OrderId = reader.required(json, "id");
                if order_id.is_some_and(|order_id| order_id != id) {
                    reader.issue(Rule::Conflict, "must have the same orderId and id");
                }
                Self::Order(id)
            }
            Kind::Certificate => Self::Certificate { name: reader.required(json, "id"), order_id },
            Kind::Request => {
                let _: String = reader.required(json, "id");
                Self::Request { order_id }
            }
        }
    }
}

/// A certificate of an order on hold, as DigiCert lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateRow {
    /// The certificate id.
    pub id: Option<String>,
    /// The serial number.
    pub serial_number: Option<String>,
}

record! { CertificateRow { id: "id", serial_number: "serialNumber" } }

/// The certificates of an order on hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoldCoverage {
    /// The order.
    pub order_id: OrderId,
    /// The certificates. `None` if the order could not be read.
    pub rows: Option<Vec<CertificateRow>>,
    /// Whether DigiCert returned the lists of duplicates and reissues.
    pub are_lists_read: bool,
}

record! { HoldCoverage { order_id: "orderId", rows: "rows", are_lists_read: "areListsRead" } }

/// Why it is unknown whether a target is on hold.
///
/// - `order-not-read`: the order on hold could not be read
/// - `list-not-read`: the duplicates or reissues of the order on hold could not be read
/// - `row-not-identified`: a certificate of the order on hold is listed without the id or serial number that would identify it
/// - `request-not-read`: the request could not be read
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the list above documents each variant, for TypeScript too")]
pub enum UnknownCoverage {
    OrderNotRead,
    ListNotRead,
    RowNotIdentified,
    RequestNotRead,
}

/// Whether a target is on hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case", tag = "result")]
pub enum HoldVerdict {
    /// It is not on hold.
    Free,
    /// It is on hold.
    Held {
        /// The hold.
        hold: Hold,
    },
    /// It may be on hold, so that it must not be revoked.
    Unknown {
        /// Why it is unknown.
        reason: UnknownCoverage,
        /// The hold in question.
        hold: Hold,
    },
}

/// What the verdict depends on.
#[derive(Clone, Debug)]
pub struct HoldCheck {
    /// What is about to be revoked or approved.
    pub target: HoldTarget,
    /// The holds.
    pub holds: Vec<Hold>,
    /// The certificates of the orders on hold, if the target is a certificate of an unknown order.
    pub coverage: Vec<HoldCoverage>,
    /// The current time.
    pub now_unix_ms: UnixMs,
}

record! { HoldCheck { target: "target", holds: "holds", coverage: "coverage", now_unix_ms: "nowUnixMs" } }

impl HoldCheck {
    /// Returns whether the target is on hold.
    #[must_use]
    pub fn verdict(&self) -> HoldVerdict {
        match &self.target {
            HoldTarget::Order(order_id)
            | HoldTarget::Certificate { order_id: Some(order_id), .. }
            | HoldTarget::Request { order_id: Some(order_id) } => {
                match self.in_force().find(|hold| hold.order_id == *order_id) {
                    Some(hold) => HoldVerdict::Held { hold: hold.clone() },
                    None => HoldVerdict::Free,
                }
            }
            HoldTarget::Certificate { name, order_id: None } => self.of_certificate(name),
            HoldTarget::Request { order_id: None } => match self.in_force().next() {
                Some(hold) => HoldVerdict::Unknown { reason: UnknownCoverage::RequestNotRead, hold: hold.clone() },
                None => HoldVerdict::Free,
            },
        }
    }

    fn in_force(&self) -> impl Iterator<Item = &Hold> {
        self.holds.iter().filter(|hold| hold.is_held(self.now_unix_ms))
    }

    fn of_certificate(&self, name: &str) -> HoldVerdict {
        let mut unknown = None;
        for hold in self.in_force() {
            match self.includes(hold, name) {
                Ok(true) => return HoldVerdict::Held { hold: hold.clone() },
                Ok(false) => {}
                Err(reason) => unknown = unknown.or(Some((reason, hold))),
            }
        }
        match unknown {
            Some((reason, hold)) => HoldVerdict::Unknown { reason, hold: hold.clone() },
            None => HoldVerdict::Free,
        }
    }

    /// Whether an order on hold includes a certificate.
    fn includes(&self, hold: &Hold, name: &str) -> Result<bool, UnknownCoverage> {
        let coverage = self.coverage.iter().find(|coverage| coverage.order_id == hold.order_id);
        let Some(HoldCoverage { rows: Some(rows), are_lists_read, .. }) = coverage else {
            return Err(UnknownCoverage::OrderNotRead);
        };
        let wanted = normalize(name);
        let matches = |listed: &Option<String>| listed.as_deref().is_some_and(|listed| normalize(listed) == wanted);
        if rows.iter().any(|row| matches(&row.id) || matches(&row.serial_number)) {
            return Ok(true);
        }
        if !are_lists_read || rows.is_empty() {
            return Err(UnknownCoverage::ListNotRead);
        }
        // A row that lacks the kind of name by which the certificate is named could be the certificate.
        let by_id = name.parse::<CertificateId>().is_ok();
        let is_identified = |row: &CertificateRow| {
            let listed = if by_id { &row.id } else { &row.serial_number };
            listed.as_deref().is_some_and(|listed| !normalize(listed).is_empty())
        };
        if rows.iter().all(is_identified) { Ok(false) } else { Err(UnknownCoverage::RowNotIdentified) }
    }
}

/// Case, leading zeros and separators of a serial number are insignificant.
fn normalize(name: &str) -> String {
    let digits: String = name.chars().filter(|char| !matches!(char, ':' | ' ' | '-')).collect();
    let digits = digits.to_ascii_uppercase();
    digits.strip_prefix("0X").unwrap_or(&digits).trim_start_matches('0').to_owned()
}
