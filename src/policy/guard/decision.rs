//! The decision on a proposal: who may approve, reject or withdraw it.

use serde::Serialize;

use super::{
    person::Person,
    quorum::Quorum,
    read::{record, words},
    time::UnixMs,
};
use crate::api::Decision;

/// The status of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the documentation")]
pub enum ProposalStatus {
    Pending,
    Approved,
    Rejected,
    Withdrawn,
    Void,
    Expired,
}

words! {
    ProposalStatus {
        Pending: "pending", Approved: "approved", Rejected: "rejected", Withdrawn: "withdrawn", Void: "void",
        Expired: "expired",
    }
}

/// A proposal, as far as the decision on it depends on it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Proposal {
    /// The status.
    pub status: ProposalStatus,
    /// Who proposed it.
    pub proposer: Person,
    /// The SHA-256 of its binding.
    pub hash: String,
    /// The time limit.
    pub expires_unix_ms: UnixMs,
    /// The approvals that it requires.
    pub quorum: Quorum,
    /// Who approved it so far.
    pub approvals: Vec<Person>,
    /// The hash of the rules when it was proposed.
    pub rules_hash: String,
}

record! {
    Proposal {
        status: "status", proposer: "proposer", hash: "hash", expires_unix_ms: "expiresUnixMs", quorum:
        "quorum", approvals: "approvals", rules_hash: "rulesHash",
    }
}

/// The rules at the time of the decision.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DecisionRules {
    /// The hash of the rules.
    pub rules_hash: String,
    /// The addresses and `sub`s of people that lost their rights.
    pub revoked_ids: Vec<String>,
    /// Whether the proposer lost the right to propose this, for another reason.
    pub proposer_lost_right: bool,
    /// Whether service tokens may decide.
    pub services_decide: bool,
}

record! {
    DecisionRules { rules_hash: "rulesHash" }
    optional {
        revoked_ids: "revokedIds" = Vec::new(), proposer_lost_right: "proposerLostRight" = false,
        services_decide: "servicesDecide" = false,
    }
}

/// The status that a refused proposal gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the documentation")]
pub enum Becomes {
    Void,
    Expired,
}

/// Why a decision is refused, in the order of precedence. From `same-person` on, only an approval is refused, except for
/// `hash-differs`.
///
/// - `decided`: the proposal is not pending
/// - `expired`: the time limit has passed
/// - `not-a-person`: a service token cannot decide
/// - `not-authorized`: the person lost their rights
/// - `same-person`: the proposer cannot approve
/// - `proposer-lost-right`: the proposer may no longer propose it
/// - `rules-changed`: the rules are not those of the proposal
/// - `hash-missing`: the approver did not say what they saw
/// - `hash-differs`: the person saw something else
/// - `already-approved`: by the same person
/// - `not-in-group`: the places that remain are for members of other groups
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the list above documents each variant, for TypeScript too")]
pub enum DecisionRefusal {
    Decided,
    Expired,
    NotAPerson,
    NotAuthorized,
    SamePerson,
    ProposerLostRight,
    RulesChanged,
    HashMissing,
    HashDiffers,
    AlreadyApproved,
    NotInGroup,
}

impl DecisionRefusal {
    fn becomes(self) -> Option<Becomes> {
        match self {
            Self::Expired => Some(Becomes::Expired),
            Self::ProposerLostRight | Self::RulesChanged => Some(Becomes::Void),
            Self::Decided
            | Self::NotAPerson
            | Self::NotAuthorized
            | Self::SamePerson
            | Self::HashMissing
            | Self::HashDiffers
            | Self::AlreadyApproved
            | Self::NotInGroup => None,
        }
    }
}

/// The result of a decision on a proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase", tag = "result")]
pub enum ProposalDecision {
    /// The approval counts, and more are required.
    ApprovedPartially {
        /// The approvals that remain.
        remaining: Quorum,
    },
    /// The proposal has all its approvals.
    Approved,
    /// Another person rejected it.
    Rejected,
    /// The proposer withdrew it.
    Withdrawn,
    /// The decision is refused.
    Refused {
        /// Why.
        reason: DecisionRefusal,
        /// The new status of the proposal. `null` if it stays as it is.
        becomes: Option<Becomes>,
    },
}

/// What the decision on a proposal depends on.
#[derive(Clone, Debug)]
pub struct DecisionCheck {
    /// The proposal.
    pub proposal: Proposal,
    /// The decision.
    pub decision: Decision,
    /// Who decides.
    pub by: Person,
    /// The hash of what the person saw.
    pub seen_hash: Option<String>,
    /// The rules now.
    pub rules: DecisionRules,
    /// The current time.
    pub now_unix_ms: UnixMs,
}

record! {
    DecisionCheck {
        proposal: "proposal", decision: "decision", by: "by", seen_hash: "seenHash", rules: "rules",
        now_unix_ms: "nowUnixMs",
    }
}

impl DecisionCheck {
    /// Returns what the decision does.
    #[must_use]
    pub fn decide(&self) -> ProposalDecision {
        let result = match self.decision {
            Decision::Rejected => self.reject(),
            Decision::Approved => self.approve(),
        };
        result.unwrap_or_else(|reason| ProposalDecision::Refused { reason, becomes: reason.becomes() })
    }

    fn reject(&self) -> Result<ProposalDecision, DecisionRefusal> {
        self.check_open()?;
        let is_own = self.by.is(&self.proposal.proposer);
        // A service token may withdraw what it proposed.
        if !is_own {
            self.check_decider()?;
        }
        if self.seen_hash.as_ref().is_some_and(|seen| *seen != self.proposal.hash) {
            return Err(DecisionRefusal::HashDiffers);
        }
        Ok(if is_own { ProposalDecision::Withdrawn } else { ProposalDecision::Rejected })
    }

    fn approve(&self) -> Result<ProposalDecision, DecisionRefusal> {
        let Self { proposal, by, rules, .. } = self;
        self.check_open()?;
        self.check_decider()?;
        if by.is(&proposal.proposer) {
            return Err(DecisionRefusal::SamePerson);
        }
        if rules.proposer_lost_right || rules.revoked(&proposal.proposer) {
            return Err(DecisionRefusal::ProposerLostRight);
        }
        if rules.rules_hash != proposal.rules_hash {
            return Err(DecisionRefusal::RulesChanged);
        }
        match &self.seen_hash {
            None => return Err(DecisionRefusal::HashMissing),
            Some(seen) if *seen != proposal.hash => return Err(DecisionRefusal::HashDiffers),
            Some(_) => {}
        }
        if proposal.approvals.iter().any(|earlier| earlier.is(by)) {
            return Err(DecisionRefusal::AlreadyApproved);
        }
        self.count()
    }

    fn check_open(&self) -> Result<(), DecisionRefusal> {
        match self.proposal.status {
            ProposalStatus::Pending if self.proposal.expires_unix_ms <= self.now_unix_ms => {
                Err(DecisionRefusal::Expired)
            }
            ProposalStatus::Pending => Ok(()),
            ProposalStatus::Expired => Err(DecisionRefusal::Expired),
            ProposalStatus::Approved | ProposalStatus::Rejected | ProposalStatus::Withdrawn | ProposalStatus::Void => {
                Err(DecisionRefusal::Decided)
            }
        }
    }

    fn check_decider(&self) -> Result<(), DecisionRefusal> {
        if self.by.is_service() && !self.rules.services_decide {
            return Err(DecisionRefusal::NotAPerson);
        }
        if self.rules.revoked(&self.by) { Err(DecisionRefusal::NotAuthorized) } else { Ok(()) }
    }

    /// Counts the approval with the earlier ones of people that still have their rights.
    fn count(&self) -> Result<ProposalDecision, DecisionRefusal> {
        let Self { proposal, by, rules, .. } = self;
        let mut approvers: Vec<&Person> = Vec::new();
        for earlier in proposal.approvals.iter().filter(|earlier| !rules.revoked(earlier)) {
            if !earlier.is(&proposal.proposer) && approvers.iter().all(|other| !other.is(earlier)) {
                approvers.push(earlier);
            }
        }
        let before = proposal.quorum.remaining(&approvers).map_or(0, |quorum| quorum.approvals());
        approvers.push(by);
        match proposal.quorum.remaining(&approvers) {
            None => Ok(ProposalDecision::Approved),
            Some(remaining) if remaining.approvals() < before => Ok(ProposalDecision::ApprovedPartially { remaining }),
            Some(_) => Err(DecisionRefusal::NotInGroup),
        }
    }
}

impl DecisionRules {
    fn revoked(&self, person: &Person) -> bool {
        self.revoked_ids.iter().any(|id| person.has_id(id))
    }
}
