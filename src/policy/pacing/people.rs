//! Numbers for people. Each decision compares the person of a waiting call with the person of every recent call.

use std::collections::BTreeMap;

/// The number of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PersonId(u32);

#[derive(Clone, Debug, Default)]
pub(super) struct People {
    ids: BTreeMap<String, PersonId>,
    last: u32,
}

impl People {
    /// Returns the number of a person.
    pub(super) fn id(&mut self, name: &str) -> PersonId {
        if let Some(id) = self.ids.get(name) {
            return *id;
        }
        self.last = self.last.wrapping_add(1);
        let id = PersonId(self.last);
        self.ids.insert(name.to_owned(), id);
        id
    }

    pub(super) fn find(&self, name: &str) -> Option<PersonId> {
        self.ids.get(name).copied()
    }

    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    /// Forgets the people without a waiting or recent call.
    pub(super) fn retain(&mut self, is_used: impl Fn(PersonId) -> bool) {
        self.ids.retain(|_, id| is_used(*id));
    }
}
