//! An approval request.

use serde::Serialize;

use super::{requester::Requester, status::RequestStatus};
use crate::{
    api::{
        ids::{OrderId, RequestId},
        orders::Product,
    },
    json::Json,
};

/// A request for an order: a new order, a reissue, a duplicate or a revocation. `id` and `status` are always present. Any
/// other field that DigiCert left out or that cannot be read is `undefined`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct ApprovalRequest {
    /// The request id, in decimal digits. It is not the order id.
    pub id: RequestId,
    /// The type of the request.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(as = "Option<crate::api::types::RequestType>"))]
    pub kind: Option<String>,
    /// The status of the request.
    pub status: RequestStatus,
    /// The creation time, ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// The time of the decision, ISO 8601. `undefined` while the request is pending.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_processed: Option<String>,
    /// The user who created the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requester: Option<Requester>,
    /// The user who approved or rejected the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub processor: Option<Requester>,
    /// The comment of the requester.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comments: Option<String>,
    /// The comment of the processor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub processor_comment: Option<String>,
    /// The order id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_id: Option<OrderId>,
    /// The common name of the certificate on the order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub common_name: Option<String>,
    /// The product of the order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<Product>,
}

impl ApprovalRequest {
    pub(super) fn read(json: &Json) -> Option<Self> {
        let order = json.field("order");
        let person = |name| Requester::read(json.field(name)).ok().flatten();
        Some(Self {
            id: RequestId::from_json(json.field("id"))?,
            kind: json.text("type"),
            status: json.field("status").as_text()?.into(),
            date: json.text("date"),
            date_processed: json.text("date_processed"),
            requester: person("requester"),
            processor: person("processor"),
            comments: json.text("comments"),
            processor_comment: json.text("processor_comment"),
            order_id: OrderId::from_json(order.field("id")),
            common_name: order.field("certificate").text("common_name"),
            product: order.field("product").object(Product::read),
        })
    }
}
