//! CertCentral's protocol as values: one endpoint is one type with `request()` and `parse()`.
//! No I/O, no clock, no randomness, no API key, no WebAssembly types.

mod base_url;
mod cause;
mod classify;
mod comment;
mod comment_field;
mod connect_error;
mod endpoint;
mod error_body;
mod failure;
mod failure_details;
mod http;
mod ids;
mod list;
mod orders;
mod page;
mod problem;
mod requests;
mod response;
mod revoke;
mod serial;
mod settings;
mod subject;
mod timestamp;
#[cfg(test)]
pub(crate) mod types;
mod user;

pub use base_url::{BaseUrl, Region};
pub use cause::Cause;
#[cfg(any(feature = "mass", not(target_arch = "wasm32")))]
pub(crate) use classify::body_of;
#[cfg(any(feature = "mass", not(target_arch = "wasm32")))]
pub(crate) use comment::{without_characters, without_control_characters};
pub use comment_field::CommentField;
pub use connect_error::proves_unsent;
pub use endpoint::Endpoint;
pub use error_body::ApiError;
pub use failure::{Action, Effect, ErrorCode, Failure};
pub use failure_details::FailureDetails;
pub use http::{HttpHeaders, HttpRequest, Method};
pub use ids::{CertificateId, OrderId, RequestId, UserId};
#[cfg(target_arch = "wasm32")]
#[cfg(not(any(feature = "mass", feature = "gateway")))]
pub(crate) use list::Listing;
pub use orders::{
    Certificate, Container, GetOrder, Inclusion, ListCertificates, ListOrders, Order, OrderList, OrderRequest,
    Organization, Product, StatusChanges,
};
pub use page::Page;
pub use problem::Problem;
pub use requests::{
    ApprovalRequest, DecideRequest, Decision, DecisionOutcome, GetRequest, ListRequests, RequestList, RequestStatus,
    Requester,
};
pub use response::HttpResponse;
pub use revoke::{
    BuiltRevoke, ConfirmedBy, Outcome, Proof, RequestedOutcome, RevocationReason, Revoke, RevokeRequest,
    RevokedOutcome, Target, Warning,
};
pub use serial::SerialNumber;
pub use settings::Settings;
pub use subject::{Subject, SubjectKind};
pub use timestamp::Timestamp;
pub(crate) use timestamp::unix_seconds;
pub use user::{GetMe, Me};

pub use crate::input::{Fields, Issue, Issues, RawValue, Rule};
