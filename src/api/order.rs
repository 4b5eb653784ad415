//! What DigiCert says of an order. Read leniently: fields are left out by state and product, and a
//! field that reads oddly must not hide an order. What a claim rests on (id, status) is strict.
//! Sources: DigiCert's pages "Order info" and "List orders".

use serde::Serialize;

use super::{
    certificates::Certificate,
    ids::{OrderId, RequestId},
    json::Json,
};

/// An order. A field that DigiCert left out or that cannot be read is `undefined`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Order {
    /// The order id, in decimal digits.
    pub id: OrderId,
    /// The status of the order.
    #[cfg_attr(test, ts(as = "super::types::OrderStatus"))]
    pub status: String,
    /// The primary certificate, without duplicates and reissues.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<Certificate>,
    /// The product of the order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<Product>,
    /// The organization that the certificates are issued to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<Organization>,
    /// The division of the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub container: Option<Container>,
    /// The creation time of the order, ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_created: Option<String>,
    /// The last day of the order, `yyyy-MM-dd`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_valid_till: Option<String>,
    /// Whether the order has duplicates. Only lists return it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_duplicates: Option<bool>,
    /// The requests for this order, including revocation requests. Lists do not return them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requests: Option<Vec<OrderRequest>>,
}

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

/// An organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Organization {
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// A division of the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Container {
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// A request for an order: a new order, a reissue, a duplicate or a revocation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(optional_fields))]
pub struct OrderRequest {
    /// The request id, in decimal digits.
    pub id: RequestId,
    /// The creation time, ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// The type of the request.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(as = "Option<super::types::RequestType>"))]
    pub kind: Option<String>,
    /// The status of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(as = "Option<super::requests::RequestStatus>"))]
    pub status: Option<String>,
    /// The comment on the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comments: Option<String>,
}

impl Order {
    pub(crate) fn read(json: &Json) -> Option<Self> {
        Some(Self {
            id: OrderId::from_json(json.field("id"))?,
            status: json.text("status")?,
            certificate: object(json.field("certificate"), Certificate::read),
            product: object(json.field("product"), Product::read),
            organization: object(json.field("organization"), |json| Organization { name: json.text("name") }),
            container: object(json.field("container"), |json| Container { name: json.text("name") }),
            date_created: json.text("date_created"),
            order_valid_till: json.text("order_valid_till"),
            has_duplicates: json.field("has_duplicates").as_truth(),
            requests: json.field("requests").as_list().map(|rows| rows.iter().filter_map(OrderRequest::read).collect()),
        })
    }
}

impl OrderRequest {
    /// Whether it asks for a revocation, of the order or of a certificate on it.
    pub(crate) fn is_revoke(&self) -> bool {
        self.kind.as_deref() == Some("revoke")
    }

    /// Whether it still waits for a decision.
    pub(crate) fn is_open(&self) -> bool {
        matches!(self.status.as_deref(), Some("submitted" | "pending"))
    }
}

impl Product {
    pub(crate) fn read(json: &Json) -> Self {
        let kind = json.text("type");
        // `ssl_certificate`, `dv_ssl_certificate`, `private_ssl_certificate`; inferred from product lists.
        let is_tls = kind.as_deref().is_some_and(|kind| kind.ends_with("ssl_certificate"));
        Self { name_id: json.text("name_id"), name: json.text("name"), kind, is_tls }
    }
}

impl OrderRequest {
    fn read(json: &Json) -> Option<Self> {
        Some(Self {
            id: RequestId::from_json(json.field("id"))?,
            date: json.text("date"),
            kind: json.text("type"),
            status: json.text("status"),
            comments: json.text("comments"),
        })
    }
}

pub(crate) fn object<T>(json: &Json, read: impl FnOnce(&Json) -> T) -> Option<T> {
    matches!(json, Json::Object(_)).then(|| read(json))
}
