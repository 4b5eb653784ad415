//! Approvals of several people and groups.

use std::num::NonZeroU8;

use super::*;
use certcentral_revoke::policy::guard::{GroupApprovals, Quorum};
use proptest::prelude::*;

fn group(group: &str, approvals: u8) -> GroupApprovals {
    GroupApprovals { group: group.to_owned(), approvals: NonZeroU8::new(approvals).unwrap() }
}

fn member(nth: usize, groups: &[&str]) -> Person {
    Person::service(&format!("person {nth}")).with_groups(groups)
}

#[test]
fn quorum_has_a_place_for_each_group() {
    assert_eq!(Quorum::new(1, vec![group("pki", 1), group("security", 2)]).approvals(), 3);
    assert_eq!(Quorum::new(0, vec![]).approvals(), 1);
    let quorum = Quorum::new(3, vec![group("pki", 1)]);
    let (pki, other) = (member(1, &["pki"]), member(2, &[]));
    assert_eq!(quorum.remaining(&[&other]), Some(Quorum::new(2, vec![group("pki", 1)])));
    assert_eq!(quorum.remaining(&[&pki]), Some(Quorum::new(2, vec![])));
    assert_eq!(quorum.remaining(&[&pki, &other, &member(3, &["pki"])]), None);
}

#[test]
fn member_of_two_groups_fills_one_place() {
    let quorum = Quorum::new(1, vec![group("pki", 1), group("security", 1)]);
    let both = member(1, &["pki", "security"]);
    assert_eq!(quorum.remaining(&[&both]).unwrap().approvals(), 1);
    // The place that the first one has is free for the second one, because the first one can have the other.
    assert_eq!(quorum.remaining(&[&both, &member(2, &["pki"])]), None);
    assert_eq!(quorum.remaining(&[&both, &member(2, &["security"])]), None);
    assert_eq!(quorum.remaining(&[&both, &member(2, &["audit"])]).unwrap().approvals(), 1);
}

/// Whether the approvers can be given distinct places, by trying every order of them.
fn is_met(quorum: &[&str], people: &[Vec<bool>], names: &[&str]) -> bool {
    let Some((place, rest)) = quorum.split_first() else { return true };
    (0..people.len()).any(|nth| {
        let fits = *place == "any" || names.iter().zip(&people[nth]).any(|(name, is_in)| name == place && *is_in);
        let mut others = people.to_vec();
        others.remove(nth);
        fits && is_met(rest, &others, names)
    })
}

proptest! {
    #[test]
    fn quorum_is_met_exactly_if_distinct_people_fill_its_places(
        sizes in prop::collection::vec(0_u8..3, 3),
        more in 0_u32..3,
        people in prop::collection::vec(prop::collection::vec(any::<bool>(), 3), 0..6),
    ) {
        let names = ["pki", "security", "audit"];
        let groups: Vec<_> = names.iter().zip(&sizes).filter(|(_, size)| **size > 0).map(|(name, size)| group(name, *size)).collect();
        let in_groups: u32 = sizes.iter().map(|size| u32::from(*size)).sum();
        let quorum = Quorum::new(in_groups + more, groups);
        let approvers: Vec<Person> = people.iter().enumerate().map(|(nth, is_in)| {
            let own: Vec<_> = names.iter().zip(is_in).filter(|(_, is_in)| **is_in).map(|(name, _)| *name).collect();
            member(nth, &own)
        }).collect();
        let mut places: Vec<&str> = names.iter().zip(&sizes).flat_map(|(name, size)| vec![*name; usize::from(*size)]).collect();
        places.resize(quorum.approvals() as usize, "any");
        let approvers: Vec<&Person> = approvers.iter().collect();
        prop_assert_eq!(quorum.remaining(&approvers).is_none(), is_met(&places, &people, &names));
    }
}
