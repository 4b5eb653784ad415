//! Revoke DigiCert CertCentral orders, truthfully.
//!
//! ```text
//! pkg/client.js ──► js ──► mass ──► policy ──► api        an arrow means "uses"; none runs back
//! ```
//!
//! | room | what lives there |
//! |---|---|
//! | [`api`] | CertCentral's protocol as values: a request out, a response in. No I/O, no clock, no key |
//! | [`policy`] | what may happen next, as pure functions of (event, moment): retry, reconcile, longer calls |
//! | [`mass`] | many orders: input, plan, journal, run, report; events and time in, actions out |
//! | `js` | the WebAssembly boundary: text in, text out. Not there for other targets, but for their tests |
//!
//! A call is a value that says what to send and what an answer means:
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
// Not in the module for single calls: even what nobody calls there changes what the compiler makes of the rest.
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
