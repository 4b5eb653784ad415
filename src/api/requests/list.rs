//! Reads one page of approval requests: `GET /request`. Source: DigiCert's page "List requests".

use serde::Serialize;

use super::approval_request::ApprovalRequest;
use crate::{
    api::{
        list::{List, Listed, Listing},
        page::{Filter, Page, PageRows},
    },
    json::Json,
};

/// Reads one page of requests.
pub type ListRequests = List<ApprovalRequest>;

const FILTERS: [Filter; 3] = [("status", "status"), ("type", "type"), ("search", "search")];
const FIELDS: [&str; 5] = Page::names(&FILTERS);

impl Listed for ApprovalRequest {
    type Rows = RequestList;
}

impl Listing for ApprovalRequest {
    const PATH: &'static str = "/request";
    const FIELD: &'static str = "requests";
    const FILTERS: &'static [Filter] = &FILTERS;
    const FIELDS: &'static [&'static str] = &FIELDS;

    fn read(json: &Json) -> Option<Self> {
        Self::read(json)
    }

    fn status(&self) -> &str {
        self.status.as_str()
    }

    fn rows(PageRows { items, total, offset, next_offset }: PageRows<Self>) -> RequestList {
        RequestList { requests: items, total, offset, next_offset }
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
