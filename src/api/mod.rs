//! CertCentral's protocol as values: one endpoint is one type with `request()` and `parse()`.
//! No I/O, no clock, no randomness, no API key, no WebAssembly types.

mod base_url;
mod endpoint;
mod error;
mod failure;
mod given;
mod http;
mod ids;
mod issue;
mod json;
mod order;
mod orders;
mod reason;
mod requests;
mod revoke;
mod settings;
mod timestamp;
#[cfg(test)]
mod types;

pub use base_url::{BaseUrl, Region};
pub use endpoint::Endpoint;
pub use error::ApiError;
pub use failure::{Action, Cause, Effect, ErrorCode, Failure, FailureDetails, Problem};
pub use given::{Fields, Given};
pub use http::{HttpHeaders, HttpRequest, HttpResponse, Method};
pub use ids::{CertificateId, OrderId, RequestId, UserId};
pub use issue::{Issue, Issues, Rule};
pub use order::{Container, Order, OrderCertificate, OrderRequest, Organization, Product};
pub use orders::{GetOrder, ListOrders, OrderList};
pub use reason::RevocationReason;
pub use requests::{RequestStatus, Requester, RevokeRequest};
pub use revoke::{BuiltRevoke, Outcome, RevokeOrder, Warning};
pub use settings::{CommentField, Settings};
pub use timestamp::Timestamp;
#[cfg(target_arch = "wasm32")]
pub(crate) use {given::wrong_type, json::json_text};
