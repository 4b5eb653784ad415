//! A mass revocation: a list of orders from its input to its report. Sans I/O: events and time in, actions out.
//! Not here: what may be done with one order (`policy::Change`), how fast calls may follow each other
//! (`policy::Pacer`), and carrying anything out.

mod item;
mod state;

pub use item::Item;
pub use state::{Line, Skip, State};
