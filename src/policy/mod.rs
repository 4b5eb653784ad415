//! The next step of a call, as a pure function of an event and its moment: retry, backoff, reconcile, and calls of several
//! requests. No I/O, no clock and no randomness: the driver of a [`Call`] supplies them. [`guard`] has the approval rules of a
//! gateway.
//!
//! ```
//! use certcentral_revoke::{api::{HttpResponse, Outcome, Revoke, Target}, policy::{Call, Change, Event, Moment, Policy, Step}};
//!
//! let revoke = Revoke::new(Target::Order("123456789".parse()?));
//! let policy = Policy::default();
//! let mut call = Call::new(Change::new(revoke, policy.retry), policy);
//! let moment = |ms| Moment { elapsed_ms: ms, unix_ms: 1_760_000_000_000 + ms, paused_until_ms: 0, random: 0.5 };
//!
//! let Step::Send { request, .. } = call.step(Event::Started, &moment(0)) else { unreachable!() };
//! assert_eq!(request.path, "/order/certificate/123456789/revoke");
//! // A 502 proves nothing: the next step reads the order and does not send again.
//! let Step::Send { request, .. } = call.step(Event::Response(HttpResponse::new(502, "")), &moment(40)) else { unreachable!() };
//! assert_eq!(request.path, "/order/certificate/123456789");
//! let order = HttpResponse::new(200, r#"{"id":123456789,"status":"revoked"}"#);
//! let Step::Done(outcome) = call.step(Event::Response(order), &moment(80)) else { unreachable!() };
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
// Only the module for gateways uses it.
#[cfg(any(feature = "gateway", not(target_arch = "wasm32")))]
pub mod guard;
mod operation;
mod pacing;
mod procedure;
mod queue;
mod reconcile;
mod reconcile_decision;
mod reconcile_revoke;
mod retry_after;
mod settings;
mod single;
mod step;
mod wait;

pub use attempt::{Attempt, AttemptDecision};
pub use blast_radius::{BlastRadius, BlastRadiusQuery, BlastRadiusWarning};
pub use call::Call;
pub use call_info::CallInfo;
pub use change::Change;
#[cfg(any(feature = "mass", not(target_arch = "wasm32")))]
pub(crate) use change::MAX_SENDS;
pub use drive::{Admission, Driver, Io, Notice, Pending, drive};
pub use operation::Operation;
pub use pacing::{
    Lane, LaneSettings, Limits, Pacer, PacerState, Permit, Place, RateEstimate, SentCall, Share, Turn, Turns, Window,
    WindowUse,
};
pub use procedure::{Procedure, ProcedureStep};
pub use queue::{CallQueue, Priority, QueueEnd, QueueTicket, QueueTurn, QueuedRequest};
pub use reconcile::{Reconcile, ReconcileVerdict};
pub use retry_after::retry_after_ms;
pub use settings::{Policy, Retry};
pub use single::Single;
pub use step::{Event, Moment, Step, WaitReason};
pub use wait::{OrderProgress, Until, Wait, WaitFor, WaitResult};
