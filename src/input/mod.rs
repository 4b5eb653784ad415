//! Input validation. Every check returns all issues at once.

mod choice;
mod fields;
mod issue;
mod raw_value;
mod suggest;

pub(crate) use choice::{one_of, one_of_value};
pub use fields::Fields;
pub use issue::{Issue, Issues, Rule};
pub use raw_value::RawValue;
#[cfg(any(feature = "mass", not(target_arch = "wasm32")))]
pub(crate) use raw_value::printable_name;
pub(crate) use raw_value::wrong_type;
pub(crate) use suggest::{listed, nearest};
