//! Who decides on an approval request of CertCentral.

use super::*;
use certcentral_revoke::{
    api::Decision,
    policy::guard::{Demand, RequestCheck, RequestDecision, RequestRefusal},
};

fn check(submitted_by: Vec<Person>, by: Person) -> RequestCheck {
    RequestCheck {
        decision: Decision::Approved,
        by,
        request_type: Some("revoke".into()),
        submitted_by,
        may_revoke_alone: false,
        demand: Demand::None,
        types: vec!["revoke".into()],
        services_decide: false,
        approves_own: false,
    }
}

fn refused(reason: RequestRefusal) -> RequestDecision {
    RequestDecision::Refused { reason }
}

const BY_TWO: RequestDecision = RequestDecision::Allowed { is_approved: true };
const BY_ONE: RequestDecision = RequestDecision::Allowed { is_approved: false };

#[test]
fn own_request_needs_the_right_to_skip_approval() {
    let own = check(vec![bo(), ada()], Person::address("ADA@example.com"));
    assert_eq!(own.decide(), refused(RequestRefusal::OwnRequest));
    assert_eq!(RequestCheck { may_revoke_alone: true, ..own.clone() }.decide(), BY_ONE);
    assert_eq!(RequestCheck { approves_own: true, ..own.clone() }.decide(), BY_ONE);
    // Neither outweighs two-person approval.
    let demanded =
        RequestCheck { demand: Demand::PersonTotal, may_revoke_alone: true, approves_own: true, ..own.clone() };
    assert_eq!(demanded.decide(), refused(RequestRefusal::OwnRequest));
    assert_eq!(RequestCheck { decision: Decision::Rejected, ..own }.decide(), BY_ONE);
}

#[test]
fn request_of_another_person_is_approved_by_two() {
    let other = check(vec![ada()], bo());
    assert_eq!(other.decide(), BY_TWO);
    assert_eq!(RequestCheck { demand: Demand::Certificates, ..other }.decide(), BY_TWO);
}

#[test]
fn request_of_an_unknown_submitter_counts_for_the_approver() {
    let unknown = check(vec![], bo());
    assert_eq!(unknown.decide(), BY_ONE);
    let demanded = RequestCheck { demand: Demand::NotCounted, ..unknown };
    assert_eq!(demanded.decide(), refused(RequestRefusal::SecondPerson));
    assert_eq!(RequestCheck { decision: Decision::Rejected, ..demanded }.decide(), BY_ONE);
}

#[test]
fn only_allowed_types_are_decided() {
    for decision in [Decision::Approved, Decision::Rejected] {
        let of = |request_type: Option<&str>| RequestCheck {
            request_type: request_type.map(str::to_owned),
            decision,
            ..check(vec![ada()], bo())
        };
        assert_eq!(of(Some("new_request")).decide(), refused(RequestRefusal::TypeNotAllowed));
        assert_eq!(of(None).decide(), refused(RequestRefusal::TypeNotRead));
        let more = RequestCheck { types: vec!["revoke".into(), "reissue".into()], ..of(Some("reissue")) };
        assert!(matches!(more.decide(), RequestDecision::Allowed { .. }));
    }
}

#[test]
fn service_token_decides_only_if_the_setting_allows_it() {
    let by_token = check(vec![ada()], token());
    assert_eq!(by_token.decide(), refused(RequestRefusal::NotAPerson));
    assert_eq!(RequestCheck { services_decide: true, ..by_token }.decide(), BY_TWO);
}
