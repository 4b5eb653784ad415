//! The outcome of a revocation and the evidence for it. `revoke.rs` reads it from a response.

use serde::{Deserialize, Serialize};

use super::revoke_request::RevokeRequest;

/// The evidence for a revocation. A level is reported only after a response or a read that proves it.
///
/// - `accepted`: DigiCert accepted the call
/// - `approved`: a read shows the revocation request as approved
/// - `revoked`: a read shows the order as revoked
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the list above documents each variant, for TypeScript too")]
pub enum Proof {
    Accepted,
    Approved,
    Revoked,
}

/// How the outcome became known: from the response to the call (`response`), or from a read after the response was lost
/// or unclear (`read`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum ConfirmedBy {
    /// The response to the call.
    Response,
    /// A read after the response was lost or unclear.
    Read,
}

/// A condition that did not fail the call but needs attention.
///
/// - `comment-not-stored`: DigiCert stores no comment when the approval step is skipped, or did not return the comment
///   that was sent
/// - `approval-not-skipped`: `skipApproval` was set, but DigiCert created a request that needs approval
/// - `unknown-status`: the request has an undocumented status
/// - `request-origin-unknown`: the request was found by a read and may have been created by someone else
/// - `order-stays`: only the certificate is revoked; the order stays and can be reissued, unless an account setting says
///   otherwise
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the list above documents each variant, for TypeScript too")]
pub enum Warning {
    CommentNotStored,
    ApprovalNotSkipped,
    UnknownStatus,
    RequestOriginUnknown,
    OrderStays,
}

/// The outcome of a revocation: revoked, or waiting for approval.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(untagged)]
pub enum Outcome {
    /// DigiCert accepted the revocation.
    Revoked(RevokedOutcome),
    /// DigiCert created a request. Nothing is revoked yet.
    Requested(RequestedOutcome),
}

/// DigiCert accepted the revocation (status 204), or a read shows the order as revoked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(rename = "RevokedOutcome"))]
#[serde(tag = "outcome", rename = "revoked", rename_all = "camelCase")]
pub struct RevokedOutcome {
    /// The evidence for the revocation.
    pub proof: Proof,
    /// How the outcome became known.
    pub confirmed_by: ConfirmedBy,
    /// Conditions that need attention. Empty if there are none.
    pub warnings: Vec<Warning>,
}

/// DigiCert created a request that needs approval. **Nothing is revoked yet**, unless `request.status` is `approved`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(rename = "RequestedOutcome"))]
#[serde(tag = "outcome", rename = "requested", rename_all = "camelCase")]
pub struct RequestedOutcome {
    /// The request.
    pub request: RevokeRequest,
    /// The evidence for the revocation.
    pub proof: Proof,
    /// How the outcome became known.
    pub confirmed_by: ConfirmedBy,
    /// Conditions that need attention. Empty if there are none.
    pub warnings: Vec<Warning>,
}
