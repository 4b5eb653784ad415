//! Owners of waiting calls that are served in turn: the owner of a served call moves to the end.

use std::collections::VecDeque;

/// Waiting calls of one owner.
pub(super) trait Queue: Default {
    type Call;
    /// Removes the next call.
    fn take(&mut self) -> Option<Self::Call>;
    fn is_empty(&self) -> bool;
}

impl<T> Queue for VecDeque<T> {
    type Call = T;

    fn take(&mut self) -> Option<T> {
        self.pop_front()
    }

    fn is_empty(&self) -> bool {
        VecDeque::is_empty(self)
    }
}

/// The owners, the next one first. Each has waiting calls. A rotation of rotations is fair on both levels.
#[derive(Clone, Debug)]
pub(super) struct Rotation<Owner, Calls> {
    owners: VecDeque<(Owner, Calls)>,
}

impl<Owner, Calls> Default for Rotation<Owner, Calls> {
    fn default() -> Self {
        Self { owners: VecDeque::new() }
    }
}

impl<Owner: PartialEq, Calls: Queue> Rotation<Owner, Calls> {
    /// Adds a call to the calls of an owner.
    pub(super) fn add(&mut self, owner: Owner, add: impl FnOnce(&mut Calls)) {
        if let Some((_, calls)) = self.owners.iter_mut().find(|(other, _)| *other == owner) {
            return add(calls);
        }
        let mut calls = Calls::default();
        add(&mut calls);
        self.owners.push_back((owner, calls));
    }

    /// Returns the waiting calls of an owner.
    pub(super) fn get(&self, owner: &Owner) -> Option<&Calls> {
        self.owners.iter().find(|(other, _)| other == owner).map(|(_, calls)| calls)
    }

    /// Iterates over the owners, the next one first.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Owner, &Calls)> {
        self.owners.iter().map(|(owner, calls)| (owner, calls))
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Calls> {
        self.owners.iter_mut().map(|(_, calls)| calls)
    }

    /// Removes the calls of an owner.
    pub(super) fn remove(&mut self, owner: &Owner) -> Option<Calls> {
        let nth = self.owners.iter().position(|(other, _)| other == owner)?;
        self.owners.remove(nth).map(|(_, calls)| calls)
    }

    /// Removes the owners without waiting calls.
    pub(super) fn prune(&mut self) {
        self.owners.retain(|(_, calls)| !calls.is_empty());
    }

    /// Removes the next call of the nth owner, and moves this owner to the end.
    pub(super) fn serve(&mut self, nth: usize) -> Option<(Owner, Calls::Call)>
    where
        Owner: Clone,
    {
        let (owner, mut calls) = self.owners.remove(nth)?;
        let call = calls.take()?;
        if !calls.is_empty() {
            self.owners.push_back((owner.clone(), calls));
        }
        Some((owner, call))
    }
}

impl<Owner: PartialEq + Clone, Calls: Queue> Queue for Rotation<Owner, Calls> {
    type Call = Calls::Call;

    fn take(&mut self) -> Option<Calls::Call> {
        self.serve(0).map(|(_, call)| call)
    }

    fn is_empty(&self) -> bool {
        self.owners.is_empty()
    }
}
