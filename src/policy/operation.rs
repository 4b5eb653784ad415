//! The operations of a client, by the names that JavaScript uses.

use serde::Serialize;

/// What a call does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[expect(missing_docs, reason = "each is the method of the same name")]
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
    Certificates,
    #[serde(rename = "requests.get")]
    GetRequest,
    #[serde(rename = "requests.list")]
    ListRequests,
    #[serde(rename = "requests.approve")]
    Approve,
    #[serde(rename = "requests.reject")]
    Reject,
    #[serde(rename = "revocations.wait")]
    Wait,
    #[serde(rename = "me")]
    Me,
}
