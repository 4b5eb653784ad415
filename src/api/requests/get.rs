//! Reads one approval request: `GET /request/{id}`. Source: DigiCert's page "Request info".

use super::approval_request::ApprovalRequest;
use crate::{
    api::{
        cause::Cause, classify::body_of, endpoint::Endpoint, failure::Action, http::HttpRequest, ids::RequestId,
        problem::Problem, response::HttpResponse,
    },
    input::{Given, Issues},
};

/// Reads one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GetRequest {
    /// The request id.
    pub request_id: RequestId,
}

impl GetRequest {
    /// Checks what a caller gave.
    ///
    /// # Errors
    /// An issue if it is no id.
    pub fn from_given(request_id: &Given) -> Result<Self, Issues> {
        let mut issues = Issues::default();
        let request_id = issues.take(RequestId::from_given("requestId", request_id));
        issues.none_or(request_id.map(|request_id| Self { request_id }))
    }
}

impl Endpoint for GetRequest {
    type Answer = ApprovalRequest;

    const ACTION: Action = Action::Read;

    fn request(&self) -> HttpRequest {
        HttpRequest::get(format!("/request/{}", self.request_id))
    }

    fn read(&self, response: &HttpResponse) -> Result<ApprovalRequest, Cause> {
        let unclear = |problem| Cause::unclear(response, problem);
        let request = ApprovalRequest::read(&body_of(response)?).ok_or_else(|| unclear(Problem::NotUnderstood))?;
        if request.id == self.request_id { Ok(request) } else { Err(unclear(Problem::OtherRequest)) }
    }
}
