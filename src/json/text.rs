//! Writes JSON text.

use serde::Serialize;

/// Returns the JSON text of plain data, whose serialization cannot fail.
pub(crate) fn json_text<T: Serialize>(value: &T) -> String {
    // `expect` would add the code that prints JSON errors to the module.
    serde_json::to_string(value).unwrap_or_else(|_| unreachable!())
}
