//! Why a command to a run is rejected.

use crate::{api::OrderId, mass::journal::JournalProblem};

/// Why something cannot be done to a run. Nothing has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The list has this order twice: merge its rows first.
    #[error("order {0} stands in the list twice; merge its rows first")]
    Twice(OrderId),
    /// There are more orders than can be counted.
    #[error("the list is longer than 4294967295 orders; split it")]
    TooMany,
    /// The order is not in the list.
    #[error("order {0} is not in the list of this run")]
    NotInList(OrderId),
    /// The order has an end already.
    #[error("order {0} is settled already; look at its state")]
    Settled(OrderId),
    /// The run is in a state in which this means nothing.
    #[error("the run is not in a state in which this can be done; look at its status")]
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
