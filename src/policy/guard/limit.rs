//! The revocation limit: how many orders may be revoked in an hour, by one person in an hour, and with one action.

use std::{cmp::Reverse, collections::BinaryHeap};

use serde::Serialize;

use super::{
    person::Person,
    read::{record, words},
    sent_change::SentChange,
    time::{Minutes, UnixMs},
};

const HOUR: Minutes = Minutes::new(60);

/// The maximum numbers of orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RevocationLimit {
    /// In an hour, by all persons.
    pub per_hour: u32,
    /// With one action.
    pub per_action: u32,
    /// In an hour, by one person. `per_hour` by default.
    pub per_person: Option<u32>,
}

record! { RevocationLimit { per_hour: "perHour", per_action: "perAction" } optional { per_person: "perPerson" = None } }

/// How another person agreed to a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Agreed {
    /// They approved it.
    Approved,
    /// They approved that it passes the revocation limit.
    BreakGlass,
}

words! { Agreed { Approved: "approved", BreakGlass: "break-glass" } }

/// A change that is about to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LimitedChange {
    /// Who sends it.
    pub person: Person,
    /// The target, as in [`SentChange`].
    pub subject: String,
    /// The number of orders.
    pub orders: u32,
    /// How another person agreed to it. `None` if no other person did.
    pub agreed: Option<Agreed>,
}

record! { LimitedChange { person: "person", subject: "subject", orders: "orders", agreed: "agreed" } }

/// A limit that a change exceeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the documentation")]
pub enum Limit {
    PerAction,
    PerHour,
    PerPerson,
}

/// Whether a change may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase", tag = "result")]
pub enum LimitVerdict {
    /// It may be sent now.
    Allowed {
        /// Why it passes although it exceeds a limit. `null` if it exceeds none.
        passed: Option<Agreed>,
    },
    /// It may be sent later, if nothing else is sent until then.
    Wait {
        /// The limit that it exceeds.
        limit: Limit,
        /// The earliest time.
        until_unix_ms: UnixMs,
    },
    /// It exceeds the limit by itself.
    Never {
        /// The limit that it exceeds.
        limit: Limit,
    },
}

/// What the verdict depends on.
#[derive(Clone, Debug)]
pub struct LimitCheck {
    /// The limit.
    pub limit: RevocationLimit,
    /// The change.
    pub change: LimitedChange,
    /// What was sent, at least in the last hour.
    pub history: Vec<SentChange>,
    /// The current time.
    pub now_unix_ms: UnixMs,
}

record! { LimitCheck { limit: "limit", change: "change", history: "history", now_unix_ms: "nowUnixMs" } }

impl LimitCheck {
    /// Returns whether the change may be sent. What another person agreed to passes, and still counts.
    #[must_use]
    pub fn verdict(&self) -> LimitVerdict {
        let exceeded = self.exceeded();
        match (self.change.agreed, exceeded) {
            (_, None) => LimitVerdict::Allowed { passed: None },
            (Some(agreed), Some(_)) => LimitVerdict::Allowed { passed: Some(agreed) },
            (None, Some(exceeded)) => exceeded,
        }
    }

    fn exceeded(&self) -> Option<LimitVerdict> {
        let RevocationLimit { per_hour, per_action, per_person } = self.limit;
        let per_person = per_person.unwrap_or(per_hour);
        let limits = [(Limit::PerAction, per_action), (Limit::PerHour, per_hour), (Limit::PerPerson, per_person)];
        if let Some((limit, _)) = limits.into_iter().find(|(_, most)| self.change.orders > *most) {
            return Some(LimitVerdict::Never { limit });
        }
        let own = |sent: &&SentChange| !sent.is_approved && sent.person.is(&self.change.person);
        let waits = [
            (Limit::PerHour, self.free_at(self.counted(), per_hour)),
            (Limit::PerPerson, self.free_at(self.counted().filter(own), per_person)),
        ];
        let latest = waits.into_iter().filter_map(|(limit, until)| until.map(|until| (limit, until)));
        let (limit, until_unix_ms) = latest.max_by_key(|(_, until)| *until)?;
        Some(LimitVerdict::Wait { limit, until_unix_ms })
    }

    /// The changes of the last hour. An order counts once, even if it is requested and approved in that time.
    fn counted(&self) -> impl Iterator<Item = &SentChange> {
        let since = self.now_unix_ms.minus(HOUR);
        self.history.iter().filter(move |sent| sent.sent_unix_ms > since && sent.subject != self.change.subject)
    }

    /// Returns when the change fits below a maximum. `None`: now.
    fn free_at<'a>(&self, counted: impl Iterator<Item = &'a SentChange>, most: u32) -> Option<UnixMs> {
        // A heap is a fraction of the code of a sort. The earliest is at its top.
        let mut counted: BinaryHeap<_> =
            counted.map(|sent| Reverse((sent.sent_unix_ms, sent.counted_orders()))).collect();
        let orders: u64 = counted.iter().map(|Reverse((_, orders))| u64::from(*orders)).sum();
        let mut excess = (orders + u64::from(self.change.orders)).saturating_sub(u64::from(most));
        let mut until = None;
        while excess > 0
            && let Some(Reverse((sent_unix_ms, orders))) = counted.pop()
        {
            excess = excess.saturating_sub(u64::from(orders));
            until = Some(sent_unix_ms.plus(HOUR));
        }
        until
    }
}
