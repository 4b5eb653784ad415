//! How many approvers a proposal needs, and of which groups. One person fills one place.

use std::num::NonZeroU8;

use serde::Serialize;

use super::{
    person::Person,
    read::{Read, Reader, record},
};
use crate::json::Json;

/// A number of approvers of one group.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct GroupApprovals {
    /// The name of the group.
    pub group: String,
    /// The number of approvers, from 1 to 255.
    #[cfg_attr(test, ts(type = "number"))]
    pub approvals: NonZeroU8,
}

record! { GroupApprovals { group: "group", approvals: "approvals" } }

/// The approvals that are required, or that remain. One person fills one place: a member of two groups counts for one of them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Quorum {
    /// The number of different approvers, including those of the groups.
    approvals: u32,
    /// Of these: the number for each group.
    groups: Vec<GroupApprovals>,
}

impl Read for Quorum {
    fn read(json: &Json<'_>, reader: &mut Reader) -> Self {
        reader.known(json, &["approvals", "groups"]);
        Self::new(reader.required(json, "approvals"), reader.required(json, "groups"))
    }
}

/// A place that a member of the group fills.
struct Place<'a> {
    group: &'a str,
    /// The approver in this place, by position.
    filled_by: Option<usize>,
}

impl Quorum {
    /// Creates a quorum of at least one approver, and at least as many as the groups require together.
    #[must_use]
    pub fn new(approvals: u32, groups: Vec<GroupApprovals>) -> Self {
        let in_groups = groups.iter().map(|group| u32::from(group.approvals.get())).sum();
        Self { approvals: approvals.max(in_groups).max(1), groups }
    }

    /// The number of different approvers.
    #[must_use]
    pub fn approvals(&self) -> u32 {
        self.approvals
    }

    /// Returns what remains after some approvals by different people. `None` if they are enough.
    #[must_use]
    pub fn remaining(&self, approvers: &[&Person]) -> Option<Self> {
        let places = self.places(approvers);
        let filled = Self::count(&places);
        let others = count(approvers.len()).saturating_sub(filled);
        let in_groups = count(places.len());
        let approvals = self.approvals.saturating_sub(filled + others.min(self.approvals.saturating_sub(in_groups)));
        let open = |group: &GroupApprovals| {
            let of_group = |place: &&Place<'_>| place.filled_by.is_none() && place.group == group.group;
            NonZeroU8::new(u8::try_from(places.iter().filter(of_group).count()).unwrap_or(u8::MAX))
        };
        let mut groups: Vec<GroupApprovals> = Vec::new();
        for group in &self.groups {
            if let Some(approvals) = open(group)
                && groups.iter().all(|earlier| earlier.group != group.group)
            {
                groups.push(GroupApprovals { group: group.group.clone(), approvals });
            }
        }
        (approvals > 0).then_some(Self { approvals, groups })
    }

    /// Fills as many places of the groups as possible.
    fn places(&self, approvers: &[&Person]) -> Vec<Place<'_>> {
        let mut places: Vec<_> = self
            .groups
            .iter()
            .flat_map(|GroupApprovals { group, approvals }| {
                (0..approvals.get()).map(|_| Place { group: group.as_str(), filled_by: None })
            })
            .collect();
        for approver in 0..approvers.len() {
            seat(approver, approvers, &mut places, &mut Vec::new());
        }
        places
    }

    fn count(places: &[Place<'_>]) -> u32 {
        count(places.iter().filter(|place| place.filled_by.is_some()).count())
    }
}

/// Finds a place for an approver. The approver who has it moves to another one if possible.
fn seat(approver: usize, approvers: &[&Person], places: &mut [Place<'_>], tried: &mut Vec<usize>) -> bool {
    for at in 0..places.len() {
        let Some(Place { group, filled_by }) = places.get(at) else { continue };
        let may_fill = approvers.get(approver).is_some_and(|person| person.is_in(group));
        if !may_fill || tried.contains(&at) {
            continue;
        }
        tried.push(at);
        let is_free = match *filled_by {
            None => true,
            Some(other) => seat(other, approvers, places, tried),
        };
        if is_free {
            if let Some(place) = places.get_mut(at) {
                place.filled_by = Some(approver);
            }
            return true;
        }
    }
    false
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
