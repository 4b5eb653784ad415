//! Replaces text that must match exactly. A new version of wasm-bindgen that generates other text fails the build instead of
//! silently losing a repair.

use std::error::Error;

pub(super) type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Replaces `from` by `to`. Fails unless `from` occurs exactly once.
pub(super) fn replace_once(glue: &str, what: &str, from: &str, to: &str) -> Result<String> {
    match glue.matches(from).count() {
        1 => Ok(glue.replacen(from, to, 1)),
        count => Err(format!(
            "{what}: the generated text occurs {count} times, expected 1; compare `xtask/src/glue/repairs` with the output of the \
             current wasm-bindgen:\n{from}"
        )
        .into()),
    }
}

/// Fails if a line still contains `name`.
pub(super) fn require_absent(glue: &str, name: &str) -> Result<()> {
    glue.lines().find(|line| line.contains(name)).map_or(Ok(()), |line| Err(unknown(name, line)))
}

/// Creates the error for a generated line that the repair does not know.
pub(super) fn unknown(what: &str, line: &str) -> Box<dyn Error> {
    format!("{what}: `xtask/src/glue/repairs` does not know this generated line: {line}").into()
}
