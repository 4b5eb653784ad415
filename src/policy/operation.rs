//! The operations of a client, by the names that JavaScript uses.

use serde::{Serialize, Serializer};

/// What a call does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(
    test,
    ts(
        type = r#""revokeOrder" | "revokeCertificate" | "orders.get" | "orders.list" | "orders.certificates" | "requests.get" | "requests.list" | "requests.approve" | "requests.reject" | "revocations.wait" | "me""#
    )
)]
#[expect(missing_docs, reason = "each is the method of the same name")]
pub enum Operation {
    RevokeOrder,
    RevokeCertificate,
    GetOrder,
    ListOrders,
    Certificates,
    GetRequest,
    ListRequests,
    Approve,
    Reject,
    Wait,
    Me,
}

impl Operation {
    /// The name of the method in JavaScript.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RevokeOrder => "revokeOrder",
            Self::RevokeCertificate => "revokeCertificate",
            Self::GetOrder => "orders.get",
            Self::ListOrders => "orders.list",
            Self::Certificates => "orders.certificates",
            Self::GetRequest => "requests.get",
            Self::ListRequests => "requests.list",
            Self::Approve => "requests.approve",
            Self::Reject => "requests.reject",
            Self::Wait => "revocations.wait",
            Self::Me => "me",
        }
    }
}

impl Serialize for Operation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
