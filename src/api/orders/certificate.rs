//! A certificate on an order.

use serde::Serialize;

use crate::{api::ids::CertificateId, json::Json};

/// A certificate. A field that DigiCert left out or that cannot be read is `undefined`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Certificate {
    /// The certificate id. `undefined` until the certificate is issued.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<CertificateId>,
    /// The common name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub common_name: Option<String>,
    /// The DNS names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dns_names: Option<Vec<String>>,
    /// The serial number, in hexadecimal digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serial_number: Option<String>,
    /// The SHA-1 thumbprint, in hexadecimal digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thumbprint: Option<String>,
    /// The first day of validity, `yyyy-MM-dd`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<String>,
    /// The last day of validity, `yyyy-MM-dd`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_till: Option<String>,
    /// The days until the certificate expires. `undefined` after it expires.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_remaining: Option<u32>,
    /// The status of the certificate. DigiCert often leaves it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Whether the certificate is archived. Only duplicates and reissues have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archived: Option<bool>,
    /// Why a revocation of the order reaches this certificate. Only the blast radius has it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(as = "Option<Vec<Inclusion>>", optional))]
    pub included: Vec<Inclusion>,
}

/// The role of a certificate on an order: `primary` is the current certificate, `duplicate` a duplicate, `reissue` an earlier
/// or later reissue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the sentence above says each")]
pub enum Inclusion {
    Primary,
    Duplicate,
    Reissue,
}

impl Certificate {
    pub(crate) fn read(json: &Json) -> Self {
        let names = json.field("dns_names").as_list();
        Self {
            id: CertificateId::from_json(json.field("id")),
            common_name: json.text("common_name"),
            dns_names: names.map(|names| names.iter().filter_map(Json::as_text).map(str::to_owned).collect()),
            serial_number: json.text("serial_number"),
            thumbprint: json.text("thumbprint"),
            valid_from: json.text("valid_from"),
            valid_till: json.text("valid_till"),
            days_remaining: json.count("days_remaining"),
            status: json.text("status"),
            // "0" and "1" for duplicates, 0 and 1 for reissues.
            archived: json.field("archived").as_bool().or_else(|| json.count("archived").map(|flag| flag != 0)),
            included: Vec::new(),
        }
    }
}
