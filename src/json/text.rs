//! Writes JSON text.

use serde::Serialize;

/// The JSON text of plain data: text, numbers, lists and fixed names, for which there is always one.
pub(crate) fn json_text<T: Serialize>(value: &T) -> String {
    // Not `expect`: it would carry the printing of every JSON error into the module.
    serde_json::to_string(value).unwrap_or_else(|_| unreachable!())
}
