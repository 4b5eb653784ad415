//! Converts numbers of JavaScript to milliseconds and counts, and back.

/// Converts a JavaScript number to milliseconds or another count. Clamps a number out of range.
pub(super) fn whole(number: f64) -> u64 {
    /// The largest whole number that JavaScript holds exactly.
    const MAX: f64 = 9_007_199_254_740_991.0;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped; not a number becomes 0")]
    let whole = number.clamp(0.0, MAX) as u64;
    whole
}

/// Converts milliseconds to a JavaScript number.
pub(super) fn number(ms: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a time in milliseconds")]
    let number = ms as f64;
    number
}
