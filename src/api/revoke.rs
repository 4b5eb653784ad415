//! Revoke an order: `PUT /order/certificate/{order_id}/revoke`, and what its answer means.
//! Source: DigiCert's page "Revoke order certificates".

use serde::Serialize;

use super::{
    endpoint::Endpoint,
    failure::{Action, Cause, Problem},
    given::{Fields, Given},
    http::{HttpRequest, HttpResponse},
    ids::OrderId,
    issue::Issues,
    json::json_text,
    reason::RevocationReason,
    requests::{RequestStatus, RevokeRequest},
    settings::CommentField,
};

/// Revokes every certificate on an order, duplicates and reissues included. It cannot be undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevokeOrder {
    /// Which order.
    pub order_id: OrderId,
    /// Why. Used for TLS/SSL certificates only.
    pub revocation_reason: Option<RevocationReason>,
    /// A note for the approver. Not stored when the approval step is skipped.
    pub comment: Option<String>,
    /// Revoke straight away instead of asking for approval. Needs a key with admin privileges.
    pub skip_approval: Option<bool>,
    /// Under which name the comment is sent.
    pub comment_field: CommentField,
}

#[derive(Serialize)]
struct WireBody<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    revocation_reason: Option<RevocationReason>,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    comments: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    skip_approval: Option<bool>,
}

impl RevokeOrder {
    const FIELDS: [&'static str; 3] = ["revocationReason", "comment", "skipApproval"];

    /// The plainest revoke of an order: no reason, no comment, and DigiCert asks for approval.
    #[must_use]
    pub fn new(order_id: OrderId) -> Self {
        Self {
            order_id,
            revocation_reason: None,
            comment: None,
            skip_approval: None,
            comment_field: CommentField::default(),
        }
    }

    /// Checks what a caller gave.
    ///
    /// # Errors
    /// Every issue at once; unknown fields are issues too.
    pub fn from_given(order_id: &Given, fields: &Fields, comment_field: CommentField) -> Result<Self, Issues> {
        let mut issues = Issues::default();
        let order_id = issues.take(OrderId::from_given("orderId", order_id));
        issues.gather(fields.only(&Self::FIELDS));
        let revocation_reason = issues.take(RevocationReason::from_field(fields, "revocationReason")).flatten();
        let comment = issues.take(fields.text("comment")).flatten();
        let skip_approval = issues.take(fields.truth("skipApproval")).flatten();
        let call = order_id.map(|order_id| Self { order_id, revocation_reason, comment, skip_approval, comment_field });
        issues.none_or(call)
    }

    /// What the caller would be sorry not to know before it is sent.
    #[must_use]
    pub fn warnings(&self) -> Vec<Warning> {
        let both = self.comment.is_some() && self.skip_approval == Some(true);
        if both { vec![Warning::CommentNotStored] } else { Vec::new() }
    }

    fn requested(&self, request: RevokeRequest) -> Outcome {
        let mut warnings = Vec::new();
        if matches!(request.status, RequestStatus::Other(_)) {
            warnings.push(Warning::UnknownStatus);
        }
        if self.skip_approval == Some(true) {
            warnings.push(Warning::ApprovalNotSkipped);
        }
        if self.comment.as_ref().is_some_and(|comment| request.comments.as_ref() != Some(comment)) {
            warnings.push(Warning::CommentNotStored);
        }
        Outcome::Requested { request, warnings }
    }
}

impl Endpoint for RevokeOrder {
    type Answer = Outcome;

    const ACTION: Action = Action::Write;

    fn request(&self) -> HttpRequest {
        let given = self.comment.as_deref();
        let body = WireBody {
            revocation_reason: self.revocation_reason,
            comment: given.filter(|_| self.comment_field != CommentField::Comments),
            comments: given.filter(|_| self.comment_field != CommentField::Comment),
            skip_approval: self.skip_approval,
        };
        let body = json_text(&body);
        HttpRequest::put(format!("/order/certificate/{}/revoke", self.order_id), body)
    }

    fn read(&self, response: &HttpResponse) -> Result<Outcome, Cause> {
        let unclear = |problem| Cause::unclear(response, problem);
        match response.status {
            204 if response.is_empty() => {
                let lost = self.comment.iter().map(|_| Warning::CommentNotStored);
                Ok(Outcome::Revoked { warnings: lost.collect() })
            }
            204 => Err(unclear(Problem::UnexpectedBody)),
            200..=299 => {
                let request = response.json().and_then(|json| RevokeRequest::read(&json));
                request.map(|request| self.requested(request)).map_err(unclear)
            }
            _ => Err(Cause::of(response)),
        }
    }
}

/// What the caller would be sorry not to know.
///
/// - `comment-not-stored`: DigiCert keeps no comment when approval is skipped, or did not return the one that was sent
/// - `approval-not-skipped`: skipping the approval was asked for, and DigiCert made a request that waits all the same
/// - `unknown-status`: the request has a status that is not documented
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the list above is what TypeScript users see too; it says each once")]
pub enum Warning {
    CommentNotStored,
    ApprovalNotSkipped,
    UnknownStatus,
}

/// What a revoke ended in.
///
/// - `revoked`: DigiCert took the revocation; no approval is needed and no request exists
/// - `requested`: DigiCert made a request. **Nothing is revoked yet**
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "outcome", rename_all = "lowercase")]
pub enum Outcome {
    /// DigiCert took the revocation (204).
    Revoked {
        /// What the caller would be sorry not to know.
        warnings: Vec<Warning>,
    },
    /// DigiCert made a request that waits for approval. Nothing is revoked yet.
    Requested {
        /// The request.
        request: RevokeRequest,
        /// What the caller would be sorry not to know.
        warnings: Vec<Warning>,
    },
}

/// The request of a revoke, checked and built but not sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct BuiltRevoke {
    /// What to send.
    #[serde(flatten)]
    pub request: HttpRequest,
    /// What the caller would be sorry not to know.
    pub warnings: Vec<Warning>,
}
