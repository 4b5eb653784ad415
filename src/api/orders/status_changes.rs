//! Reads the orders whose status changed recently: `GET /order/certificate/status-changes`. One request covers many orders.
//! Source: DigiCert's page "Order status changes".

use crate::{
    api::{
        cause::Cause, classify::body_of, endpoint::Endpoint, failure::Action, http::HttpRequest, ids::OrderId,
        problem::Problem, response::HttpResponse,
    },
    json::Json,
};

/// Reads the orders whose status changed in the last `seconds`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusChanges {
    /// The length of the period, at most [`StatusChanges::MAX_SECONDS`].
    pub seconds: u32,
}

impl StatusChanges {
    /// Seven days. DigiCert refuses a longer period with `time_frame_too_long`.
    pub const MAX_SECONDS: u32 = 604_800;
}

impl Endpoint for StatusChanges {
    /// Each order id with its status.
    type Output = Vec<(OrderId, String)>;

    const ACTION: Action = Action::Read;

    fn request(&self) -> HttpRequest {
        HttpRequest::get(format!("/order/certificate/status-changes?seconds={}", self.seconds.min(Self::MAX_SECONDS)))
    }

    fn read(&self, response: &HttpResponse) -> Result<Self::Output, Cause> {
        let body = body_of(response)?;
        let row = |row: &Json| Some((OrderId::from_json(row.field("order_id"))?, row.text("status")?));
        let rows = match (&body, body.field("orders")) {
            (_, Json::List(rows)) => Json::rows(rows, row),
            // Nothing changed: an older page shows an object without the list.
            (Json::Object(_), Json::Null) => Some(Vec::new()),
            _ => None,
        };
        rows.ok_or_else(|| Cause::unclear(response, Problem::NotUnderstood))
    }
}
