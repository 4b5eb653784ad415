//! Reads one order: `GET /order/certificate/{id}`. Source: DigiCert's page "Order info".

use super::order::Order;
use crate::{
    api::{
        cause::Cause, classify::body_of, endpoint::Endpoint, failure::Action, http::HttpRequest, ids::OrderId,
        problem::Problem, response::HttpResponse,
    },
    input::{Issues, RawValue},
};

/// Reads one order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GetOrder {
    /// The order id.
    pub order_id: OrderId,
}

impl GetOrder {
    /// Validates the id.
    ///
    /// # Errors
    /// One issue, if the input is not an id.
    pub fn from_input(order_id: &RawValue) -> Result<Self, Issues> {
        let mut issues = Issues::default();
        let order_id = issues.collect(OrderId::from_input("orderId", order_id));
        issues.into_result(order_id.map(|order_id| Self { order_id }))
    }
}

impl Endpoint for GetOrder {
    type Output = Order;

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
