//! From a plan to a run. A dry run is what happens by itself: only a plan that can be done in time, and of which somebody
//! has typed how many orders it revokes, is confirmed; only a confirmed one can be run.

use super::{dry_run::Plan, shortfall::Shortfall};

/// Why a plan was not confirmed. Nothing is sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotConfirmed {
    /// There is nothing to do.
    #[error("no order of the list is to be revoked")]
    NothingToSend,
    /// Another number was typed.
    #[error("{send} orders would be revoked, and {typed} was typed: type {send} to revoke them")]
    OtherCount {
        /// How many orders the plan revokes.
        send: u32,
        /// What was typed.
        typed: u32,
    },
    /// It cannot be done in time.
    #[error("{0}")]
    TooLate(Shortfall),
}

/// A plan that somebody confirmed. There is no other way to one than [`Plan::confirm`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConfirmedPlan<'a> {
    plan: &'a Plan,
}

impl ConfirmedPlan<'_> {
    /// The plan.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        self.plan
    }
}

impl Plan {
    /// Confirms it. `typed`: how many orders are revoked, as somebody typed it.
    ///
    /// # Errors
    /// Where there is nothing to do, it cannot be done in time, or the number is another one.
    pub fn confirm(&self, typed: u32) -> Result<ConfirmedPlan<'_>, NotConfirmed> {
        let send = self.figures().totals.send;
        match &self.figures().shortfall {
            _ if send == 0 => Err(NotConfirmed::NothingToSend),
            Some(shortfall) => Err(NotConfirmed::TooLate(shortfall.clone())),
            None if typed != send => Err(NotConfirmed::OtherCount { send, typed }),
            None => Ok(ConfirmedPlan { plan: self }),
        }
    }
}
