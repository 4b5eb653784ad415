//! How patient a call is: time for one attempt, time for all, and what is done after a failure.

use serde::{Deserialize, Serialize};

use crate::api::{Fields, Issues};

/// How a call goes on after an attempt that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Retry {
    /// Milliseconds between the two reads that show that nothing has happened. How long DigiCert takes to show a
    /// revocation in an order is not documented.
    pub settle_ms: u32,
    /// The longest that the first backoff may be; it doubles with every further one.
    pub backoff_ms: u32,
    /// The longest that any backoff may be.
    pub max_backoff_ms: u32,
    /// A `Retry-After` is honoured up to here.
    pub max_retry_after_ms: u32,
    /// How often one read is tried.
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

    /// Checks what a caller gave.
    ///
    /// # Errors
    /// Every issue at once.
    pub fn from_fields(fields: &Fields) -> Result<Self, Issues> {
        let mut retry = Self::default();
        let mut issues = Issues::default();
        issues.gather(fields.only(&Self::FIELDS));
        let (day, most) = (86_400_000, [86_400_000, 86_400_000, 86_400_000, 86_400_000, 100]);
        let places = [
            &mut retry.settle_ms,
            &mut retry.backoff_ms,
            &mut retry.max_backoff_ms,
            &mut retry.max_retry_after_ms,
            &mut retry.reads,
        ];
        for ((name, place), most) in Self::FIELDS.iter().zip(places).zip(most) {
            let least = u32::from(most != day);
            if let Some(Some(value)) = issues.take(fields.whole(name, least, most)) {
                *place = value;
            }
        }
        issues.none_or(Some(retry))
    }
}

/// How patient a call is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The longest one attempt may take, in milliseconds.
    pub timeout_ms: u32,
    /// The longest the whole call may take, every attempt and wait included.
    pub deadline_ms: u32,
    /// What is done after a failure; nothing at all without it.
    pub retry: Option<Retry>,
}

impl Policy {
    /// One minute for one attempt.
    pub const DEFAULT_TIMEOUT_MS: u32 = 60_000;
    /// Five minutes for the whole call: longer than DigiCert's longest rate window.
    pub const DEFAULT_DEADLINE_MS: u32 = 300_000;
    /// The longest that a JavaScript timer can wait; a longer one fires at once.
    const MOST_MS: u32 = 0x7fff_ffff;

    /// Takes over `timeoutMs` and `deadlineMs` of a client or of one call, where given.
    ///
    /// # Errors
    /// Every issue at once.
    pub fn with(self, fields: &Fields) -> Result<Self, Issues> {
        let mut issues = Issues::default();
        let timeout_ms = issues.take(fields.whole("timeoutMs", 1, Self::MOST_MS)).flatten();
        let deadline_ms = issues.take(fields.whole("deadlineMs", 1, Self::MOST_MS)).flatten();
        issues.none_or(Some(Self {
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
