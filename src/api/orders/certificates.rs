//! Reads the duplicates or reissues of an order: `GET /order/certificate/{id}/duplicate` and `.../reissue`, including archived
//! ones, because a revocation revokes "all certificates on the order".
//! Sources: DigiCert's pages "List duplicates", "List reissues", "Order info".

use super::certificate::{Certificate, Inclusion};
use crate::{
    api::{
        cause::Cause, classify::body_of, endpoint::Endpoint, failure::Action, http::HttpRequest, ids::OrderId,
        problem::Problem, response::HttpResponse,
    },
    json::Json,
};

/// Reads the duplicates or the reissues of an order, archived ones included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListCertificates {
    /// The order id.
    pub order_id: OrderId,
    /// The list: duplicates or reissues.
    pub kind: Inclusion,
}

impl Endpoint for ListCertificates {
    /// `None`: the response contains no list, so it is not known which certificates there are.
    type Output = Option<Vec<Certificate>>;

    const ACTION: Action = Action::Read;

    fn request(&self) -> HttpRequest {
        let list = if self.kind == Inclusion::Duplicate { "duplicate" } else { "reissue" };
        HttpRequest::get(format!("/order/certificate/{}/{list}?show_archived=true", self.order_id))
    }

    fn read(&self, response: &HttpResponse) -> Result<Self::Output, Cause> {
        let body = body_of(response)?;
        match (&body, body.field("certificates")) {
            (_, Json::List(rows)) => Ok(Some(rows.iter().map(Certificate::read).collect())),
            (Json::Object(_), Json::Null) => Ok(None),
            _ => Err(Cause::unclear(response, Problem::NotUnderstood)),
        }
    }
}
