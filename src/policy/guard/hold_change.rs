//! Setting, replacing and lifting a hold. A replacement by another person never weakens a hold, because it would lift it.

use serde::Serialize;

use super::{
    hold::Hold,
    person::Person,
    read::{record, words},
    time::UnixMs,
};
use crate::api::OrderId;

/// The hold that a person wants to set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextHold {
    /// The order.
    pub order_id: OrderId,
    /// Why it is on hold.
    pub reason: String,
    /// When it ends. `None` if it stays until it is lifted.
    pub ends_unix_ms: Option<UnixMs>,
    /// The ticket that it belongs to.
    pub ticket: Option<String>,
}

record! { NextHold { order_id: "orderId", reason: "reason", ends_unix_ms: "endsUnixMs", ticket: "ticket" } }

/// The result of reading the order of a hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the documentation")]
pub enum OrderRead {
    Found,
    NotFound,
    NotRead,
}

words! { OrderRead { Found: "found", NotFound: "not-found", NotRead: "not-read" } }

/// Why a hold cannot be set, in the order of precedence.
///
/// - `reason-missing`: the reason is empty
/// - `ends-in-the-past`: the hold would have ended already
/// - `order-not-found`: the order does not exist
/// - `order-not-read`: the order could not be read, so that it may not exist
/// - `exists`: the order is on hold, and `replace` is not set
/// - `second-person`: the hold of another person would end earlier
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the list above documents each variant, for TypeScript too")]
pub enum SetHoldRefusal {
    ReasonMissing,
    EndsInThePast,
    OrderNotFound,
    OrderNotRead,
    Exists,
    SecondPerson,
}

/// The result of setting a hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case", tag = "result")]
pub enum SetHoldResult {
    /// The hold is set.
    Set {
        /// The hold to store.
        hold: Hold,
        /// The hold that it replaces. `null` if there was none in force.
        replaced: Option<Hold>,
    },
    /// The hold is not set.
    Refused {
        /// Why.
        reason: SetHoldRefusal,
        /// The hold that is in force. `null` if there is none.
        existing: Option<Hold>,
    },
}

/// What setting a hold depends on.
#[derive(Clone, Debug)]
pub struct SetHold {
    /// The stored hold of the order. One that has ended counts as none.
    pub existing: Option<Hold>,
    /// The new hold.
    pub next: NextHold,
    /// Who sets it.
    pub by: Person,
    /// Whether the person saw the existing hold and wants to replace it.
    pub replace: bool,
    /// The result of reading the order.
    pub order: OrderRead,
    /// The current time.
    pub now_unix_ms: UnixMs,
}

record! {
    SetHold {
        existing: "existing", next: "next", by: "by", replace: "replace", order: "order", now_unix_ms:
        "nowUnixMs",
    }
}

impl SetHold {
    /// Returns the hold to store, or why it cannot be set.
    #[must_use]
    pub fn result(&self) -> SetHoldResult {
        let existing = self.existing.as_ref().filter(|hold| hold.is_held(self.now_unix_ms));
        match self.check(existing) {
            Err(reason) => SetHoldResult::Refused { reason, existing: existing.cloned() },
            Ok(owner) => {
                let NextHold { order_id, reason, ends_unix_ms, ticket } = self.next.clone();
                let hold = Hold {
                    order_id,
                    reason,
                    owner: owner.clone(),
                    set_unix_ms: self.now_unix_ms,
                    ends_unix_ms,
                    ticket,
                };
                SetHoldResult::Set { hold, replaced: existing.cloned() }
            }
        }
    }

    /// Returns the owner. A replacement keeps the owner: a new one could lift the hold alone.
    fn check<'a>(&'a self, existing: Option<&'a Hold>) -> Result<&'a Person, SetHoldRefusal> {
        let Self { next, by, replace, order, now_unix_ms, .. } = self;
        if next.reason.trim().is_empty() {
            return Err(SetHoldRefusal::ReasonMissing);
        }
        if next.ends_unix_ms.is_some_and(|ends| ends <= *now_unix_ms) {
            return Err(SetHoldRefusal::EndsInThePast);
        }
        match order {
            OrderRead::Found => {}
            OrderRead::NotFound => return Err(SetHoldRefusal::OrderNotFound),
            OrderRead::NotRead => return Err(SetHoldRefusal::OrderNotRead),
        }
        let Some(existing) = existing else { return Ok(by) };
        if !replace {
            return Err(SetHoldRefusal::Exists);
        }
        let ends_earlier = match (next.ends_unix_ms, existing.ends_unix_ms) {
            (None, _) => false,
            (Some(_), None) => true,
            (Some(next), Some(existing)) => next < existing,
        };
        if ends_earlier && !existing.owner.is(by) {
            return Err(SetHoldRefusal::SecondPerson);
        }
        Ok(&existing.owner)
    }
}

/// What lifting a hold depends on.
#[derive(Clone, Debug)]
pub struct HoldLift {
    /// The stored hold of the order.
    pub hold: Option<Hold>,
    /// Who lifts it.
    pub by: Person,
    /// The current time.
    pub now_unix_ms: UnixMs,
}

record! { HoldLift { hold: "hold", by: "by", now_unix_ms: "nowUnixMs" } }

/// What becomes of a hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum LiftOutcome {
    /// The owner lifts it.
    Lifted,
    /// The order is not on hold.
    NotHeld,
    /// Another person than the owner needs a second person.
    SecondPerson,
}

/// The result of lifting a hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct LiftResult {
    /// What becomes of the hold.
    pub result: LiftOutcome,
}

impl HoldLift {
    /// Returns whether the person may lift the hold alone.
    #[must_use]
    pub fn result(&self) -> LiftResult {
        let result = match self.hold.as_ref().filter(|hold| hold.is_held(self.now_unix_ms)) {
            None => LiftOutcome::NotHeld,
            Some(hold) if hold.owner.is(&self.by) => LiftOutcome::Lifted,
            Some(_) => LiftOutcome::SecondPerson,
        };
        LiftResult { result }
    }
}
