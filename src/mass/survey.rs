//! What CertCentral knows of the orders of a list, read with as few calls as possible: before a run, to plan it, and after
//! it, to confirm it. Not here: what follows from it (`plan.rs`).
//!
//! Pages of the order list tell of a thousand orders with one call. Where fewer orders than pages are left, each is read
//! alone; so is every order that stood on no page, because pages move while they are read. The order report (`GET
//! /report/order`, one call for 100,000 rows) is not used: nobody tells whether it lags behind, it cannot be continued
//! where it is cut, and one answer would be larger than a worker may hold.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{
    api::{Action, Cause, Endpoint, GetOrder, HttpResponse, ListOrders, Order, OrderId, Page, Problem, body_of},
    policy::{Next, Plan},
};

/// So many rows are asked for at once: the most that clients are known to ask for.
const MOST_ROWS: u32 = 1000;

/// What DigiCert says of an order, as far as a run needs it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Standing {
    /// `issued`, `revoked` and others, as DigiCert writes it.
    pub status: String,
    /// Whether it is a TLS/SSL product, where DigiCert says what it is: only for these is the reason used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_tls: Option<bool>,
    /// Whether there are duplicates; only pages of the list say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub has_duplicates: Option<bool>,
}

/// What is known of one order of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Finding {
    /// It was read.
    Found(Standing),
    /// DigiCert knows no such order, or not in this account.
    NotFound,
    /// It stood on no page, and reading it alone had no clear answer.
    Unread,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Surveyed {
    findings: BTreeMap<OrderId, Finding>,
    /// How many answers that took.
    pub calls: u32,
}

impl Surveyed {
    /// What is known of an order; nothing only where it was not asked for.
    #[must_use]
    pub fn of(&self, order_id: OrderId) -> Option<&Finding> {
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

/// Where the list is read.
#[derive(Clone, Copy, Debug)]
struct Place {
    offset: u32,
    limit: u32,
    /// How many pages are left; one, until DigiCert says how many orders there are.
    pages_left: u32,
    /// The first order of the page before.
    head: Option<OrderId>,
}

#[derive(Clone, Copy, Debug)]
enum Asked {
    Page(Place),
    Alone(OrderId),
}

/// Reads what CertCentral knows of the orders of a list.
#[derive(Debug)]
pub struct Survey {
    left: BTreeSet<OrderId>,
    findings: BTreeMap<OrderId, Finding>,
    /// Nothing once the list has been read to its end.
    list: Option<Place>,
    asked: Option<Asked>,
    calls: u32,
    /// Whether the last order that was read alone had no clear answer.
    in_doubt: bool,
}

impl Survey {
    /// A survey of these orders.
    #[must_use]
    pub fn new(order_ids: impl IntoIterator<Item = OrderId>) -> Self {
        Self {
            left: order_ids.into_iter().collect(),
            findings: BTreeMap::new(),
            list: Some(Place { offset: 0, limit: MOST_ROWS, pages_left: 1, head: None }),
            asked: None,
            calls: 0,
            in_doubt: false,
        }
    }

    /// How far it is.
    #[must_use]
    pub fn progress(&self) -> SurveyProgress {
        let left = count(self.left.len());
        let calls_left = self.list.map_or(left, |place| place.pages_left.min(left));
        SurveyProgress { calls: self.calls, calls_left, orders: count(self.findings.len()) }
    }

    fn note(&mut self, order_id: OrderId, finding: Finding) {
        // A later page is the later truth.
        if self.left.remove(&order_id) || self.findings.contains_key(&order_id) {
            self.findings.insert(order_id, finding);
        }
    }

    fn take_page(&mut self, place: Place, response: &HttpResponse) -> Result<(), Cause> {
        let (rows, total) = match rows(response) {
            // Rows with many names each: fewer of them fit.
            Err(Cause::Unclear { problem: Problem::BodyTooLarge, .. }) if place.limit > 1 => {
                let limit = place.limit / 2;
                self.list = Some(Place { limit, pages_left: place.pages_left.saturating_mul(2), ..place });
                return Ok(());
            }
            rows => rows?,
        };
        let head = rows.iter().flatten().map(|order| order.id).next();
        // A page that begins like the one before, or with nothing: the offset was not understood, and there would be no end.
        let is_new = head.is_some() && head != place.head;
        let next = Page::at(place.offset, place.limit).next_offset(rows.len(), total);
        self.list = next.filter(|_| is_new).map(|offset| {
            // A server may give fewer rows than were asked for.
            let rows = count(rows.len()).max(1);
            let pages_left = total.map_or(1, |total| total.saturating_sub(offset).div_ceil(rows));
            Place { offset, pages_left, head, ..place }
        });
        // A row that cannot be read may be a wanted order: then it is read alone.
        for order in rows.into_iter().flatten() {
            self.note(order.id, Finding::Found(standing(&order)));
        }
        Ok(())
    }

    fn take_alone(&mut self, order_id: OrderId, response: &HttpResponse) -> Result<(), Cause> {
        let finding = match (GetOrder { order_id }).read(response) {
            Ok(order) => Finding::Found(standing(&order)),
            Err(Cause::Refused { status: 404, errors })
                if errors.iter().any(|error| error.code == "not_found|order") =>
            {
                Finding::NotFound
            }
            Err(cause) => return Err(cause),
        };
        self.in_doubt = false;
        self.note(order_id, finding);
        Ok(())
    }
}

impl Plan for Survey {
    type Answer = Surveyed;

    fn action(&self) -> Action {
        Action::Read
    }

    fn next(&mut self, _: u64) -> Next<Surveyed> {
        let Some(first) = self.left.first() else {
            let findings = std::mem::take(&mut self.findings);
            return Next::End(Ok(Surveyed { findings, calls: self.calls }));
        };
        match self.list {
            Some(place) if place.pages_left < count(self.left.len()) => {
                self.asked = Some(Asked::Page(place));
                Next::Ask(ListOrders { page: Page::at(place.offset, place.limit) }.request())
            }
            _ => {
                self.asked = Some(Asked::Alone(*first));
                Next::Ask(GetOrder { order_id: *first }.request())
            }
        }
    }

    fn take(&mut self, response: &HttpResponse) -> Result<(), Cause> {
        match self.asked {
            Some(Asked::Page(place)) => self.take_page(place, response),
            Some(Asked::Alone(order_id)) => self.take_alone(order_id, response),
            None => Err(Cause::not_understood()),
        }?;
        self.calls += 1;
        Ok(())
    }

    /// One order that cannot be read does not hide the others. Two in a row are no matter of an order.
    fn failed(&mut self, cause: Cause) -> Result<(), Cause> {
        match (self.asked, &cause) {
            (
                Some(Asked::Alone(order_id)),
                Cause::Unclear { .. } | Cause::TimedOut { .. } | Cause::DeadlinePassed { .. },
            ) if !self.in_doubt => {
                self.in_doubt = true;
                self.note(order_id, Finding::Unread);
                Ok(())
            }
            _ => Err(cause),
        }
    }
}

/// The rows of a page, with nothing in the place of one that cannot be read, and how many there are in all.
fn rows(response: &HttpResponse) -> Result<(Vec<Option<Order>>, Option<u32>), Cause> {
    let body = body_of(response)?;
    let rows = body.field("orders").as_list().unwrap_or_default();
    Ok((rows.iter().map(Order::read).collect(), body.field("page").count("total")))
}

fn standing(order: &Order) -> Standing {
    let is_tls = order.product.as_ref().and_then(|product| product.kind.as_ref().map(|_| product.is_tls));
    Standing { status: order.status.clone(), is_tls, has_duplicates: order.has_duplicates }
}

fn count(rows: usize) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX)
}
