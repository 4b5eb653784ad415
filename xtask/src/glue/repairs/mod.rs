//! Replaces four slow parts of the generated glue. Each repair matches the generated text exactly and fails on any other text,
//! so that an upgrade of wasm-bindgen cannot undo a repair unnoticed.
//!
//! | repair | problem, measured on Node.js 20 |
//! |---|---|
//! | `catching.rs` | one closure and one `arguments` object per call of an import that can throw |
//! | `texts.rs` | 1053 ns instead of 145 to pass 214 characters in; 100 to 130 ns to pass a short text out |
//! | `numbers.rs` | two getter calls per number that an import returns |

mod catching;
mod exact;
mod numbers;
mod texts;

use exact::Result;

/// Applies all repairs.
pub(crate) fn repair(glue: &str) -> Result<String> {
    let glue = catching::catch_without_closure(glue)?;
    let glue = texts::encode_long_texts_at_once(&glue)?;
    let glue = texts::decode_short_texts_by_hand(&glue)?;
    numbers::write_numbers_by_index(&glue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glue_without_slow_parts_is_unchanged() {
        let glue = "let wasm;\nexport function __wbg_set_wasm(val) {\n    wasm = val;\n}\n";
        assert_eq!(repair(glue).unwrap(), glue);
    }
}
