//! What a revoke ended in, and how sure that is. Not here: how an answer is read (`revoke.rs`).

use serde::{Deserialize, Serialize};

use super::requests::RevokeRequest;

/// How far a revocation is known to have come. A level is claimed only from an answer that says it.
///
/// - `accepted`: DigiCert took the call
/// - `approved`: a request to revoke was read, and it is approved
/// - `revoked`: the order was read, and its status is revoked
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the list above is what TypeScript users see too; it says each once")]
pub enum Proof {
    Accepted,
    Approved,
    Revoked,
}

/// Where an outcome is known from: the answer to the call itself, or a read after that answer was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum ConfirmedBy {
    /// DigiCert answered the call.
    Answer,
    /// The answer was lost or unclear; reading afterwards told.
    Reading,
}

/// What the caller would be sorry not to know.
///
/// - `comment-not-stored`: DigiCert keeps no comment when approval is skipped, or did not return the one that was sent
/// - `approval-not-skipped`: skipping the approval was asked for, and DigiCert made a request that waits all the same
/// - `unknown-status`: the request has a status that is not documented
/// - `request-may-be-anothers`: the request was found by reading, and nothing tells whether it is this call's
/// - `order-stays`: one certificate is revoked; its order stays and can be reissued, unless an account setting says otherwise
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the list above is what TypeScript users see too; it says each once")]
pub enum Warning {
    CommentNotStored,
    ApprovalNotSkipped,
    UnknownStatus,
    RequestMayBeAnothers,
    OrderStays,
}

/// What a revoke ended in.
///
/// - `revoked`: DigiCert took the revocation; no approval is needed and no request exists
/// - `requested`: DigiCert made a request. **Nothing is revoked yet**
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(rename_all_fields = "camelCase"))]
#[serde(tag = "outcome", rename_all = "lowercase", rename_all_fields = "camelCase")]
pub enum Outcome {
    /// DigiCert took the revocation (204), or the order was read and is revoked.
    Revoked {
        /// How far it is known to have come.
        proof: Proof,
        /// Where that is known from.
        confirmed_by: ConfirmedBy,
        /// What the caller would be sorry not to know.
        warnings: Vec<Warning>,
    },
    /// DigiCert made a request that waits for approval. Nothing is revoked yet.
    Requested {
        /// The request.
        request: RevokeRequest,
        /// How far it is known to have come.
        proof: Proof,
        /// Where that is known from.
        confirmed_by: ConfirmedBy,
        /// What the caller would be sorry not to know.
        warnings: Vec<Warning>,
    },
}
