//! Why a command to a run is rejected.

use crate::{api::OrderId, mass::journal::JournalProblem};

/// The reason why a command is rejected. Nothing has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommandError {
    /// The list contains an order twice.
    #[error("order {0} is in the list twice; merge its rows first")]
    DuplicateOrder(OrderId),
    /// The list is too long.
    #[error("the list is longer than 4294967295 orders; split it")]
    TooMany,
    /// The order is not in the list.
    #[error("order {0} is not in the list of this run")]
    NotInList(OrderId),
    /// The order is settled.
    #[error("order {0} is already settled; check its state")]
    AlreadySettled(OrderId),
    /// The status of the run does not allow the command.
    #[error("the status of the run does not allow this; check its status")]
    InvalidState,
}

impl From<JournalProblem> for CommandError {
    fn from(problem: JournalProblem) -> Self {
        match problem {
            JournalProblem::DuplicateOrder(order) => Self::DuplicateOrder(order),
            JournalProblem::NotInList(order) => Self::NotInList(order),
            JournalProblem::InvalidTransition(order) => Self::AlreadySettled(order),
            _ => Self::InvalidState,
        }
    }
}
