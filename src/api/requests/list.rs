//! Reads one page of approval requests: `GET /request`. Source: DigiCert's page "List requests".

use serde::Serialize;

use super::approval_request::ApprovalRequest;
use crate::{
    api::{
        cause::Cause,
        endpoint::Endpoint,
        failure::Action,
        http::HttpRequest,
        page::{Filter, Page, PageRows},
        response::HttpResponse,
    },
    input::{Fields, Issues},
};

/// Reads one page of requests.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListRequests {
    /// The filters, offset and limit.
    pub page: Page,
}

impl ListRequests {
    /// The filters of requests.
    const FILTERS: [Filter; 3] = [("status", "status"), ("type", "type"), ("search", "search")];

    /// Validates the fields.
    ///
    /// # Errors
    /// Every issue at once.
    pub fn from_fields(fields: &Fields) -> Result<Self, Issues> {
        Page::from_fields(fields, &Self::FILTERS, &Self::FIELDS).map(|page| Self { page })
    }

    /// The names of the fields in JavaScript.
    pub const FIELDS: [&'static str; 5] = Page::names(&Self::FILTERS);

    /// Returns the list at another offset.
    #[must_use]
    pub fn starting_at(self, offset: Option<u32>) -> Self {
        Self { page: self.page.starting_at(offset) }
    }
}

impl Endpoint for ListRequests {
    type Output = RequestList;

    const ACTION: Action = Action::Read;

    fn request(&self) -> HttpRequest {
        HttpRequest::get(self.page.path("/request"))
    }

    fn read(&self, response: &HttpResponse) -> Result<RequestList, Cause> {
        let PageRows { items, total, offset, next_offset } =
            self.page.read_rows(response, "requests", ApprovalRequest::read, |request| request.status.as_str())?;
        Ok(RequestList { requests: items, total, offset, next_offset })
    }
}

/// One page of requests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct RequestList {
    /// The requests on this page.
    pub requests: Vec<ApprovalRequest>,
    /// The total number of requests, if DigiCert returned it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u32>,
    /// The index of the first row, from 0.
    pub offset: u32,
    /// The offset of the next page. `undefined` on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_offset: Option<u32>,
}
