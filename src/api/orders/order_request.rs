//! A request as the order lists it.

use serde::Serialize;

use crate::{api::ids::RequestId, json::Json};

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
    #[cfg_attr(test, ts(as = "Option<crate::api::types::RequestType>"))]
    pub kind: Option<String>,
    /// The status of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(as = "Option<crate::api::RequestStatus>"))]
    pub status: Option<String>,
    /// The comment on the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comments: Option<String>,
}

impl OrderRequest {
    /// Returns whether it is a revocation request, for the order or for one certificate.
    pub(crate) fn is_revoke(&self) -> bool {
        self.kind.as_deref() == Some("revoke")
    }

    /// Returns whether it is pending.
    pub(crate) fn is_open(&self) -> bool {
        matches!(self.status.as_deref(), Some("submitted" | "pending"))
    }
}

impl OrderRequest {
    pub(super) fn read(json: &Json) -> Option<Self> {
        Some(Self {
            id: RequestId::from_json(json.field("id"))?,
            date: json.text("date"),
            kind: json.text("type"),
            status: json.text("status"),
            comments: json.text("comments"),
        })
    }
}
