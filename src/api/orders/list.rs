//! Reads one page of orders: `GET /order/certificate`. Source: DigiCert's page "List orders".

use serde::Serialize;

use super::order::Order;
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

/// Reads one page of orders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListOrders {
    /// The filters, offset and limit.
    pub page: Page,
}

impl ListOrders {
    /// The filters of orders.
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

    /// Validates the fields.
    ///
    /// # Errors
    /// Every issue at once.
    pub fn from_fields(fields: &Fields) -> Result<Self, Issues> {
        Page::from_fields(fields, &Self::FILTERS, &Self::FIELDS).map(|page| Self { page })
    }

    /// The names of the fields in JavaScript.
    pub const FIELDS: [&'static str; 12] = Page::names(&Self::FILTERS);

    /// Returns the list at another offset.
    #[must_use]
    pub fn starting_at(self, offset: Option<u32>) -> Self {
        Self { page: self.page.starting_at(offset) }
    }
}

impl Endpoint for ListOrders {
    type Output = OrderList;

    const ACTION: Action = Action::Read;

    fn request(&self) -> HttpRequest {
        HttpRequest::get(self.page.path("/order/certificate"))
    }

    fn read(&self, response: &HttpResponse) -> Result<OrderList, Cause> {
        let PageRows { items, total, offset, next_offset } =
            self.page.read_rows(response, "orders", Order::read, |order| &order.status)?;
        Ok(OrderList { orders: items, total, offset, next_offset })
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
