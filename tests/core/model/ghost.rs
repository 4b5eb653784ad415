//! What has to hold, written down without the rules: who may have sent what alone, which orders must not be sent, and whether anything
//! may be sent.

use super::{
    account::{MAX_ALONE, ORDERS, WINDOW},
    acts::Human,
};

/// An invariant that was broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Broken {
    TooManyByOnePerson,
    TooManyOfOneOrder,
    SentOnHold,
    SentWhileFrozen,
    ApprovedUnderOldRules,
}

/// Certificates that one person revoked alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Alone {
    human: Human,
    certificates: u8,
    tick: u8,
}

/// A hold as its owner understands it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Promise {
    owner: Human,
    /// `None`: until it is lifted.
    ends: Option<u8>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Ghost {
    alone: Vec<Alone>,
    holds: [Option<Promise>; 2],
    is_frozen: bool,
    /// The people who released it since it was frozen.
    released_by: Vec<Human>,
}

impl Ghost {
    /// Certificates are sent. `approver`: who approved it.
    pub(crate) fn send(
        &mut self,
        human: Human,
        approver: Option<Human>,
        certificates: u8,
        tick: u8,
        strict: bool,
    ) -> Option<Broken> {
        if self.is_frozen {
            return Some(Broken::SentWhileFrozen);
        }
        let is_held = |order: usize| self.holds[order].is_some_and(|hold| hold.ends.is_none_or(|ends| tick < ends));
        if (0..2).any(|order| ORDERS[order] & certificates != 0 && is_held(order)) {
            return Some(Broken::SentOnHold);
        }
        if approver.is_some_and(|approver| approver != human) {
            return None;
        }
        self.alone.push(Alone { human, certificates, tick });
        let union = |of: &dyn Fn(&Alone) -> bool| {
            self.alone.iter().filter(|alone| of(alone)).fold(0, |all, alone| all | alone.certificates)
        };
        let maximum = MAX_ALONE - u32::from(strict);
        if union(&|alone| alone.human == human).count_ones() > maximum {
            return Some(Broken::TooManyByOnePerson);
        }
        let all = union(&|_| true);
        let exceeds = |order: u8| order & certificates != 0 && (order & all).count_ones() > maximum;
        ORDERS.into_iter().any(exceeds).then_some(Broken::TooManyOfOneOrder)
    }

    pub(crate) fn hold(&mut self, order: usize, human: Human, ends: Option<u8>, tick: u8) {
        let current = self.holds[order].filter(|hold| hold.ends.is_none_or(|now| tick < now));
        self.holds[order] = Some(match current {
            // A replacement by another person extends the promise, and never shortens it.
            Some(Promise { owner, ends: before }) if owner != human => {
                Promise { owner, ends: before.zip(ends).map(|(before, ends)| before.max(ends)) }
            }
            Some(_) | None => Promise { owner: human, ends },
        });
    }

    /// A hold is lifted by these people.
    pub(crate) fn lift(&mut self, order: usize, by: &[Human]) {
        if let Some(Promise { owner, .. }) = self.holds[order]
            && (by.contains(&owner) || by.iter().any(|human| *human != by[0]))
        {
            self.holds[order] = None;
        }
    }

    pub(crate) fn freeze(&mut self) {
        self.is_frozen = true;
        self.released_by.clear();
    }

    pub(crate) fn release(&mut self, human: Human) {
        if self.is_frozen && !self.released_by.contains(&human) {
            self.released_by.push(human);
            if self.released_by.len() == 2 {
                self.is_frozen = false;
                self.released_by.clear();
            }
        }
    }

    /// Time passes. What is older than the window no longer counts.
    pub(crate) fn tick(&mut self, tick: u8) {
        self.alone.retain(|alone| alone.tick + WINDOW > tick);
        self.alone.sort_unstable();
    }
}
