//! Waiting for a revocation to come about: look, pause, look again. Many orders are looked at in one call.
//! A level of proof is claimed only from what was read.

use serde::Serialize;

use super::procedure::{Procedure, ProcedureStep};
use crate::api::{
    Action, ApprovalRequest, Cause, Endpoint, Fields, GetOrder, GetRequest, HttpRequest, HttpResponse, Issue, Issues,
    Order, OrderId, Proof, RawValue, RequestId, RequestStatus, Rule, StatusChanges, Subject,
};

/// What is waited for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WaitFor {
    /// The revocation of one order.
    Order(OrderId),
    /// The approval of a request, and then the revocation of its order.
    Request(RequestId),
    /// The revocations of many orders, as far as they came about in the last seven days.
    Orders(Vec<OrderId>),
}

/// How far a revocation has to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// A request to revoke is approved.
    Approved,
    /// The order's status is revoked.
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

/// Looks until it is there.
#[derive(Debug)]
pub struct Wait {
    request_id: Option<RequestId>,
    until: Until,
    poll_ms: u32,
    seen: WaitResult,
    many: bool,
    /// When the changes were last read.
    read_unix_ms: Option<u64>,
    looking: bool,
    over: bool,
}

/// How far two looks at the changes overlap: DigiCert's clock is not ours.
const OVERLAP_MS: u64 = 120_000;
/// So often is looked, where nothing else is said.
const DEFAULT_POLL_MS: u32 = 10_000;

impl Wait {
    /// The names of its targets in JavaScript.
    pub const TARGETS: [&'static str; 3] = ["orderId", "requestId", "orderIds"];
    /// The names of its options in JavaScript.
    pub const OPTIONS: [&'static str; 2] = ["until", "pollMs"];

    /// Waits for this.
    #[must_use]
    pub fn new(target: WaitFor, until: Until, poll_ms: u32) -> Self {
        let many = matches!(target, WaitFor::Orders(_));
        let (request_id, orders) = match target {
            WaitFor::Order(id) => (None, vec![id]),
            WaitFor::Request(id) => (Some(id), Vec::new()),
            WaitFor::Orders(ids) => (None, ids),
        };
        let orders = orders.into_iter().map(|order_id| OrderProgress { order_id, status: None, proof: None }).collect();
        let seen = WaitResult { reached: false, orders, request: None };
        Self { request_id, until, poll_ms, seen, many, read_unix_ms: None, looking: true, over: false }
    }

    /// Checks what a caller gave. `order_ids`: the list of `orderIds`, where it was one.
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
                let message = "give exactly one of orderId, requestId and orderIds (a list of 1 to 100000)";
                issues.collect(Err(Issue::new("target", Rule::Required, message)))
            }
        };
        let until = match options.get("until") {
            RawValue::Missing => Some(Until::Revoked),
            RawValue::Text(word) if word == "revoked" => Some(Until::Revoked),
            // One call about many orders tells their status, and nothing about requests.
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

    /// The order or request that is waited for, where it is one.
    #[must_use]
    pub fn subject(&self) -> Option<Subject> {
        match (self.request_id, self.seen.orders.as_slice()) {
            (Some(request_id), _) => Some(request_id.into()),
            (None, [order]) => Some(order.order_id.into()),
            (None, _) => None,
        }
    }

    fn reading(&self, now_unix_ms: u64) -> HttpRequest {
        match (self.seen.orders.first(), self.request_id) {
            (_, Some(request_id)) if !self.approved() => GetRequest { request_id }.request(),
            (Some(order), _) if !self.many => GetOrder { order_id: order.order_id }.request(),
            _ => self.changes(now_unix_ms).request(),
        }
    }

    fn changes(&self, now_unix_ms: u64) -> StatusChanges {
        let since = self.read_unix_ms.map(|read| now_unix_ms.saturating_sub(read).saturating_add(OVERLAP_MS) / 1000);
        let seconds = since.and_then(|seconds| u32::try_from(seconds).ok());
        StatusChanges { seconds: seconds.unwrap_or(StatusChanges::MAX_SECONDS) }
    }

    fn approved(&self) -> bool {
        self.seen.request.as_ref().is_some_and(|request| request.status == RequestStatus::Approved)
    }

    fn saw_order(&mut self, order: &Order) {
        let requests = order.requests.as_deref().unwrap_or_default();
        let asked = requests.iter().filter(|request| request.is_revoke());
        // The newest request counts: one that was rejected before says nothing about it.
        let newest = asked.max_by_key(|request| request.id).map(|request| {
            let approved = request.status.as_deref() == Some("approved");
            if approved { Some(Proof::Approved) } else { request.is_open().then_some(Proof::Accepted) }
        });
        let through = self.approved().then_some(Proof::Approved);
        let revoked = (order.status == "revoked").then_some(Proof::Revoked);
        let (status, proof) = (Some(order.status.clone()), revoked.or(through).or(newest.flatten()));
        self.seen.orders = vec![OrderProgress { order_id: order.id, status, proof }];
    }

    fn saw_request(&mut self, request: ApprovalRequest) -> Result<(), Cause> {
        self.over = !matches!(
            request.status,
            RequestStatus::Submitted | RequestStatus::Pending | RequestStatus::Approved | RequestStatus::Other(_)
        );
        let approved = request.status == RequestStatus::Approved;
        let proof = approved.then_some(Proof::Approved).or((!self.over).then_some(Proof::Accepted));
        if let Some(order_id) = request.order_id {
            self.seen.orders = vec![OrderProgress { order_id, status: None, proof }];
        } else if approved && self.until == Until::Revoked {
            return Err(Cause::not_understood());
        } else if approved {
            self.over = true;
            self.seen.reached = true;
        }
        self.seen.request = Some(request);
        Ok(())
    }

    fn settle(&mut self) {
        let level = if self.until == Until::Approved { Proof::Approved } else { Proof::Revoked };
        let there = |order: &OrderProgress| order.proof.is_some_and(|proof| proof >= level);
        self.seen.reached |= !self.seen.orders.is_empty() && self.seen.orders.iter().all(there);
        self.over |= self.seen.reached;
    }

    fn seen(&mut self) -> WaitResult {
        std::mem::replace(&mut self.seen, WaitResult { reached: false, orders: Vec::new(), request: None })
    }
}

impl Procedure for Wait {
    type Output = WaitResult;

    fn action(&self) -> Action {
        Action::Read
    }

    fn next(&mut self, now_unix_ms: u64) -> ProcedureStep<WaitResult> {
        if self.over {
            return ProcedureStep::End(Ok(self.seen()));
        }
        if self.looking {
            self.looking = false;
            let request = self.reading(now_unix_ms);
            if self.many {
                self.read_unix_ms = Some(now_unix_ms);
            }
            return ProcedureStep::Send(request);
        }
        self.looking = true;
        ProcedureStep::Pause(self.poll_ms)
    }

    fn handle_response(&mut self, response: &HttpResponse) -> Result<(), Cause> {
        match (self.seen.orders.first(), self.request_id) {
            (_, Some(request_id)) if !self.approved() => {
                let request = GetRequest { request_id }.read(response)?;
                self.saw_request(request)?;
                // Approved: look at the order at once.
                self.looking = self.approved();
            }
            (Some(order), _) if !self.many => {
                let order = GetOrder { order_id: order.order_id }.read(response)?;
                self.saw_order(&order);
            }
            _ => {
                for (order_id, status) in (StatusChanges { seconds: 0 }).read(response)? {
                    if let Some(order) = self.seen.orders.iter_mut().find(|order| order.order_id == order_id) {
                        order.proof = (status == "revoked").then_some(Proof::Revoked);
                        order.status = Some(status);
                    }
                }
            }
        }
        self.settle();
        Ok(())
    }

    fn handle_failure(&mut self, cause: Cause) -> Result<(), Cause> {
        Err(cause)
    }

    fn result_at_deadline(&mut self) -> Option<WaitResult> {
        Some(self.seen())
    }
}
