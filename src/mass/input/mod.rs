//! Reads a list of orders: CSV, JSON lines or pasted ids.

mod cells;
mod csv;
mod fields;
mod ids;
mod json_lines;
mod limits;
mod reader;
mod records;
mod rows;
mod values;

pub use limits::InputLimits;
pub use reader::{Format, ListInput};
pub use rows::{List, ListSummary, Rejected, RowIssue};
