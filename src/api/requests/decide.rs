//! Approves or rejects a request: `PUT /request/{id}/status`. The approval of a revocation request revokes the certificates.
//! Source: DigiCert's page "Update request status".

use serde::Serialize;

use crate::{
    api::{
        cause::Cause, comment::comment, endpoint::Endpoint, failure::Action, http::HttpRequest, ids::RequestId,
        problem::Problem, response::HttpResponse, revoke::ConfirmedBy,
    },
    input::{Fields, Issue, Issues, RawValue, Rule, one_of_value},
    json::json_text,
};

/// Approves or rejects a request. The approval of a revocation request revokes, and cannot be undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecideRequest {
    /// The request id.
    pub request_id: RequestId,
    /// The decision.
    pub decision: Decision,
    /// The comment that DigiCert stores with the decision.
    pub processor_comment: Option<String>,
}

/// The decision on a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// The request is approved.
    Approved,
    /// The request is rejected.
    Rejected,
}

impl Decision {
    /// Reads a decision.
    ///
    /// # Errors
    /// An issue unless it is `approved` or `rejected`.
    pub fn from_input(name: &str, value: &RawValue) -> Result<Self, Issue> {
        let known = [("approved", Self::Approved), ("rejected", Self::Rejected)];
        let missing = || Issue::new(name, Rule::Required, format!("{name} is required: approved or rejected"));
        one_of_value(value, name, known)?.ok_or_else(missing)
    }
}

/// A decision that DigiCert accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct DecisionOutcome {
    /// The request id.
    pub request_id: RequestId,
    /// The new status of the request.
    pub status: Decision,
    /// How the decision became known. With `read`, another user may have made the same decision.
    pub confirmed_by: ConfirmedBy,
}

#[derive(Serialize)]
struct WireDecision<'a> {
    status: Decision,
    #[serde(skip_serializing_if = "Option::is_none")]
    processor_comment: Option<&'a str>,
}

impl DecideRequest {
    /// The names of the options in JavaScript.
    pub const FIELDS: [&'static str; 1] = ["processorComment"];

    /// Validates the id and the options.
    ///
    /// # Errors
    /// Every issue at once; unknown fields are issues too.
    pub fn from_input(request_id: &RawValue, decision: Decision, fields: &Fields) -> Result<Self, Issues> {
        let mut issues = Issues::default();
        let request_id = issues.collect(RequestId::from_input("requestId", request_id));
        issues.collect_all(fields.reject_unknown(&Self::FIELDS));
        let processor_comment = issues.collect(comment(fields, "processorComment")).flatten();
        issues.into_result(request_id.map(|request_id| Self { request_id, decision, processor_comment }))
    }

    pub(crate) fn decided(&self, confirmed_by: ConfirmedBy) -> DecisionOutcome {
        DecisionOutcome { request_id: self.request_id, status: self.decision, confirmed_by }
    }
}

impl Endpoint for DecideRequest {
    type Output = DecisionOutcome;

    const ACTION: Action = Action::Write;

    fn request(&self) -> HttpRequest {
        let body = WireDecision { status: self.decision, processor_comment: self.processor_comment.as_deref() };
        HttpRequest::put(format!("/request/{}/status", self.request_id), json_text(&body))
    }

    fn read(&self, response: &HttpResponse) -> Result<DecisionOutcome, Cause> {
        match response.status {
            204 if response.is_empty() => Ok(self.decided(ConfirmedBy::Response)),
            // An empty 200 may be an incomplete response; a read of the request shows the effect.
            200..=299 => Err(Cause::unclear(response, Problem::UnexpectedStatus)),
            _ => Err(Cause::of(response)),
        }
    }
}
