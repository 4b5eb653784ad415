//! How long to wait before the next try: exponential with full jitter. Randomness comes from outside.

use super::settings::Retry;

/// Milliseconds to wait after the `failures`-th failure in a row (from 1): anything from nothing to the backoff, evenly
/// spread, so that many clients that failed together do not come back together.
pub(super) fn backoff_ms(retry: &Retry, failures: u32, random: f64) -> u32 {
    let doubled = 1_u32.checked_shl(failures.saturating_sub(1)).unwrap_or(u32::MAX);
    let most = retry.backoff_ms.saturating_mul(doubled).min(retry.max_backoff_ms);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a part of a u32; a cast saturates")]
    let wait = (random * f64::from(most)) as u32;
    wait
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles_up_to_its_cap_and_never_over_it() {
        let retry = Retry { backoff_ms: 500, max_backoff_ms: 20_000, ..Retry::default() };
        let waits: Vec<_> = (1..=8).map(|failures| backoff_ms(&retry, failures, 1.0)).collect();
        assert_eq!(waits, [500, 1000, 2000, 4000, 8000, 16_000, 20_000, 20_000]);
        assert_eq!(backoff_ms(&retry, 3, 0.0), 0);
        assert_eq!(backoff_ms(&retry, 3, 0.25), 500);
        assert_eq!(backoff_ms(&retry, u32::MAX, 0.5), 10_000);
        assert_eq!(backoff_ms(&retry, 0, f64::NAN), 0);
    }
}
