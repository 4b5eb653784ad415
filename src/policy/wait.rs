//! Waits for a revocation: reads, pauses, and reads again. One request covers many orders. A level of proof is reported only after
//! a read that shows it.

use serde::Serialize;

use super::procedure::{Procedure, ProcedureStep};
use crate::api::{
    Action, ApprovalRequest, Cause, Endpoint, Fields, GetOrder, GetRequest, HttpRequest, HttpResponse, Issue, Issues,
    Order, OrderId, Proof, RawValue, RequestId, RequestStatus, Rule, StatusChanges, Subject,
};

/// The target of a wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WaitFor {
    /// The revocation of one order.
    Order(OrderId),
    /// The approval of a request, and then the revocation of its order.
    Request(RequestId),
    /// The revocations of many orders, if they happened in the last seven days.
    Orders(Vec<OrderId>),
}

/// The state that ends a wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// The revocation request is approved.
    Approved,
    /// The order is revoked.
    Revoked,
}

/// The state of one order at the end of a wait.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct OrderProgress {
    /// The order id.
    pub order_id: OrderId,
    /// The last status that was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(as = "Option<crate::api::types::OrderStatus>"))]
    pub status: Option<String>,
    /// The evidence for the revocation. `undefined` if there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proof: Option<Proof>,
}

/// The result of a wait.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(optional_fields))]
pub struct WaitResult {
    /// `true` if every target reached the requested state. `false` if the deadline passed or the request was rejected.
    pub reached: bool,
    /// The orders of the wait.
    pub orders: Vec<OrderProgress>,
    /// The request, if the wait was for one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<ApprovalRequest>,
}

/// Reads until the target reaches its state.
#[derive(Debug)]
pub struct Wait {
    request_id: Option<RequestId>,
    until: Until,
    poll_ms: u32,
    result: WaitResult,
    is_bulk: bool,
    /// The time of the last read of the status changes.
    read_unix_ms: Option<u64>,
    /// Whether the next step is a read, not a pause.
    reads_next: bool,
    is_over: bool,
}

/// The overlap of two reads of the status changes, because DigiCert's clock may differ from the local one.
const OVERLAP_MS: u64 = 120_000;
/// The default of `pollMs`.
const DEFAULT_POLL_MS: u32 = 10_000;

impl Wait {
    /// The names of the targets in JavaScript.
    pub const TARGETS: [&'static str; 3] = ["orderId", "requestId", "orderIds"];
    /// The names of the options in JavaScript.
    pub const OPTIONS: [&'static str; 2] = ["until", "pollMs"];

    /// Creates a wait.
    #[must_use]
    pub fn new(target: WaitFor, until: Until, poll_ms: u32) -> Self {
        let is_bulk = matches!(target, WaitFor::Orders(_));
        let (request_id, orders) = match target {
            WaitFor::Order(id) => (None, vec![id]),
            WaitFor::Request(id) => (Some(id), Vec::new()),
            WaitFor::Orders(ids) => (None, ids),
        };
        let orders = orders.into_iter().map(|order_id| OrderProgress { order_id, status: None, proof: None }).collect();
        let result = WaitResult { reached: false, orders, request: None };
        Self { request_id, until, poll_ms, result, is_bulk, read_unix_ms: None, reads_next: true, is_over: false }
    }

    /// Validates the target and the options. `order_ids`: the list `orderIds`, if there is one.
    ///
    /// # Errors
    /// Every issue at once.
    pub fn from_input(target: &Fields, order_ids: Option<Vec<RawValue>>, options: &Fields) -> Result<Self, Issues> {
        let mut issues = Issues::default();
        issues.collect_all(target.reject_unknown(&Self::TARGETS));
        issues.collect_all(options.reject_unknown(&Self::OPTIONS));
        let target = match (target.get("orderId"), target.get("requestId"), order_ids) {
            (RawValue::Missing, RawValue::Missing, Some(ids)) if !ids.is_empty() => {
                let ids: Vec<_> =
                    ids.iter().filter_map(|id| issues.collect(OrderId::from_input("orderIds", id))).collect();
                Some(WaitFor::Orders(ids))
            }
            (RawValue::Missing, id, None) if *id != RawValue::Missing => {
                issues.collect(RequestId::from_input("requestId", id)).map(WaitFor::Request)
            }
            (id, RawValue::Missing, None) if *id != RawValue::Missing => {
                issues.collect(OrderId::from_input("orderId", id)).map(WaitFor::Order)
            }
            _ => {
                let message = "pass exactly one of orderId, requestId and orderIds (a list of 1 to 100000)";
                issues.collect(Err(Issue::new("target", Rule::Required, message)))
            }
        };
        let until = match options.get("until") {
            RawValue::Missing => Some(Until::Revoked),
            RawValue::Text(word) if word == "revoked" => Some(Until::Revoked),
            // The status changes of many orders contain no requests.
            RawValue::Text(word) if word == "approved" && !matches!(target, Some(WaitFor::Orders(_))) => {
                Some(Until::Approved)
            }
            other => {
                let message = format!(
                    "until must be \"approved\" (for orderId and requestId) or \"revoked\", got {}",
                    other.describe()
                );
                issues.collect(Err(Issue::new("until", Rule::UnknownValue, message)))
            }
        };
        let poll_ms = issues.collect(options.integer("pollMs", 50, 86_400_000)).flatten();
        let wait =
            target.zip(until).map(|(target, until)| Self::new(target, until, poll_ms.unwrap_or(DEFAULT_POLL_MS)));
        issues.into_result(wait)
    }

    /// Returns the order or request of the wait, if it has exactly one.
    #[must_use]
    pub fn subject(&self) -> Option<Subject> {
        match (self.request_id, self.result.orders.as_slice()) {
            (Some(request_id), _) => Some(request_id.into()),
            (None, [order]) => Some(order.order_id.into()),
            (None, _) => None,
        }
    }

    fn next_request(&self, now_unix_ms: u64) -> HttpRequest {
        match (self.result.orders.first(), self.request_id) {
            (_, Some(request_id)) if !self.approved() => GetRequest { request_id }.request(),
            (Some(order), _) if !self.is_bulk => GetOrder { order_id: order.order_id }.request(),
            _ => self.changes(now_unix_ms).request(),
        }
    }

    fn changes(&self, now_unix_ms: u64) -> StatusChanges {
        let since = self.read_unix_ms.map(|read| now_unix_ms.saturating_sub(read).saturating_add(OVERLAP_MS) / 1000);
        let seconds = since.and_then(|seconds| u32::try_from(seconds).ok());
        StatusChanges { seconds: seconds.unwrap_or(StatusChanges::MAX_SECONDS) }
    }

    fn approved(&self) -> bool {
        self.result.request.as_ref().is_some_and(|request| request.status == RequestStatus::Approved)
    }

    fn update_from_order(&mut self, order: &Order) {
        let requests = order.requests.as_deref().unwrap_or_default();
        let revocations = requests.iter().filter(|request| request.is_revoke());
        // The newest request counts: an earlier rejected one proves nothing about it.
        let newest = revocations.max_by_key(|request| request.id).map(|request| {
            let approved = request.status.as_deref() == Some("approved");
            if approved { Some(Proof::Approved) } else { request.is_open().then_some(Proof::Accepted) }
        });
        let approval = self.approved().then_some(Proof::Approved);
        let revoked = (order.status == "revoked").then_some(Proof::Revoked);
        let (status, proof) = (Some(order.status.clone()), revoked.or(approval).or(newest.flatten()));
        self.result.orders = vec![OrderProgress { order_id: order.id, status, proof }];
    }

    fn update_from_request(&mut self, request: ApprovalRequest) -> Result<(), Cause> {
        self.is_over = !matches!(
            request.status,
            RequestStatus::Submitted | RequestStatus::Pending | RequestStatus::Approved | RequestStatus::Other(_)
        );
        let approved = request.status == RequestStatus::Approved;
        let proof = approved.then_some(Proof::Approved).or((!self.is_over).then_some(Proof::Accepted));
        if let Some(order_id) = request.order_id {
            self.result.orders = vec![OrderProgress { order_id, status: None, proof }];
        } else if approved && self.until == Until::Revoked {
            return Err(Cause::not_understood());
        } else if approved {
            self.is_over = true;
            self.result.reached = true;
        }
        self.result.request = Some(request);
        Ok(())
    }

    fn finish_if_reached(&mut self) {
        let level = if self.until == Until::Approved { Proof::Approved } else { Proof::Revoked };
        let is_reached = |order: &OrderProgress| order.proof.is_some_and(|proof| proof >= level);
        self.result.reached |= !self.result.orders.is_empty() && self.result.orders.iter().all(is_reached);
        self.is_over |= self.result.reached;
    }

    fn take_result(&mut self) -> WaitResult {
        std::mem::replace(&mut self.result, WaitResult { reached: false, orders: Vec::new(), request: None })
    }
}

impl Procedure for Wait {
    type Output = WaitResult;

    fn action(&self) -> Action {
        Action::Read
    }

    fn next(&mut self, now_unix_ms: u64) -> ProcedureStep<WaitResult> {
        if self.is_over {
            return ProcedureStep::End(Ok(self.take_result()));
        }
        if self.reads_next {
            self.reads_next = false;
            let request = self.next_request(now_unix_ms);
            if self.is_bulk {
                self.read_unix_ms = Some(now_unix_ms);
            }
            return ProcedureStep::Send(request);
        }
        self.reads_next = true;
        ProcedureStep::Pause(self.poll_ms)
    }

    fn handle_response(&mut self, response: &HttpResponse) -> Result<(), Cause> {
        match (self.result.orders.first(), self.request_id) {
            (_, Some(request_id)) if !self.approved() => {
                let request = GetRequest { request_id }.read(response)?;
                self.update_from_request(request)?;
                // After the approval, the order is read at once.
                self.reads_next = self.approved();
            }
            (Some(order), _) if !self.is_bulk => {
                let order = GetOrder { order_id: order.order_id }.read(response)?;
                self.update_from_order(&order);
            }
            _ => {
                for (order_id, status) in (StatusChanges { seconds: 0 }).read(response)? {
                    if let Some(order) = self.result.orders.iter_mut().find(|order| order.order_id == order_id) {
                        order.proof = (status == "revoked").then_some(Proof::Revoked);
                        order.status = Some(status);
                    }
                }
            }
        }
        self.finish_if_reached();
        Ok(())
    }

    fn handle_failure(&mut self, cause: Cause) -> Result<(), Cause> {
        Err(cause)
    }

    fn result_at_deadline(&mut self) -> Option<WaitResult> {
        Some(self.take_result())
    }
}
