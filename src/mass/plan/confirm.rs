//! Confirmation of a plan. Without it a plan is a dry run. Only a plan that meets its deadline and whose number of
//! revocations a person has typed becomes a [`ConfirmedPlan`], and only that can be run.

use super::{dry_run::Plan, shortfall::Shortfall};

/// The reason why a plan was not confirmed. Nothing is sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotConfirmed {
    /// The plan revokes nothing.
    #[error("the plan revokes no order of the list")]
    NothingToSend,
    /// The typed number differs.
    #[error("the number of orders to revoke is {send}, but {typed} was typed: type {send} to revoke them")]
    OtherCount {
        /// The number of orders that the plan revokes.
        send: u32,
        /// The typed number.
        typed: u32,
    },
    /// The plan cannot meet its deadline.
    #[error("{0}")]
    TooLate(Shortfall),
}

/// A confirmed plan. [`Plan::confirm`] is the only way to create one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConfirmedPlan<'a> {
    plan: &'a Plan,
}

impl ConfirmedPlan<'_> {
    /// Returns the plan.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        self.plan
    }
}

impl Plan {
    /// Confirms the plan for a run that starts now. `typed`: the number of orders to revoke, as a person typed it.
    ///
    /// # Errors
    /// If the plan revokes nothing, cannot meet its deadline any more, or revokes another number of orders.
    pub fn confirm(&self, typed: u32, now_unix_ms: u64) -> Result<ConfirmedPlan<'_>, NotConfirmed> {
        let send = self.figures().totals.send;
        if send == 0 {
            return Err(NotConfirmed::NothingToSend);
        }
        match self.shortfall_at(now_unix_ms) {
            Some(shortfall) => Err(NotConfirmed::TooLate(shortfall)),
            None if typed != send => Err(NotConfirmed::OtherCount { send, typed }),
            None => Ok(ConfirmedPlan { plan: self }),
        }
    }
}
