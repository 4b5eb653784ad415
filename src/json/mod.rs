//! JSON: a reader that accepts only documents with one meaning, and a writer.

mod reader;
mod text;
mod value;

pub(crate) use reader::{JsonError, parse};
pub(crate) use text::json_text;
pub(crate) use value::{Json, UnexpectedType};
