//! Reads one approval request: `GET /request/{id}`. Source: DigiCert's page "Request info".

use super::approval_request::ApprovalRequest;
use crate::{
    api::{
        cause::Cause, classify::body_of, endpoint::Endpoint, failure::Action, http::HttpRequest, ids::RequestId,
        problem::Problem, response::HttpResponse,
    },
    input::{Issues, RawValue},
};

/// Reads one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GetRequest {
    /// The request id.
    pub request_id: RequestId,
}

impl GetRequest {
    /// Validates the id.
    ///
    /// # Errors
    /// One issue, if the input is not an id.
    pub fn from_input(request_id: &RawValue) -> Result<Self, Issues> {
        let mut issues = Issues::default();
        let request_id = issues.collect(RequestId::from_input("requestId", request_id));
        issues.into_result(request_id.map(|request_id| Self { request_id }))
    }
}

impl Endpoint for GetRequest {
    type Output = ApprovalRequest;

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
