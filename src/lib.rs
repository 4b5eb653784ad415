//! Revokes DigiCert CertCentral orders, and reports the real outcome.
//!
//! ```text
//! pkg/client.js ──► js ──► mass ──► policy ──► api        an arrow means "uses"; there are no cycles
//! ```
//!
//! | module | content |
//! |---|---|
//! | [`api`] | CertCentral's protocol as values: requests and responses. No I/O, no clock, no API key |
//! | [`policy`] | the next step of a call, as a pure function of an event and its moment: retry, reconcile, calls of several requests; and the approval rules of a gateway |
//! | [`mass`] | bulk revocation: list, plan, journal, run, report, as a state machine without I/O |
//! | `js` | the WebAssembly boundary. It exists for `wasm32` only |
//!
//! An endpoint is a value that builds a request and interprets its response:
//!
//! ```
//! use certcentral_revoke::api::{Endpoint, HttpResponse, Outcome, RevocationReason, Revoke, Target};
//!
//! let call = Revoke {
//!     revocation_reason: Some(RevocationReason::KeyCompromise),
//!     skip_approval: Some(true),
//!     ..Revoke::new(Target::Order("123456789".parse()?))
//! };
//! let request = call.request();
//! assert_eq!(request.path, "/order/certificate/123456789/revoke");
//! assert_eq!(request.body.as_deref(), Some(r#"{"revocation_reason":"keyCompromise","skip_approval":true}"#));
//!
//! // ... send it with any HTTP client, then:
//! let outcome = call.parse(&HttpResponse::new(204, b""))?;
//! assert!(matches!(outcome, Outcome::Revoked { .. }));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![forbid(unsafe_code)]

pub mod api;
mod ascii;
mod input;
mod json;
// Left out of the module for single calls: unused code still changes how the compiler optimizes the rest.
#[cfg(any(feature = "mass", not(target_arch = "wasm32")))]
pub mod mass;
pub mod policy;
#[cfg(test)]
mod typescript;

#[cfg(target_arch = "wasm32")]
mod js;

/// Smaller than the standard one by three kilobytes on the wire; `tests/package/boundary.test.js` holds it to its bounds.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
