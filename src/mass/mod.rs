//! A mass revocation: a list of orders from its input to its report. Sans I/O: events and time in, actions out.
//! Not here: what may be done with one order (`policy::Change`), how fast calls may follow each other
//! (`policy::Pacer`), and carrying anything out.

mod input;
mod item;
mod plan;
mod report;
mod state;
mod survey;

pub use input::{Format, Input, InputLimits, List, Rejected, RowIssue};
pub use item::Item;
pub use plan::{
    ConfirmedPlan, Deadline, Disposition, Figures, NotConfirmed, PaceSettings, Plan, Planned, Shortfall, Terms, Totals,
};
pub use report::{Ccadb, DeadlineCounts, InTime, Report, ReportFacts, SkipCounts, Summary};
pub use state::{Counts, Line, Proven, Skip, State, StateName};
pub use survey::{Finding, Standing, Survey, SurveyProgress, Surveyed};
