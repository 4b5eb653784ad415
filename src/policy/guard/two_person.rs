//! The settings of two-person approval.

use std::num::NonZeroU8;

use super::{
    quorum::{GroupApprovals, Quorum},
    read::record,
    time::Minutes,
};
use crate::api::RevocationReason;

/// The settings of two-person approval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TwoPersonPolicy {
    /// The maximum number of certificates that one person revokes within the window, and that all persons revoke of one order.
    pub certificates: u32,
    /// The length of the rolling window. 24 hours by default.
    pub window_minutes: Minutes,
    /// Reasons that always require approval.
    pub always: Vec<RevocationReason>,
    /// The number of approvers besides the proposer.
    pub approvals: NonZeroU8,
    /// The number of approvers of each group.
    pub groups: Vec<GroupApprovals>,
}

record! {
    TwoPersonPolicy { certificates: "certificates" }
    optional {
        window_minutes: "windowMinutes" = day(),
        always: "always" = Vec::new(),
        approvals: "approvals" = one(),
        groups: "groups" = Vec::new(),
    }
    // Settings of the host, which passes the times on.
    ignored { "expiresMinutes", "planMinutes" }
}

impl TwoPersonPolicy {
    /// Creates the settings with the defaults.
    #[must_use]
    pub fn new(certificates: u32) -> Self {
        Self { certificates, window_minutes: day(), always: Vec::new(), approvals: one(), groups: Vec::new() }
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

fn one() -> NonZeroU8 {
    NonZeroU8::MIN
}
