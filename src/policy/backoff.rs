//! The wait before a retry: exponential backoff with full jitter.

use super::settings::Retry;

/// Returns the wait in milliseconds after a number of consecutive failures, at least 1. The wait is uniform between 0 and the
/// backoff, so that clients that failed together do not retry together.
pub(super) fn backoff_ms(retry: &Retry, failures: u32, random: f64) -> u32 {
    let doubled = 1_u32.checked_shl(failures.saturating_sub(1)).unwrap_or(u32::MAX);
    let max_ms = retry.backoff_ms.saturating_mul(doubled).min(retry.max_backoff_ms);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a part of a u32; a cast saturates")]
    let wait = (random * f64::from(max_ms)) as u32;
    wait
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backoff_doubles_up_to_its_maximum() {
        let retry = Retry { backoff_ms: 500, max_backoff_ms: 20_000, ..Retry::default() };
        let waits: Vec<_> = (1..=8).map(|failures| backoff_ms(&retry, failures, 1.0)).collect();
        assert_eq!(waits, [500, 1000, 2000, 4000, 8000, 16_000, 20_000, 20_000]);
        assert_eq!(backoff_ms(&retry, 3, 0.0), 0);
        assert_eq!(backoff_ms(&retry, 3, 0.25), 500);
        assert_eq!(backoff_ms(&retry, u32::MAX, 0.5), 10_000);
        assert_eq!(backoff_ms(&retry, 0, f64::NAN), 0);
    }
}
