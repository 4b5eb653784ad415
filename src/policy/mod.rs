//! What may happen next, as pure functions of (event, moment): retry, backoff, reconcile, the steps of longer calls.
//! No I/O, no clock, no randomness of its own; whoever drives a [`Call`] brings them. Not here: what stands on the wire
//! (`api`), and how a step is carried out (`js`).
//!
//! ```
//! use certcentral_revoke::{api::{HttpResponse, Outcome, Revoke, Target}, policy::{Call, Change, Event, Moment, Policy, Step}};
//!
//! let revoke = Revoke::new(Target::Order("123456789".parse()?));
//! let policy = Policy::default();
//! let mut call = Call::new(Change::new(revoke, policy.retry), policy);
//! let moment = |ms| Moment { elapsed_ms: ms, unix_ms: 1_760_000_000_000 + ms, paused_until_ms: 0, random: 0.5 };
//!
//! let Step::Send { request, .. } = call.step(Event::Began, &moment(0)) else { unreachable!() };
//! assert_eq!(request.path, "/order/certificate/123456789/revoke");
//! // A 502 says nothing: the next step is to read the order, and not to send again.
//! let Step::Send { request, .. } = call.step(Event::Answered(HttpResponse::new(502, "")), &moment(40)) else { unreachable!() };
//! assert_eq!(request.path, "/order/certificate/123456789");
//! let order = HttpResponse::new(200, r#"{"id":123456789,"status":"revoked"}"#);
//! let Step::Done(outcome) = call.step(Event::Answered(order), &moment(80)) else { unreachable!() };
//! assert!(matches!(outcome, Ok(Outcome::Revoked { .. })));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod attempt;
mod backoff;
mod blast_radius;
mod call;
mod call_info;
mod change;
mod drive;
mod operation;
mod pacing;
mod plan;
mod queue;
mod retry_after;
mod settings;
mod single;
mod step;
mod wait;

pub use attempt::{Attempt, Decision};
pub use blast_radius::{BlastRadius, BlastRadiusOf, BlastRadiusWarning};
pub use call::Call;
pub use call_info::CallInfo;
#[cfg(any(feature = "mass", not(target_arch = "wasm32")))]
pub(crate) use change::MOST_SENDS;
pub use change::{Change, Finding, Reconciled};
pub use drive::{Admission, Driver, Io, Notice, Pending, drive};
pub use operation::Operation;
pub use pacing::{Lane, Limits, Pace, Pacer, PacerState, Share, Turn, Turns, Window};
pub use plan::{Next, Plan};
pub use queue::{CallQueue, Priority, QueueEnd, QueueTurn, QueuedRequest, Ticket};
pub use retry_after::retry_after_ms;
pub use settings::{Policy, Retry};
pub use single::Single;
pub use step::{Event, Moment, Step, WaitReason};
pub use wait::{OrderProgress, Until, Wait, WaitFor, WaitResult};
