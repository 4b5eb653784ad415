//! The context that hooks receive, so that the events of one call can be correlated.

use serde::Serialize;

use crate::api::Subject;

/// The public method that a call belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[expect(missing_docs, reason = "each variant is named like its method")]
pub enum Operation {
    #[serde(rename = "revokeOrder")]
    RevokeOrder,
    #[serde(rename = "revokeCertificate")]
    RevokeCertificate,
    #[serde(rename = "orders.get")]
    GetOrder,
    #[serde(rename = "orders.list")]
    ListOrders,
    #[serde(rename = "orders.certificates")]
    ListCertificates,
    #[serde(rename = "requests.get")]
    GetRequest,
    #[serde(rename = "requests.list")]
    ListRequests,
    #[serde(rename = "requests.approve")]
    ApproveRequest,
    #[serde(rename = "requests.reject")]
    RejectRequest,
    #[serde(rename = "revocations.wait")]
    Wait,
    #[serde(rename = "me")]
    Me,
}

/// The call that a hook event belongs to. Use `callId` to correlate the events of one call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct CallInfo {
    /// An identifier that is unique for each call.
    pub call_id: String,
    /// The method that was called.
    pub operation: Operation,
    /// The order, certificate or request of the call. `undefined` for lists, `me` and waits for several orders.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<Subject>,
    /// The number of the attempt in this call, from 1. For `onRetry`, the attempt that follows the wait.
    pub attempt: u32,
    /// Milliseconds since the call started.
    pub elapsed_ms: u32,
}
