//! Revokes an order (`PUT /order/certificate/{order_id}/revoke`) or one certificate of it
//! (`PUT /certificate/{id or serial}/revoke`), and the meaning of the response.
//! Sources: DigiCert's pages "Revoke order certificates" and "Revoke certificate".

use serde::Serialize;

use super::{
    outcome::{ConfirmedBy, Outcome, Proof, RequestedOutcome, RevokedOutcome, Warning},
    reason::RevocationReason,
    revoke_request::RevokeRequest,
    target::Target,
};
use crate::{
    api::{
        cause::Cause, comment::comment, comment_field::CommentField, endpoint::Endpoint, failure::Action,
        http::HttpRequest, problem::Problem, requests::RequestStatus, response::HttpResponse,
    },
    input::{Fields, Issue, Issues},
    json::json_text,
};

/// A revocation. It cannot be undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revoke {
    /// The order or certificate.
    pub target: Target,
    /// The reason. DigiCert uses it for TLS/SSL certificates only.
    pub revocation_reason: Option<RevocationReason>,
    /// A comment for the approver. DigiCert does not store it when the approval is skipped.
    pub comment: Option<String>,
    /// Revoke at once, without an approval request. Requires the API key of an administrator.
    pub skip_approval: Option<bool>,
    /// The field in which the comment is sent.
    pub comment_field: CommentField,
    /// A token at the end of the comment, by which a later read identifies the request of this call.
    pub correlation_token: Option<String>,
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

impl Revoke {
    /// The names of the options in JavaScript.
    pub const FIELDS: [&'static str; 3] = ["revocationReason", "comment", "skipApproval"];

    /// Creates a revocation without reason and comment, which requires approval.
    #[must_use]
    pub fn new(target: Target) -> Self {
        Self {
            target,
            revocation_reason: None,
            comment: None,
            skip_approval: None,
            comment_field: CommentField::default(),
            correlation_token: None,
        }
    }

    /// Validates the target and the options.
    ///
    /// # Errors
    /// Every issue at once; unknown fields are issues too.
    pub fn from_input(
        target: Result<Target, Issue>,
        fields: &Fields,
        comment_field: CommentField,
    ) -> Result<Self, Issues> {
        let mut issues = Issues::default();
        let target = issues.collect(target);
        issues.collect_all(fields.reject_unknown(&Self::FIELDS));
        let revocation_reason = issues.collect(RevocationReason::from_field(fields, "revocationReason")).flatten();
        let comment = issues.collect(comment(fields, "comment")).flatten();
        let skip_approval = issues.collect(fields.boolean("skipApproval")).flatten();
        let call =
            target.map(|target| Self { revocation_reason, comment, skip_approval, comment_field, ..Self::new(target) });
        issues.into_result(call)
    }

    /// Returns the conditions to know about before the request is sent.
    #[must_use]
    pub fn warnings(&self) -> Vec<Warning> {
        let mut warnings = self.scope();
        if self.comment.is_some() && self.skip_approval == Some(true) {
            warnings.push(Warning::CommentNotStored);
        }
        warnings
    }

    fn scope(&self) -> Vec<Warning> {
        if matches!(self.target, Target::Order(_)) { Vec::new() } else { vec![Warning::OrderStays] }
    }

    /// Returns the comment as it is sent, with the token.
    fn note(&self) -> Option<String> {
        match (&self.comment, &self.correlation_token) {
            (comment, None) => comment.clone(),
            (None, Some(token)) => Some(format!("[{token}]")),
            (Some(comment), Some(token)) => Some(format!("{comment} [{token}]")),
        }
    }

    /// Creates the outcome of a revocation without approval. DigiCert stores no comment.
    pub(crate) fn revoked(&self, proof: Proof, confirmed_by: ConfirmedBy) -> Outcome {
        let mut warnings = self.scope();
        if self.comment.is_some() {
            warnings.push(Warning::CommentNotStored);
        }
        Outcome::Revoked(RevokedOutcome { proof, confirmed_by, warnings })
    }

    /// Creates the outcome of a revocation request.
    pub(crate) fn requested(&self, request: RevokeRequest, confirmed_by: ConfirmedBy) -> Outcome {
        let mut warnings = self.scope();
        if matches!(request.status, RequestStatus::Other(_)) {
            warnings.push(Warning::UnknownStatus);
        }
        if self.skip_approval == Some(true) {
            warnings.push(Warning::ApprovalNotSkipped);
        }
        if self.comment.is_some() && request.comments != self.note() {
            warnings.push(Warning::CommentNotStored);
        }
        if confirmed_by == ConfirmedBy::Read && !self.is_ours(request.comments.as_deref()) {
            warnings.push(Warning::RequestOriginUnknown);
        }
        let read = confirmed_by == ConfirmedBy::Read && request.status == RequestStatus::Approved;
        let proof = if read { Proof::Approved } else { Proof::Accepted };
        Outcome::Requested(RequestedOutcome { request, proof, confirmed_by, warnings })
    }

    /// Returns whether a comment contains the token of this call.
    pub(crate) fn is_ours(&self, comments: Option<&str>) -> bool {
        let token = self.correlation_token.as_deref();
        token.zip(comments).is_some_and(|(token, comments)| {
            comments.as_bytes().windows(token.len()).any(|part| part == token.as_bytes())
        })
    }
}

impl Endpoint for Revoke {
    type Output = Outcome;

    const ACTION: Action = Action::Write;

    fn request(&self) -> HttpRequest {
        let note = self.note();
        let note = note.as_deref();
        let body = WireBody {
            revocation_reason: self.revocation_reason,
            comment: note.filter(|_| self.comment_field != CommentField::Comments),
            comments: note.filter(|_| self.comment_field != CommentField::Comment),
            skip_approval: self.skip_approval,
        };
        let body = json_text(&body);
        HttpRequest::put(self.target.path(), body)
    }

    fn read(&self, response: &HttpResponse) -> Result<Outcome, Cause> {
        let unclear = |problem| Cause::unclear(response, problem);
        match response.status {
            204 if response.is_empty() => Ok(self.revoked(Proof::Accepted, ConfirmedBy::Response)),
            204 => Err(unclear(Problem::UnexpectedBody)),
            200..=299 => {
                let request = response.json().and_then(|json| RevokeRequest::read(&json));
                request.map(|request| self.requested(request, ConfirmedBy::Response)).map_err(unclear)
            }
            _ => Err(Cause::of(response)),
        }
    }
}
