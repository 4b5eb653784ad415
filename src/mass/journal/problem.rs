//! What can be wrong with a journal. A line that cannot be read is an error with its number; no line is skipped.

use super::entry::VERSION;

/// A journal that cannot be read or contradicts itself. Nothing may be sent on its basis.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the journal: {problem}")]
pub struct JournalError {
    /// The number of the line, from 1.
    pub line: u64,
    /// The problem.
    pub problem: JournalProblem,
}

/// A problem with a journal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JournalProblem {
    /// The line is not an entry: it is damaged, or another program wrote it.
    #[error("this is not a journal entry; restore the journal from a copy")]
    Damaged,
    /// The line does not follow the line before it.
    #[error(
        "this line does not follow the line before it: a line was changed, removed, inserted or moved; restore the journal \
         from a copy"
    )]
    BrokenChain,
    /// The list or the options of the journal are not those of its plan.
    #[error(
        "the orders or the options of the journal are not those of the plan with digest {0}; restore the journal from a copy"
    )]
    OtherPlan(String),
    /// The journal has another version of the format.
    #[error(
        "this is format {0}, but this version reads format {VERSION}; continue with the version that started the run"
    )]
    Version(u32),
    /// The journal ends before the complete list and every hold and skip of the plan. Nothing was sent.
    #[error("the journal ends before the end of the plan, so nothing was sent; start the run again")]
    Incomplete,
    /// The first entry is missing, or it is not the first entry.
    #[error("this entry is not allowed here; a journal has one `started` entry, which is the first")]
    UnexpectedEntry,
    /// The list contains an order twice.
    #[error("order {0} is in the list twice")]
    DuplicateOrder(crate::api::OrderId),
    /// The list is longer than the first entry says.
    #[error("the list has more orders than the first entry of the journal says")]
    TooMany,
    /// The order is not in the list.
    #[error("order {0} is not in the list")]
    NotInList(crate::api::OrderId),
    /// The entry contradicts the state of the order.
    #[error("this entry contradicts the state of order {0}: entries are missing, or another program wrote the entry")]
    InvalidTransition(crate::api::OrderId),
    /// The entry contradicts the status of the run.
    #[error("this entry contradicts the status of the run: entries are missing, or another program wrote the entry")]
    InvalidState,
}
