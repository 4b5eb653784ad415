//! Reads the status of the orders of a list with as few calls as possible: before a run to plan it, after it to confirm it.
//!
//! One page of the order list contains a thousand orders. The survey reads single orders once fewer orders than pages are
//! left, and for every order that was on no page, because pages shift while they are read. It does not use the order report
//! (`GET /report/order`, one call for 100,000 rows): its delay is not documented, an interrupted download cannot continue,
//! and one response can be larger than the memory of a worker.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{
    api::{Action, Cause, Endpoint, GetOrder, HttpResponse, ListOrders, Order, OrderId, Page, Problem, body_of},
    policy::{Procedure, ProcedureStep},
};

/// The page size. No client is known to request more rows.
const MAX_ROWS: u32 = 1000;

/// The fields of an order that a run needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SurveyedOrder {
    /// The status in DigiCert's spelling, for example `issued` or `revoked`.
    pub status: String,
    /// Whether it is a TLS/SSL product. `None`: unknown. DigiCert ignores the revocation reason of other products.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_tls: Option<bool>,
    /// Whether the order has duplicates. Only pages of the order list contain this field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub has_duplicates: Option<bool>,
}

/// The survey result of one order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SurveyFinding {
    /// The order was read.
    Found(SurveyedOrder),
    /// The order does not exist in this account.
    NotFound,
    /// The order was on no page, and the read of the single order had no clear response.
    Unread,
}

/// The result of a survey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SurveyResult {
    findings: BTreeMap<OrderId, SurveyFinding>,
    /// The number of responses.
    pub calls: u32,
}

impl SurveyResult {
    /// Returns the result for an order. `None` if the order is not part of the survey.
    #[must_use]
    pub fn of(&self, order_id: OrderId) -> Option<&SurveyFinding> {
        self.findings.get(&order_id)
    }
}

/// The progress of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SurveyProgress {
    /// The number of responses so far.
    pub calls: u32,
    /// The estimated number of further calls.
    pub calls_left: u32,
    /// The number of orders that were found.
    pub orders: u32,
}

/// A position in the order list.
#[derive(Clone, Copy, Debug)]
struct Place {
    offset: u32,
    limit: u32,
    /// The number of pages that are left. 1 until a response contains the total.
    pages_left: u32,
    /// The first order of the previous page.
    head: Option<OrderId>,
}

#[derive(Clone, Copy, Debug)]
enum Pending {
    Page(Place),
    Order(OrderId),
}

/// Reads the status of the orders of a list.
#[derive(Debug)]
pub struct Survey {
    left: BTreeSet<OrderId>,
    findings: BTreeMap<OrderId, SurveyFinding>,
    /// `None` after the end of the list.
    list: Option<Place>,
    pending: Option<Pending>,
    calls: u32,
    /// Whether the last read of a single order had no clear response.
    in_doubt: bool,
}

impl Survey {
    /// Creates a survey of these orders.
    #[must_use]
    pub fn new(order_ids: impl IntoIterator<Item = OrderId>) -> Self {
        Self {
            left: order_ids.into_iter().collect(),
            findings: BTreeMap::new(),
            list: Some(Place { offset: 0, limit: MAX_ROWS, pages_left: 1, head: None }),
            pending: None,
            calls: 0,
            in_doubt: false,
        }
    }

    /// Returns the progress.
    #[must_use]
    pub fn progress(&self) -> SurveyProgress {
        let left = count(self.left.len());
        let calls_left = self.list.map_or(left, |place| place.pages_left.min(left));
        SurveyProgress { calls: self.calls, calls_left, orders: count(self.findings.len()) }
    }

    fn record(&mut self, order_id: OrderId, finding: SurveyFinding) {
        // A later page is more recent.
        if self.left.remove(&order_id) || self.findings.contains_key(&order_id) {
            self.findings.insert(order_id, finding);
        }
    }

    fn read_page(&mut self, place: Place, response: &HttpResponse) -> Result<(), Cause> {
        let (rows, total) = match rows(response) {
            // Rows with many host names are long: request fewer rows.
            Err(Cause::Unclear { problem: Problem::BodyTooLarge, .. }) if place.limit > 1 => {
                let limit = place.limit / 2;
                self.list = Some(Place { limit, pages_left: place.pages_left.saturating_mul(2), ..place });
                return Ok(());
            }
            rows => rows?,
        };
        let head = rows.iter().flatten().map(|order| order.id).next();
        // An empty page, or one that starts like the previous one: the server ignores the offset, and paging would not end.
        let is_new = head.is_some() && head != place.head;
        let next = Page::at(place.offset, place.limit).next_offset(rows.len(), total);
        self.list = next.filter(|_| is_new).map(|offset| {
            // A server can return fewer rows than requested.
            let rows = count(rows.len()).max(1);
            let pages_left = total.map_or(1, |total| total.saturating_sub(offset).div_ceil(rows));
            Place { offset, pages_left, head, ..place }
        });
        // An unreadable row can be an order of the list. That order is then read alone.
        for order in rows.into_iter().flatten() {
            self.record(order.id, SurveyFinding::Found(standing(&order)));
        }
        Ok(())
    }

    fn read_order(&mut self, order_id: OrderId, response: &HttpResponse) -> Result<(), Cause> {
        let finding = match (GetOrder { order_id }).read(response) {
            Ok(order) => SurveyFinding::Found(standing(&order)),
            Err(Cause::Refused { status: 404, errors })
                if errors.iter().any(|error| error.code == "not_found|order") =>
            {
                SurveyFinding::NotFound
            }
            Err(cause) => return Err(cause),
        };
        self.in_doubt = false;
        self.record(order_id, finding);
        Ok(())
    }
}

impl Procedure for Survey {
    type Output = SurveyResult;

    fn action(&self) -> Action {
        Action::Read
    }

    fn next(&mut self, _: u64) -> ProcedureStep<SurveyResult> {
        let Some(first) = self.left.first() else {
            let findings = std::mem::take(&mut self.findings);
            return ProcedureStep::End(Ok(SurveyResult { findings, calls: self.calls }));
        };
        match self.list {
            Some(place) if place.pages_left < count(self.left.len()) => {
                self.pending = Some(Pending::Page(place));
                ProcedureStep::Send(ListOrders::of(Page::at(place.offset, place.limit)).request())
            }
            _ => {
                self.pending = Some(Pending::Order(*first));
                ProcedureStep::Send(GetOrder { order_id: *first }.request())
            }
        }
    }

    fn handle_response(&mut self, response: &HttpResponse) -> Result<(), Cause> {
        match self.pending {
            Some(Pending::Page(place)) => self.read_page(place, response),
            Some(Pending::Order(order_id)) => self.read_order(order_id, response),
            None => Err(Cause::not_understood()),
        }?;
        self.calls += 1;
        Ok(())
    }

    /// One unreadable order does not end the survey. Two in a row do: the cause is not the order.
    fn handle_failure(&mut self, cause: Cause) -> Result<(), Cause> {
        match (self.pending, &cause) {
            (
                Some(Pending::Order(order_id)),
                Cause::Unclear { .. } | Cause::TimedOut { .. } | Cause::DeadlinePassed { .. },
            ) if !self.in_doubt => {
                self.in_doubt = true;
                self.record(order_id, SurveyFinding::Unread);
                Ok(())
            }
            _ => Err(cause),
        }
    }
}

/// Returns the rows of a page, with `None` for an unreadable row, and the total number of rows.
fn rows(response: &HttpResponse) -> Result<(Vec<Option<Order>>, Option<u32>), Cause> {
    let body = body_of(response)?;
    let rows = body.field("orders").as_list().unwrap_or_default();
    Ok((rows.iter().map(Order::read).collect(), body.field("page").count("total")))
}

fn standing(order: &Order) -> SurveyedOrder {
    let is_tls = order.product.as_ref().and_then(|product| product.kind.as_ref().map(|_| product.is_tls));
    SurveyedOrder { status: order.status.clone(), is_tls, has_duplicates: order.has_duplicates }
}

fn count(rows: usize) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX)
}
