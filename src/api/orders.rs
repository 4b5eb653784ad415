//! Read orders: one (`GET /order/certificate/{id}`) or a page of them (`GET /order/certificate`).
//! Not here: what an order looks like (`order.rs`).
//! Sources: DigiCert's pages "Order info" and "List orders".

use serde::Serialize;

use super::{
    endpoint::Endpoint,
    failure::{Action, Cause, Problem},
    given::{Fields, Given},
    http::{HttpRequest, HttpResponse},
    ids::OrderId,
    issue::Issues,
    json::Json,
    order::Order,
    page::{Filter, Page},
};

/// Reads one order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GetOrder {
    /// Which order.
    pub order_id: OrderId,
}

impl GetOrder {
    /// Checks what a caller gave.
    ///
    /// # Errors
    /// An issue if it is no id.
    pub fn from_given(order_id: &Given) -> Result<Self, Issues> {
        let mut issues = Issues::default();
        let order_id = issues.take(OrderId::from_given("orderId", order_id));
        issues.none_or(order_id.map(|order_id| Self { order_id }))
    }
}

impl Endpoint for GetOrder {
    type Answer = Order;

    const ACTION: Action = Action::Read;

    fn request(&self) -> HttpRequest {
        HttpRequest::get(format!("/order/certificate/{}", self.order_id))
    }

    fn read(&self, response: &HttpResponse) -> Result<Order, Cause> {
        let unclear = |problem| Cause::unclear(response, problem);
        let order = Order::read(&body_of(response)?).ok_or_else(|| unclear(Problem::NotUnderstood))?;
        if order.id == self.order_id { Ok(order) } else { Err(unclear(Problem::OtherOrder)) }
    }
}

/// Reads one page of orders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListOrders {
    /// Which of them.
    pub page: Page,
}

impl ListOrders {
    /// What orders can be looked for by, and DigiCert's name for it.
    const FILTERS: [Filter; 10] = [
        ("search", "search"),
        ("status", "status"),
        ("commonName", "common_name"),
        ("serialNumber", "serial_number"),
        ("certificateId", "certificate_id"),
        ("productNameId", "product_name_id"),
        ("organizationId", "organization_id"),
        ("containerId", "container_id"),
        ("dateCreated", "date_created"),
        ("validTill", "valid_till"),
    ];

    /// Checks what a caller gave.
    ///
    /// # Errors
    /// Every issue at once.
    pub fn from_fields(fields: &Fields) -> Result<Self, Issues> {
        Page::from_fields(fields, &Self::FILTERS, &Self::FIELDS).map(|page| Self { page })
    }

    /// The names of its fields in JavaScript.
    pub const FIELDS: [&'static str; 12] = Page::names(&Self::FILTERS);

    /// The same rows from another offset on.
    #[must_use]
    pub fn starting_at(self, offset: Option<u32>) -> Self {
        Self { page: self.page.starting_at(offset) }
    }
}

impl Endpoint for ListOrders {
    type Answer = OrderList;

    const ACTION: Action = Action::Read;

    fn request(&self) -> HttpRequest {
        HttpRequest::get(self.page.path("/order/certificate"))
    }

    fn read(&self, response: &HttpResponse) -> Result<OrderList, Cause> {
        let body = body_of(response)?;
        let rows = body.field("orders").as_list().unwrap_or_default();
        let orders = Json::rows(rows, Order::read);
        let orders = orders.ok_or_else(|| Cause::unclear(response, Problem::NotUnderstood))?;
        let total = body.field("page").count("total");
        let next_offset = self.page.next_offset(rows.len(), total);
        let orders = orders.into_iter().filter(|order| self.page.admits(&order.status)).collect();
        Ok(OrderList { orders, total, offset: self.page.offset(), next_offset })
    }
}

/// One page of orders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct OrderList {
    /// The orders on this page.
    pub orders: Vec<Order>,
    /// The total number of orders, if DigiCert returned it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u32>,
    /// The index of the first row, from 0.
    pub offset: u32,
    /// The offset of the next page. `undefined` on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_offset: Option<u32>,
}

pub(crate) fn body_of(response: &HttpResponse) -> Result<Json<'_>, Cause> {
    match response.status {
        200 => response.json().map_err(|problem| Cause::unclear(response, problem)),
        _ => Err(Cause::of(response)),
    }
}
