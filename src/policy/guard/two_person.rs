//! The settings of two-person approval.

use std::num::NonZeroU8;

use serde::Deserialize;

use super::{
    quorum::{GroupApprovals, Quorum},
    time::Minutes,
};
use crate::api::RevocationReason;

/// The settings of two-person approval.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TwoPersonPolicy {
    /// The maximum number of certificates that one person revokes within the window, and that all persons revoke of one order.
    pub certificates: u32,
    /// The length of the rolling window. 24 hours by default.
    #[serde(default = "day")]
    pub window_minutes: Minutes,
    /// Reasons that always require approval.
    #[serde(default)]
    pub always: Vec<RevocationReason>,
    /// The number of approvers besides the proposer.
    #[serde(default = "one")]
    pub approvals: NonZeroU8,
    /// The number of approvers of each group.
    #[serde(default)]
    pub groups: Vec<GroupApprovals>,
    /// The time limit of a proposal.
    #[serde(default = "hour")]
    pub expires_minutes: Minutes,
    /// How long a plan may be started or proposed.
    #[serde(default = "half_hour")]
    pub plan_minutes: Minutes,
}

impl TwoPersonPolicy {
    /// Creates the settings with the defaults.
    #[must_use]
    pub fn new(certificates: u32) -> Self {
        Self {
            certificates,
            window_minutes: day(),
            always: Vec::new(),
            approvals: one(),
            groups: Vec::new(),
            expires_minutes: hour(),
            plan_minutes: half_hour(),
        }
    }

    /// Returns the approvals that a proposal requires.
    #[must_use]
    pub fn quorum(&self) -> Quorum {
        Quorum::new(self.approvals.get().into(), self.groups.clone())
    }

    /// Returns the approvals that a proposal requires even if two-person approval is off.
    #[must_use]
    pub fn quorum_or_one(policy: Option<&Self>) -> Quorum {
        policy.map_or_else(|| Quorum::new(1, Vec::new()), Self::quorum)
    }
}

fn day() -> Minutes {
    Minutes::new(24 * 60)
}

fn hour() -> Minutes {
    Minutes::new(60)
}

fn half_hour() -> Minutes {
    Minutes::new(30)
}

fn one() -> NonZeroU8 {
    NonZeroU8::MIN
}
