//! Who decides on a proposal, and what the decision does.

use super::*;
use certcentral_revoke::{
    api::Decision,
    policy::guard::{
        Becomes, DecisionCheck, DecisionRefusal, DecisionRules, GroupApprovals, Proposal, ProposalDecision,
        ProposalStatus, Quorum,
    },
};

fn check(decision: Decision, by: Person) -> DecisionCheck {
    DecisionCheck {
        proposal: Proposal {
            status: ProposalStatus::Pending,
            proposer: ada(),
            hash: "h1".into(),
            expires_unix_ms: minutes(60),
            quorum: Quorum::new(1, vec![]),
            approvals: vec![],
            rules_hash: "r1".into(),
        },
        decision,
        by,
        seen_hash: Some("h1".into()),
        rules: DecisionRules { rules_hash: "r1".into(), ..DecisionRules::default() },
        now_unix_ms: now(),
    }
}

/// Decides after a change of the stored state or of the rules.
fn decide(decision: Decision, by: Person, change: impl FnOnce(&mut DecisionCheck)) -> ProposalDecision {
    let mut check = check(decision, by);
    change(&mut check);
    check.decide()
}

fn refused(reason: DecisionRefusal) -> ProposalDecision {
    let becomes = match reason {
        DecisionRefusal::Expired => Some(Becomes::Expired),
        DecisionRefusal::RulesChanged | DecisionRefusal::ProposerLostRight => Some(Becomes::Void),
        _ => None,
    };
    ProposalDecision::Refused { reason, becomes }
}

#[test]
fn second_person_approves_and_rejects() {
    assert_eq!(check(Decision::Approved, bo()).decide(), ProposalDecision::Approved);
    assert_eq!(check(Decision::Rejected, bo()).decide(), ProposalDecision::Rejected);
}

#[test]
fn proposer_withdraws_but_does_not_approve() {
    for own in [ada(), Person::address("ADA@example.com"), bo().with_sub("sub-ada")] {
        assert_eq!(check(Decision::Approved, own.clone()).decide(), refused(DecisionRefusal::SamePerson));
        assert_eq!(check(Decision::Rejected, own).decide(), ProposalDecision::Withdrawn);
    }
    let by_token = decide(Decision::Rejected, token(), |check| check.proposal.proposer = token());
    assert_eq!(by_token, ProposalDecision::Withdrawn);
}

#[test]
fn service_token_decides_only_if_the_setting_allows_it() {
    for (decision, allowed) in
        [(Decision::Approved, ProposalDecision::Approved), (Decision::Rejected, ProposalDecision::Rejected)]
    {
        assert_eq!(check(decision, token()).decide(), refused(DecisionRefusal::NotAPerson));
        assert_eq!(decide(decision, token(), |check| check.rules.services_decide = true), allowed);
    }
}

#[test]
fn proposal_is_decided_once_and_in_time() {
    for status in [ProposalStatus::Approved, ProposalStatus::Rejected, ProposalStatus::Withdrawn, ProposalStatus::Void]
    {
        for decision in [Decision::Approved, Decision::Rejected] {
            let decided = decide(decision, bo(), |check| check.proposal.status = status);
            assert_eq!(decided, refused(DecisionRefusal::Decided), "{status:?}");
        }
    }
    let at = |now_unix_ms| decide(Decision::Approved, bo(), |check| check.now_unix_ms = now_unix_ms);
    assert_eq!(at(minutes(59)), ProposalDecision::Approved);
    assert_eq!(at(minutes(60)), refused(DecisionRefusal::Expired));
}

#[test]
fn approval_names_what_the_approver_saw() {
    let seen = |decision, hash: Option<&str>| decide(decision, bo(), |check| check.seen_hash = hash.map(str::to_owned));
    assert_eq!(seen(Decision::Approved, None), refused(DecisionRefusal::HashMissing));
    assert_eq!(seen(Decision::Approved, Some("h2")), refused(DecisionRefusal::HashDiffers));
    assert_eq!(seen(Decision::Rejected, Some("h2")), refused(DecisionRefusal::HashDiffers));
    assert_eq!(seen(Decision::Rejected, None), ProposalDecision::Rejected);
}

#[test]
fn proposal_is_void_once_its_rules_or_rights_changed() {
    type Change = fn(&mut DecisionCheck);
    let changes: [(Change, DecisionRefusal); 4] = [
        (|check| check.rules.rules_hash = "r2".into(), DecisionRefusal::RulesChanged),
        (|check| check.rules.proposer_lost_right = true, DecisionRefusal::ProposerLostRight),
        (|check| check.rules.revoked_ids = vec!["Ada@example.com".into()], DecisionRefusal::ProposerLostRight),
        (|check| check.rules.revoked_ids = vec!["sub-ada".into()], DecisionRefusal::ProposerLostRight),
    ];
    for (change, reason) in changes {
        assert_eq!(decide(Decision::Approved, bo(), change), refused(reason));
        // It can still be rejected.
        assert_eq!(decide(Decision::Rejected, bo(), change), ProposalDecision::Rejected);
    }
    for decision in [Decision::Approved, Decision::Rejected] {
        let by_revoked = decide(decision, bo(), |check| check.rules.revoked_ids = vec!["bo@example.com".into()]);
        assert_eq!(by_revoked, refused(DecisionRefusal::NotAuthorized));
    }
}

#[test]
fn one_person_approves_once() {
    let two = |approvals: Vec<Person>, by| {
        decide(Decision::Approved, by, |check| {
            check.proposal.quorum = Quorum::new(2, vec![]);
            check.proposal.approvals = approvals;
        })
    };
    assert_eq!(two(vec![], bo()), ProposalDecision::ApprovedPartially { remaining: Quorum::new(1, vec![]) });
    assert_eq!(two(vec![bo()], Person::address("BO@example.com")), refused(DecisionRefusal::AlreadyApproved));
    assert_eq!(two(vec![bo()], cy()), ProposalDecision::Approved);
    // Stored twice, or stored for the proposer: it does not count.
    assert_eq!(two(vec![ada()], cy()), ProposalDecision::ApprovedPartially { remaining: Quorum::new(1, vec![]) });
}

#[test]
fn approval_of_a_person_without_rights_does_not_count() {
    let decided = decide(Decision::Approved, cy(), |check| {
        check.proposal.quorum = Quorum::new(2, vec![]);
        check.proposal.approvals = vec![bo()];
        check.rules.revoked_ids = vec!["bo@example.com".into()];
    });
    assert_eq!(decided, ProposalDecision::ApprovedPartially { remaining: Quorum::new(1, vec![]) });
}

#[test]
fn approver_outside_the_groups_is_refused() {
    let pki = vec![GroupApprovals { group: "pki".into(), approvals: 1.try_into().unwrap() }];
    let by = |by: Person| decide(Decision::Approved, by, |check| check.proposal.quorum = Quorum::new(1, pki.clone()));
    assert_eq!(by(bo()), refused(DecisionRefusal::NotInGroup));
    assert_eq!(by(bo().with_groups(&["audit"])), refused(DecisionRefusal::NotInGroup));
    assert_eq!(by(bo().with_groups(&["audit", "pki"])), ProposalDecision::Approved);
}
