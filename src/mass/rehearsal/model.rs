//! A model of CertCentral that responds from a survey: each order has its surveyed status until the rehearsal revokes it.
//! The model refuses what DigiCert is known to refuse. It loses no request.

use std::collections::BTreeMap;

use crate::{
    api::{HttpRequest, HttpResponse, Method, OrderId, StatusChanges, Timestamp},
    json::{self, Json},
    mass::{
        plan::Basis,
        survey::{SurveyFinding, SurveyedOrder},
    },
};

#[derive(Debug)]
struct Order {
    status: String,
    /// The time of its revocation in the rehearsal, in milliseconds since 1970.
    revoked_unix_ms: Option<u64>,
    /// The id of the pending request.
    request: Option<u32>,
}

#[derive(Debug)]
pub(super) struct Model {
    /// Orders that exist in the account.
    orders: BTreeMap<OrderId, Order>,
    requests: u32,
}

impl Model {
    pub(super) fn new(basis: &Basis) -> Self {
        let order = |id: OrderId| {
            let status = match basis.surveyed.of(id) {
                Some(SurveyFinding::NotFound) => return None,
                Some(SurveyFinding::Found(SurveyedOrder { status, .. })) => status.clone(),
                Some(SurveyFinding::Unread) | None => "issued".to_owned(),
            };
            Some((id, Order { status, revoked_unix_ms: None, request: None }))
        };
        Self { orders: basis.items.iter().filter_map(|item| order(item.order_id)).collect(), requests: 0 }
    }

    pub(super) fn answer(&mut self, request: &HttpRequest, unix_ms: u64) -> HttpResponse {
        let path = request.path.trim_start_matches("/order/certificate");
        if let Some(seconds) = path.strip_prefix("/status-changes?seconds=") {
            let seconds = seconds.parse().unwrap_or(StatusChanges::MAX_SECONDS);
            return self.changes(unix_ms.saturating_sub(u64::from(seconds) * 1000));
        }
        let id = path.trim_start_matches('/').split('/').next().and_then(|id| id.parse().ok());
        match (id, request.method) {
            (Some(id), Method::Put) => self.revoke(id, request.body.as_deref().unwrap_or_default(), unix_ms),
            (Some(id), Method::Get) => self.order(id),
            (None, _) => self.page(path),
        }
    }

    fn revoke(&mut self, id: OrderId, body: &str, unix_ms: u64) -> HttpResponse {
        let Some(order) = self.orders.get_mut(&id) else { return not_found() };
        let refused = |code: &str| HttpResponse::new(400, error(code));
        match order.status.as_str() {
            "reissue_pending" => return refused("reissue_pending"),
            "issued" => {}
            _ => return refused("order_not_issued"),
        }
        let body = json::parse(body).unwrap_or(Json::Null);
        if body.field("skip_approval").as_bool() == Some(true) {
            (order.status, order.revoked_unix_ms) = ("revoked".to_owned(), Some(unix_ms));
            return HttpResponse::new(204, "");
        }
        if order.request.is_some() {
            return refused("request_already_exists");
        }
        self.requests += 1;
        order.request = Some(self.requests);
        let date = Timestamp::from_unix_ms(unix_ms);
        let date = date.as_str();
        let made = format!(r#"{{"id":{},"date":"{date}","type":"revoke","status":"pending"}}"#, self.requests);
        HttpResponse::new(201, made)
    }

    fn order(&self, id: OrderId) -> HttpResponse {
        let Some(order) = self.orders.get(&id) else { return not_found() };
        let request = order.request.map(|request| format!(r#"{{"id":{request},"type":"revoke","status":"pending"}}"#));
        let (status, requests) = (&order.status, request.unwrap_or_default());
        HttpResponse::new(200, format!(r#"{{"id":{id},"status":"{status}","requests":[{requests}]}}"#))
    }

    fn changes(&self, since_unix_ms: u64) -> HttpResponse {
        let changed =
            self.orders.iter().filter(|(_, order)| order.revoked_unix_ms.is_some_and(|at| at >= since_unix_ms));
        let rows: Vec<_> = changed.map(|(id, _)| format!(r#"{{"order_id":{id},"status":"revoked"}}"#)).collect();
        HttpResponse::new(200, format!(r#"{{"orders":[{}]}}"#, rows.join(",")))
    }

    fn page(&self, query: &str) -> HttpResponse {
        let whole = |name: &str| {
            let value = query.trim_start_matches('?').split('&').find_map(|pair| pair.strip_prefix(name));
            value.and_then(|value| value.parse::<usize>().ok())
        };
        let (offset, limit) = (whole("offset=").unwrap_or_default(), whole("limit=").unwrap_or(1000));
        let page = self.orders.iter().skip(offset).take(limit);
        let rows: Vec<_> =
            page.map(|(id, Order { status, .. })| format!(r#"{{"id":{id},"status":"{status}"}}"#)).collect();
        let (rows, total) = (rows.join(","), self.orders.len());
        HttpResponse::new(200, format!(r#"{{"orders":[{rows}],"page":{{"total":{total}}}}}"#))
    }
}

fn not_found() -> HttpResponse {
    HttpResponse::new(404, error("not_found|order"))
}

fn error(code: &str) -> String {
    format!(r#"{{"errors":[{{"code":"{code}","message":"as rehearsed"}}]}}"#)
}
