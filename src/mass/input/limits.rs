//! The limits of a list.

/// The limits of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InputLimits {
    /// The maximum number of rows.
    pub rows: u32,
    /// The maximum length of a row, in bytes. A row of separators takes a hundred times its length in memory.
    pub row_bytes: u32,
    /// The maximum number of issues that are kept. Further issues are counted.
    pub issues: u32,
}

impl Default for InputLimits {
    fn default() -> Self {
        Self { rows: 1_000_000, row_bytes: 256 << 10, issues: 10_000 }
    }
}
