//! A mass revocation: a list of orders from its input to its report. Sans I/O: events and time in, actions out.
//! Not here: what may be done with one order (`policy::Change`), how fast calls may follow each other
//! (`policy::Pacing`), and carrying anything out.

mod input;
mod item;
mod plan;
mod state;
mod survey;

pub use input::{Format, Input, InputLimits, List, Rejected, RowIssue};
pub use item::Item;
pub use plan::{
    ConfirmedPlan, Deadline, Disposition, Figures, NotConfirmed, PaceSettings, Plan, Planned, Shortfall, Terms, Totals,
};
pub use state::{Line, Skip, State};
pub use survey::{Finding, Standing, Survey, SurveyProgress, Surveyed};
