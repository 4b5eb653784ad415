//! The product of an order.

use serde::Serialize;

use crate::json::Json;

/// The product of the order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(optional_fields))]
pub struct Product {
    /// DigiCert's product identifier, for example `ssl_plus`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name_id: Option<String>,
    /// The display name of the product.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The product type, for example `ssl_certificate`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Whether the product is a TLS/SSL certificate. DigiCert uses the revocation reason only for these.
    pub is_tls: bool,
}

impl Product {
    pub(crate) fn read(json: &Json) -> Self {
        let kind = json.text("type");
        // `ssl_certificate`, `dv_ssl_certificate`, `private_ssl_certificate`; inferred from product lists.
        let is_tls = kind.as_deref().is_some_and(|kind| kind.ends_with("ssl_certificate"));
        Self { name_id: json.text("name_id"), name: json.text("name"), kind, is_tls }
    }
}
