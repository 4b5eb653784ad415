//! The revocation request that DigiCert creates. Nothing is revoked while it is pending.

use serde::Serialize;

use crate::{
    api::{
        ids::RequestId,
        orders::OrderRequest,
        problem::Problem,
        requests::{RequestStatus, Requester},
        timestamp::Timestamp,
    },
    json::Json,
};

/// A revocation request that DigiCert created.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(optional_fields))]
pub struct RevokeRequest {
    /// The request id, in decimal digits. It is not the order id.
    pub id: RequestId,
    /// The creation time in UTC: ISO 8601 with an offset, as DigiCert wrote it.
    pub date: Timestamp,
    /// Always `revoke`.
    #[serde(rename = "type")]
    #[cfg_attr(test, ts(type = "\"revoke\""))]
    kind: &'static str,
    /// The status of the request.
    pub status: RequestStatus,
    /// The user who created the request, if DigiCert returned one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requester: Option<Requester>,
    /// The comment that DigiCert stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comments: Option<String>,
}

impl RevokeRequest {
    /// Reads the response to a revocation. Every documented field is required, so that no other response passes for a revocation
    /// request.
    pub(crate) fn read(json: &Json) -> Result<Self, Problem> {
        let kind = json.field("type").as_text().ok_or(Problem::NotUnderstood)?;
        if kind != "revoke" {
            return Err(Problem::NotARevokeRequest);
        }
        Ok(Self {
            id: RequestId::from_json(json.field("id")).ok_or(Problem::NotUnderstood)?,
            date: json.field("date").as_text().and_then(Timestamp::parse).ok_or(Problem::NotUnderstood)?,
            kind: "revoke",
            status: json.field("status").as_text().ok_or(Problem::NotUnderstood)?.into(),
            requester: Requester::read(json.field("requester"))?,
            comments: json.text_or_null("comments")?,
        })
    }

    /// Converts a request of an order; `None` without date or status.
    pub(crate) fn of(request: &OrderRequest) -> Option<Self> {
        Some(Self {
            id: request.id,
            date: Timestamp::parse(request.date.as_deref()?)?,
            kind: "revoke",
            status: request.status.as_deref()?.into(),
            requester: None,
            comments: request.comments.clone(),
        })
    }
}
