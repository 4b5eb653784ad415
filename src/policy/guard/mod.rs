//! The approval rules of a gateway: who needs a second person, who may decide, and what may not be sent. Pure functions of stored
//! state and a time. The host stores the state, and asks before it acts.
//!
//! | file | subject |
//! |---|---|
//! | `person.rs` | identities: when two of them are the same person |
//! | `read.rs` | the input of the rules, from JSON |
//! | `time.rs` | times and durations that JavaScript holds exactly |
//! | `two_person.rs` | the settings of two-person approval |
//! | `sent_change.rs` | what was sent, for the totals of the other rules |
//! | `demand.rs` | whether a change needs a second person |
//! | `quorum.rs` | how many approvers, and of which groups |
//! | `decision.rs` | the decision on a proposal |
//! | `request_decision.rs` | the decision on an approval request of `CertCentral` |
//! | `limit.rs` | the revocation limit |
//! | `hold.rs`, `hold_check.rs`, `hold_change.rs` | holds: the mark, what it covers, and its changes |
//! | `binding.rs` | what an approval agrees to, as canonical JSON |
//! | `plan.rs` | the age of a plan, and its recount |
//! | `freeze.rs` | the stop button |
//!
//! A proposal:
//!
//! ```text
//!            approval, quorum not met
//!                 ┌────┐
//!                 ▼    │
//! proposed ──► pending ┴──► approved      another person, or as many as the quorum requires
//!                 ├───────► rejected      another person
//!                 ├───────► withdrawn     the proposer
//!                 ├───────► expired       the time limit has passed
//!                 └───────► void          the rules, the rights of the proposer, or the certificates changed
//! ```
//!
//! A freeze:
//!
//! ```text
//! running ──freeze──► frozen ──release by A──► half released ──release by B──► running
//!                       ▲                           │
//!                       └── freeze, or time passed ─┘
//! ```
//!
//! ```
//! use certcentral_revoke::policy::guard::{ApprovalCheck, ChangeKind, Demand, Person, ProposedChange, TwoPersonPolicy, UnixMs};
//!
//! let check = ApprovalCheck {
//!     policy: Some(TwoPersonPolicy::new(25)),
//!     change: ProposedChange { certificates: Some(26), ..ProposedChange::new(Person::address("ada@example.com"), ChangeKind::Job, "job 7") },
//!     history: Vec::new(),
//!     now_unix_ms: UnixMs::new(1_760_000_000_000),
//! };
//! assert_eq!(check.demand().demand, Demand::Certificates);
//! ```

mod binding;
mod decision;
mod demand;
mod freeze;
mod hold;
mod hold_change;
mod hold_check;
mod limit;
mod person;
mod plan;
mod quorum;
mod read;
mod request_decision;
mod sent_change;
mod time;
mod two_person;
#[cfg(test)]
mod types;

pub use binding::{Binding, BoundJob, ByReason, CommentsDigest, Exclusion, ProposalKind};
pub use decision::{
    Becomes, DecisionCheck, DecisionRefusal, DecisionRules, Proposal, ProposalDecision, ProposalStatus,
};
pub use demand::{AffectedOrder, ApprovalCheck, ApprovalDemand, ChangeKind, Demand, ProposedChange, Totals};
pub use freeze::{Freeze, FreezeOutcome, FreezeResult, Freezing, Release, ReleaseOutcome, ReleaseResult, Releasing};
pub use hold::{Hold, HoldState};
pub use hold_change::{HoldLift, LiftOutcome, LiftResult, NextHold, OrderRead, SetHold, SetHoldRefusal, SetHoldResult};
pub use hold_check::{CertificateRow, HoldCheck, HoldCoverage, HoldTarget, HoldVerdict, UnknownCoverage};
pub use limit::{Agreed, Limit, LimitCheck, LimitVerdict, LimitedChange, RevocationLimit};
pub use person::{AddressOptions, InvalidPerson, Person, PersonKind, normalize_address};
pub use plan::{Age, CertificateFigures, FiguresChange, PlanAge, PlanAgeCheck, Recount};
pub use quorum::{GroupApprovals, Quorum};
#[cfg(target_arch = "wasm32")]
pub(crate) use read::{Read, Reader, read};
pub use request_decision::{RequestCheck, RequestDecision, RequestRefusal};
pub use sent_change::SentChange;
pub use time::{Minutes, UnixMs};
pub use two_person::TwoPersonPolicy;

use crate::api::Issues;

/// Reads the input of a rule from JSON.
macro_rules! inputs {
    ($($input:ty),* $(,)?) => {$(
        impl $input {
            /// Reads the input from JSON, in the form that the JavaScript functions take.
            ///
            /// # Errors
            /// Every issue, with the path of the value.
            pub fn from_json(text: &str) -> Result<Self, Issues> {
                self::read::from_json(text)
            }
        }
    )*};
}

inputs! {
    ApprovalCheck, Binding, DecisionCheck, Freezing, HoldCheck, HoldLift, HoldState, LimitCheck, PlanAgeCheck, Recount,
    Releasing, RequestCheck, SetHold,
}
