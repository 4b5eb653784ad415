//! Why a command to a run is rejected.

use crate::{api::OrderId, mass::journal::JournalProblem};

/// The reason why a command is rejected. Nothing has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The list contains an order twice.
    #[error("order {0} is in the list twice; merge its rows first")]
    Twice(OrderId),
    /// The list is too long.
    #[error("the list is longer than 4294967295 orders; split it")]
    TooMany,
    /// The order is not in the list.
    #[error("order {0} is not in the list of this run")]
    NotInList(OrderId),
    /// The order is settled.
    #[error("order {0} is already settled; check its state")]
    Settled(OrderId),
    /// The status of the run does not allow the command.
    #[error("the status of the run does not allow this; check its status")]
    NotNow,
}

impl From<JournalProblem> for Refusal {
    fn from(problem: JournalProblem) -> Self {
        match problem {
            JournalProblem::Twice(order) => Self::Twice(order),
            JournalProblem::NotInList(order) => Self::NotInList(order),
            JournalProblem::Impossible(order) => Self::Settled(order),
            _ => Self::NotNow,
        }
    }
}
