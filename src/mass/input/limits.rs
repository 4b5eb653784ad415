//! How much of a list is read.

/// How much is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InputLimits {
    /// The most rows.
    pub rows: u32,
    /// The most bytes of one row.
    pub row_bytes: u32,
    /// The most issues that are kept; more are counted.
    pub issues: u32,
}

impl Default for InputLimits {
    fn default() -> Self {
        Self { rows: 1_000_000, row_bytes: 8 << 20, issues: 10_000 }
    }
}
