//! Approval requests: what DigiCert returns about them, the reads, and the decision.

mod approval_request;
mod decide;
mod get;
mod list;
mod requester;
mod status;

pub use approval_request::ApprovalRequest;
pub use decide::{DecideRequest, Decision, DecisionOutcome};
pub use get::GetRequest;
pub use list::{ListRequests, RequestList};
pub use requester::Requester;
pub use status::RequestStatus;
