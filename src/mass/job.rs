//! The parameters of a run: what it sends for each order, and its settings. They are part of the first journal entry.

use serde::{Deserialize, Serialize};

use super::item::Item;
use crate::{
    api::{CommentField, RevocationReason, Revoke, Target},
    policy::{Policy, Retry},
};

/// The parameters of a bulk revocation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Job {
    /// The caller's name for the run.
    pub name: String,
    /// The SHA-256 digest of the plan's canonical text. [`Run::begin`](super::Run::begin) sets it.
    pub digest: String,
    /// The revocation reason for rows without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<RevocationReason>,
    /// The comment for rows without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Whether DigiCert's approval step is skipped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skip_approval: Option<bool>,
    /// Whether the plan leaves out the orders that the list does not mark as replaced.
    #[serde(default, skip_serializing_if = "is_false")]
    pub only_replaced: bool,
    /// The name of the request field for the comment.
    #[serde(default)]
    pub comment_field: CommentField,
    /// Appended to each comment, so that a later read can identify the requests of this run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correlation_token: Option<String>,
    /// The deadline for the last revocation, in milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline_unix_ms: Option<u64>,
    /// The settings of the run.
    #[serde(default)]
    pub settings: RunSettings,
}

/// What a run does after its deadline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AfterDeadline {
    /// Continues. The report lists the orders that missed the deadline.
    #[default]
    Continue,
    /// Pauses until it is resumed.
    Pause,
}

/// The settings of a run. Times are in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RunSettings {
    /// The maximum number of requests in flight. A Cloudflare worker can have 6.
    pub max_in_flight: u32,
    /// The timeout of one request.
    pub timeout_ms: u32,
    /// The retry settings of each order.
    pub retry: Retry,
    /// Circuit breaker: the run pauses after this number of consecutive orders with an unknown outcome.
    pub breaker: u32,
    /// What happens after the deadline.
    pub after_deadline: AfterDeadline,
    /// The interval between two confirmation reads, during the run and after its last order.
    pub confirm_interval_ms: u32,
    /// The number of confirmation reads after the last order. Then the remaining orders keep the proof they have.
    pub confirm_rounds: u32,
}

impl Default for RunSettings {
    fn default() -> Self {
        Self {
            max_in_flight: 6,
            timeout_ms: Policy::DEFAULT_TIMEOUT_MS,
            retry: Retry::default(),
            breaker: 5,
            after_deadline: AfterDeadline::default(),
            confirm_interval_ms: 120_000,
            confirm_rounds: 5,
        }
    }
}

impl RunSettings {
    /// The maximum number of orders that are started and not settled, including orders that wait. It limits how many orders
    /// end in an unknown state before the circuit breaker opens.
    pub(super) fn max_open(&self) -> usize {
        self.max_in_flight.saturating_mul(4) as usize
    }

    /// The policy of each call. It has no deadline, because the run can be paused meanwhile. The number of attempts ends a
    /// call, not time.
    pub(super) fn policy(&self) -> Policy {
        Policy { timeout_ms: self.timeout_ms, deadline_ms: u32::MAX, retry: Some(self.retry) }
    }
}

impl Job {
    /// Creates a job with a name and defaults.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            digest: String::new(),
            reason: None,
            comment: None,
            skip_approval: None,
            only_replaced: false,
            comment_field: CommentField::default(),
            correlation_token: None,
            deadline_unix_ms: None,
            settings: RunSettings::default(),
        }
    }

    /// Returns the revocation to send for an order.
    #[must_use]
    pub fn revoke(&self, item: &Item) -> Revoke {
        Revoke {
            revocation_reason: item.reason.or(self.reason),
            comment: item.comment.clone().or_else(|| self.comment.clone()),
            skip_approval: self.skip_approval,
            comment_field: self.comment_field,
            correlation_token: self.correlation_token.clone(),
            ..Revoke::new(Target::Order(item.order_id))
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde requires a reference")]
fn is_false(flag: &bool) -> bool {
    !*flag
}
