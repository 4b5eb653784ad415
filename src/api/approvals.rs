//! Requests that wait for approval: list them (`GET /request`), read one (`GET /request/{id}`), decide on one
//! (`PUT /request/{id}/status`). Approving a request to revoke is what revokes.
//! Sources: DigiCert's pages "List requests", "Request info", "Update request status".

use serde::Serialize;

use super::{
    endpoint::Endpoint,
    failure::{Action, Cause, Problem},
    given::{Fields, Given},
    http::{HttpRequest, HttpResponse},
    ids::{OrderId, RequestId},
    issue::Issues,
    json::{Json, json_text},
    order::{Product, object},
    orders::body_of,
    outcome::ConfirmedBy,
    page::{Filter, Page},
    requests::{RequestStatus, Requester},
};

/// A request for an order: a new order, a reissue, a duplicate or a revocation. `id` and `status` are always present. Any
/// other field that DigiCert left out or that cannot be read is `undefined`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct ApprovalRequest {
    /// The request id, in decimal digits. It is not the order id.
    pub id: RequestId,
    /// The type of the request.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(as = "Option<super::types::RequestType>"))]
    pub kind: Option<String>,
    /// The status of the request.
    pub status: RequestStatus,
    /// The creation time, ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// The time of the decision, ISO 8601. `undefined` while the request is pending.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_processed: Option<String>,
    /// The user who created the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requester: Option<Requester>,
    /// The user who approved or rejected the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub processor: Option<Requester>,
    /// The comment of the requester.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comments: Option<String>,
    /// The comment of the processor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub processor_comment: Option<String>,
    /// The order id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_id: Option<OrderId>,
    /// The common name of the certificate on the order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub common_name: Option<String>,
    /// The product of the order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<Product>,
}

impl ApprovalRequest {
    fn read(json: &Json) -> Option<Self> {
        let order = json.field("order");
        let person = |name| Requester::read(json.field(name)).ok().flatten();
        Some(Self {
            id: RequestId::from_json(json.field("id"))?,
            kind: json.text("type"),
            status: json.field("status").as_text()?.into(),
            date: json.text("date"),
            date_processed: json.text("date_processed"),
            requester: person("requester"),
            processor: person("processor"),
            comments: json.text("comments"),
            processor_comment: json.text("processor_comment"),
            order_id: OrderId::from_json(order.field("id")),
            common_name: order.field("certificate").text("common_name"),
            product: object(order.field("product"), Product::read),
        })
    }
}

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

/// Reads one page of requests.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListRequests {
    /// Which of them.
    pub page: Page,
}

impl ListRequests {
    /// What requests can be looked for by, and DigiCert's name for it.
    const FILTERS: [Filter; 3] = [("status", "status"), ("type", "type"), ("search", "search")];

    /// Checks what a caller gave.
    ///
    /// # Errors
    /// Every issue at once.
    pub fn from_fields(fields: &Fields) -> Result<Self, Issues> {
        Page::from_fields(fields, &Self::FILTERS, &Self::FIELDS).map(|page| Self { page })
    }

    /// The names of its fields in JavaScript.
    pub const FIELDS: [&'static str; 5] = Page::names(&Self::FILTERS);

    /// The same rows from another offset on.
    #[must_use]
    pub fn starting_at(self, offset: Option<u32>) -> Self {
        Self { page: self.page.starting_at(offset) }
    }
}

impl Endpoint for ListRequests {
    type Answer = RequestList;

    const ACTION: Action = Action::Read;

    fn request(&self) -> HttpRequest {
        HttpRequest::get(self.page.path("/request"))
    }

    fn read(&self, response: &HttpResponse) -> Result<RequestList, Cause> {
        let body = body_of(response)?;
        let rows = body.field("requests").as_list().unwrap_or_default();
        let requests = Json::rows(rows, ApprovalRequest::read);
        let requests = requests.ok_or_else(|| Cause::unclear(response, Problem::NotUnderstood))?;
        let total = body.field("page").count("total");
        let next_offset = self.page.next_offset(rows.len(), total);
        let requests = requests.into_iter().filter(|request| self.page.admits(request.status.as_str())).collect();
        Ok(RequestList { requests, total, offset: self.page.offset(), next_offset })
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

/// Approves or rejects a request. Approving a request to revoke revokes, and cannot be undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecideRequest {
    /// The request id.
    pub request_id: RequestId,
    /// `Approved` or `Rejected`.
    pub decision: Decision,
    /// A note that DigiCert keeps with the decision.
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
    /// The names of its options in JavaScript.
    pub const FIELDS: [&'static str; 1] = ["processorComment"];

    /// Checks what a caller gave.
    ///
    /// # Errors
    /// Every issue at once; unknown fields are issues too.
    pub fn from_given(request_id: &Given, decision: Decision, fields: &Fields) -> Result<Self, Issues> {
        let mut issues = Issues::default();
        let request_id = issues.take(RequestId::from_given("requestId", request_id));
        issues.gather(fields.only(&Self::FIELDS));
        let processor_comment = issues.take(fields.text("processorComment")).flatten();
        issues.none_or(request_id.map(|request_id| Self { request_id, decision, processor_comment }))
    }

    pub(crate) fn decided(&self, confirmed_by: ConfirmedBy) -> DecisionOutcome {
        DecisionOutcome { request_id: self.request_id, status: self.decision, confirmed_by }
    }
}

impl Endpoint for DecideRequest {
    type Answer = DecisionOutcome;

    const ACTION: Action = Action::Write;

    fn request(&self) -> HttpRequest {
        let body = WireDecision { status: self.decision, processor_comment: self.processor_comment.as_deref() };
        HttpRequest::put(format!("/request/{}/status", self.request_id), json_text(&body))
    }

    fn read(&self, response: &HttpResponse) -> Result<DecisionOutcome, Cause> {
        match response.status {
            204 if response.is_empty() => Ok(self.decided(ConfirmedBy::Response)),
            // An empty 200 may be an answer that was cut off; reading the request tells.
            200..=299 => Err(Cause::unclear(response, Problem::UnexpectedStatus)),
            _ => Err(Cause::of(response)),
        }
    }
}
