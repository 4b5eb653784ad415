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
    /// An e-mail address or a common name, whole; starting with `%`, any part of it.
    pub search: Option<String>,
    /// Only orders in this status.
    pub status: Option<String>,
    /// Rows to leave out at the start.
    pub offset: Option<u32>,
    /// Rows to return.
    pub limit: Option<u32>,
}

impl ListOrders {
    const FIELDS: [&'static str; 4] = ["search", "status", "offset", "limit"];

    /// Checks what a caller gave.
    ///
    /// # Errors
    /// Every issue at once.
    pub fn from_fields(fields: &Fields) -> Result<Self, Issues> {
        let mut issues = Issues::default();
        issues.gather(fields.only(&Self::FIELDS));
        let list = Self {
            search: issues.take(fields.text("search")).flatten(),
            status: issues.take(fields.text("status")).flatten(),
            offset: issues.take(fields.whole("offset", 0, u32::MAX)).flatten(),
            limit: issues.take(fields.whole("limit", 1, 1000)).flatten(),
        };
        issues.none_or(Some(list))
    }
}

impl Endpoint for ListOrders {
    type Answer = OrderList;

    const ACTION: Action = Action::Read;

    fn request(&self) -> HttpRequest {
        let number = |value: Option<u32>| value.map(|value| value.to_string());
        let pairs = [
            ("filters%5Bsearch%5D", self.search.as_deref().map(encoded)),
            ("filters%5Bstatus%5D", self.status.as_deref().map(encoded)),
            ("offset", number(self.offset)),
            ("limit", number(self.limit)),
        ];
        let mut path = String::from("/order/certificate");
        let mut mark = '?';
        for (name, value) in pairs {
            if let Some(value) = value {
                path.push(mark);
                path.push_str(name);
                path.push('=');
                path.push_str(&value);
                mark = '&';
            }
        }
        HttpRequest::get(path)
    }

    fn read(&self, response: &HttpResponse) -> Result<OrderList, Cause> {
        let body = body_of(response)?;
        let page = body.field("page");
        let rows = body.field("orders").as_list().unwrap_or_default();
        let orders = rows.iter().map(Order::read).collect::<Option<_>>();
        let orders = orders.ok_or_else(|| Cause::unclear(response, Problem::NotUnderstood))?;
        // `page.limit` is not read: DigiCert's own example has 0 there.
        Ok(OrderList { orders, total: page.count("total"), offset: page.count("offset") })
    }
}

/// One page of orders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(optional_fields))]
pub struct OrderList {
    /// The rows.
    pub orders: Vec<Order>,
    /// How many orders there are in all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u32>,
    /// How many rows were left out at the start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u32>,
}

/// Percent-encoding of everything that is not unreserved (RFC 3986, 2.3).
fn encoded(text: &str) -> String {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    text.bytes()
        .map(|byte| if unreserved(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

fn body_of(response: &HttpResponse) -> Result<Json, Cause> {
    match response.status {
        200 => response.json().map_err(|problem| Cause::unclear(response, problem)),
        _ => Err(Cause::of(response)),
    }
}
