//! Reads one page of orders: `GET /order/certificate`. Source: DigiCert's page "List orders".

use serde::Serialize;

use super::order::Order;
use crate::{
    api::{
        list::{List, Listed, Listing},
        page::{Filter, Page, PageRows},
    },
    json::Json,
};

/// Reads one page of orders.
pub type ListOrders = List<Order>;

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
const FIELDS: [&str; 12] = Page::names(&FILTERS);

impl Listed for Order {
    type Rows = OrderList;
}

impl Listing for Order {
    const PATH: &'static str = "/order/certificate";
    const FIELD: &'static str = "orders";
    const FILTERS: &'static [Filter] = &FILTERS;
    const FIELDS: &'static [&'static str] = &FIELDS;

    fn read(json: &Json) -> Option<Self> {
        Self::read(json)
    }

    fn status(&self) -> &str {
        &self.status
    }

    fn rows(PageRows { items, total, offset, next_offset }: PageRows<Self>) -> OrderList {
        OrderList { orders: items, total, offset, next_offset }
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
