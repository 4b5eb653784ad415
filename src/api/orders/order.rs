//! An order. Id and status are required. Any other field is optional, because DigiCert omits fields by status and product.
//! Sources: DigiCert's pages "Order info" and "List orders".

use serde::Serialize;

use super::{certificate::Certificate, order_request::OrderRequest, product::Product};
use crate::{api::ids::OrderId, json::Json};

/// An order. A field that DigiCert left out or that cannot be read is `undefined`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Order {
    /// The order id, in decimal digits.
    pub id: OrderId,
    /// The status of the order.
    #[cfg_attr(test, ts(as = "crate::api::types::OrderStatus"))]
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

impl Order {
    pub(crate) fn read(json: &Json) -> Option<Self> {
        Some(Self {
            id: OrderId::from_json(json.field("id"))?,
            status: json.text("status")?,
            certificate: json.field("certificate").object(Certificate::read),
            product: json.field("product").object(Product::read),
            organization: json.field("organization").object(|json| Organization { name: json.text("name") }),
            container: json.field("container").object(|json| Container { name: json.text("name") }),
            date_created: json.text("date_created"),
            order_valid_till: json.text("order_valid_till"),
            has_duplicates: json.field("has_duplicates").as_bool(),
            requests: json.field("requests").as_list().map(|rows| rows.iter().filter_map(OrderRequest::read).collect()),
        })
    }
}
