//! The revocation of an order or of one certificate, and its outcome.

mod built;
mod outcome;
mod reason;
mod revocation;
mod revoke_request;
mod target;

pub use built::BuiltRevoke;
pub use outcome::{ConfirmedBy, Outcome, Proof, RequestedOutcome, RevokedOutcome, Warning};
pub use reason::RevocationReason;
pub use revocation::Revoke;
pub use revoke_request::RevokeRequest;
pub use target::Target;
