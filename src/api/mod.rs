//! CertCentral's protocol as values: one endpoint is one type with `request()` and `parse()`.
//! No I/O, no clock, no randomness, no API key, no WebAssembly types.

mod account;
mod approvals;
mod base_url;
mod certificates;
mod connect_error;
mod endpoint;
mod error;
mod failure;
mod given;
mod http;
mod ids;
mod issue;
mod json;
mod json_reader;
mod order;
mod orders;
mod outcome;
mod page;
mod reason;
mod requests;
mod revoke;
mod serial;
mod settings;
mod status_changes;
mod subject;
mod text;
mod timestamp;
#[cfg(test)]
pub(crate) mod types;

pub use account::{GetMe, Me};
pub use approvals::{ApprovalRequest, DecideRequest, Decision, DecisionOutcome, GetRequest, ListRequests, RequestList};
pub use base_url::{BaseUrl, Region};
pub use certificates::{Certificate, Inclusion, ListCertificates};
pub use connect_error::proves_unsent;
pub use endpoint::Endpoint;
pub use error::ApiError;
pub use failure::{Action, Cause, Effect, ErrorCode, Failure, FailureDetails, Problem};
#[cfg(any(feature = "mass", not(target_arch = "wasm32")))]
pub(crate) use given::shown_name;
#[cfg(target_arch = "wasm32")]
pub(crate) use given::wrong_type;
pub use given::{Fields, Given};
pub use http::{HttpHeaders, HttpRequest, HttpResponse, Method};
pub use ids::{CertificateId, OrderId, RequestId, UserId};
#[cfg(target_arch = "wasm32")]
pub(crate) use issue::listed;
#[cfg(any(feature = "mass", not(target_arch = "wasm32")))]
pub(crate) use issue::nearest;
pub use issue::{Issue, Issues, Rule};
#[cfg(any(feature = "mass", not(target_arch = "wasm32")))]
pub(crate) use json::{Json, json_text};
pub use order::{Container, Order, OrderRequest, Organization, Product};
#[cfg(any(feature = "mass", not(target_arch = "wasm32")))]
pub(crate) use orders::body_of;
pub use orders::{GetOrder, ListOrders, OrderList};
pub use outcome::{ConfirmedBy, Outcome, Proof, RequestedOutcome, RevokedOutcome, Warning};
pub use page::Page;
pub use reason::RevocationReason;
pub use requests::{RequestStatus, Requester, RevokeRequest};
pub use revoke::{BuiltRevoke, Revoke, Target};
pub use serial::SerialNumber;
pub(crate) use settings::one_of;
pub use settings::{CommentField, Settings};
pub use status_changes::StatusChanges;
pub use subject::{Subject, SubjectKind};
pub(crate) use text::decimal;
pub use timestamp::Timestamp;
pub(crate) use timestamp::unix_seconds;
