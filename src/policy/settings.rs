//! The timeout, deadline and retry settings of a call.

use serde::{Deserialize, Serialize};

use crate::api::{Fields, Issues};

/// What a call does after a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Retry {
    /// The settling time: milliseconds between the two reads that prove that a write had no effect. DigiCert does not document
    /// how long an order takes to show a revocation.
    pub settle_ms: u32,
    /// The maximum of the first backoff, in milliseconds. It doubles with each retry.
    pub backoff_ms: u32,
    /// The maximum of any backoff, in milliseconds.
    pub max_backoff_ms: u32,
    /// The maximum of a `Retry-After`, in milliseconds.
    pub max_retry_after_ms: u32,
    /// The number of attempts of one read.
    pub reads: u32,
}

impl Default for Retry {
    fn default() -> Self {
        Self { settle_ms: 5000, backoff_ms: 500, max_backoff_ms: 20_000, max_retry_after_ms: 60_000, reads: 4 }
    }
}

impl Retry {
    /// The names of its fields in JavaScript.
    pub const FIELDS: [&'static str; 5] = ["settleMs", "backoffMs", "maxBackoffMs", "maxRetryAfterMs", "reads"];

    /// Validates the field `retry`.
    ///
    /// # Errors
    /// Every issue at once.
    pub fn from_fields(fields: &Fields) -> Result<Self, Issues> {
        let mut retry = Self::default();
        let mut issues = Issues::default();
        issues.collect_all(fields.reject_unknown(&Self::FIELDS));
        let (day, maxima) = (86_400_000, [86_400_000, 86_400_000, 86_400_000, 86_400_000, 100]);
        let places = [
            &mut retry.settle_ms,
            &mut retry.backoff_ms,
            &mut retry.max_backoff_ms,
            &mut retry.max_retry_after_ms,
            &mut retry.reads,
        ];
        for ((name, place), max) in Self::FIELDS.iter().zip(places).zip(maxima) {
            let min = u32::from(max != day);
            if let Some(Some(value)) = issues.collect(fields.integer(name, min, max)) {
                *place = value;
            }
        }
        issues.into_result(Some(retry))
    }
}

/// The time limits and retries of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The timeout of one attempt, in milliseconds.
    pub timeout_ms: u32,
    /// The deadline of the whole call with all attempts and waits, in milliseconds after its start.
    pub deadline_ms: u32,
    /// What the call does after a failed attempt. Without it, the call sends each request once.
    pub retry: Option<Retry>,
}

impl Policy {
    /// One minute.
    pub const DEFAULT_TIMEOUT_MS: u32 = 60_000;
    /// Five minutes, longer than DigiCert's longest rate limit window.
    pub const DEFAULT_DEADLINE_MS: u32 = 300_000;
    /// The longest delay of a JavaScript timer. A longer one fires at once.
    const MAX_TIMER_MS: u32 = 0x7fff_ffff;

    /// Applies `timeoutMs` and `deadlineMs` of a client or of one call.
    ///
    /// # Errors
    /// Every issue at once.
    pub fn with(self, fields: &Fields) -> Result<Self, Issues> {
        let mut issues = Issues::default();
        let timeout_ms = issues.collect(fields.integer("timeoutMs", 1, Self::MAX_TIMER_MS)).flatten();
        let deadline_ms = issues.collect(fields.integer("deadlineMs", 1, Self::MAX_TIMER_MS)).flatten();
        issues.into_result(Some(Self {
            timeout_ms: timeout_ms.unwrap_or(self.timeout_ms),
            deadline_ms: deadline_ms.unwrap_or(self.deadline_ms),
            ..self
        }))
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            timeout_ms: Self::DEFAULT_TIMEOUT_MS,
            deadline_ms: Self::DEFAULT_DEADLINE_MS,
            retry: Some(Retry::default()),
        }
    }
}
