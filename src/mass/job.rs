//! What a run is told before it begins, and keeps: what is sent for each order, and how the run goes about it. All of it
//! stands at the head of the journal. Not here: the orders themselves (`item.rs`), and how fast calls may follow each
//! other (`policy`).

use serde::{Deserialize, Serialize};

use super::item::Item;
use crate::{
    api::{CommentField, RevocationReason, Revoke, Target},
    policy::{Policy, Retry},
};

/// The facts of a mass revocation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Job {
    /// Its name, of the caller's.
    pub name: String,
    /// The digest of the canonical set of order ids, as the plan has told it.
    pub digest: String,
    /// Why, where a row names no reason of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<RevocationReason>,
    /// A note for the approver, where a row has none of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Revoke straight away instead of asking for approval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skip_approval: Option<bool>,
    /// Under which name the comment is sent.
    #[serde(default)]
    pub comment_field: CommentField,
    /// Put at the end of each comment, so that a later read can tell this run's request from another's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correlation_token: Option<String>,
    /// By when all of it has to be done: milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline_unix_ms: Option<u64>,
    /// How the run goes about it.
    #[serde(default)]
    pub settings: Settings,
}

/// What a run does once its deadline has passed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum AfterDeadline {
    /// Late is better than never: it goes on, and the report says which orders missed it.
    #[default]
    GoOn,
    /// It pauses, and somebody has to say that it goes on.
    Pause,
}

/// How a run goes about it. Times are in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Settings {
    /// How many requests are on their way at once. 6 is what a Cloudflare worker may have.
    pub connections: u32,
    /// The longest one request may take.
    pub timeout_ms: u32,
    /// How an order goes on after a failure.
    pub retry: Retry,
    /// So many orders in a row of which nobody can tell what became of them pause the run.
    pub breaker: u32,
    /// What happens once the deadline has passed.
    pub after_deadline: AfterDeadline,
    /// How often is looked, while it runs, which orders DigiCert shows as revoked; and the pause between two looks after it.
    pub look_ms: u32,
    /// How often is looked after the last order, before what is not shown by then stays at the proof it has.
    pub looks: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            connections: 6,
            timeout_ms: Policy::DEFAULT_TIMEOUT_MS,
            retry: Retry::default(),
            breaker: 5,
            after_deadline: AfterDeadline::default(),
            look_ms: 120_000,
            looks: 5,
        }
    }
}

impl Settings {
    /// So many orders at most are begun and not settled, those that wait included: where DigiCert is out, no more than
    /// these are sent into the dark before the breaker trips.
    pub(super) fn most_open(&self) -> usize {
        self.connections.saturating_mul(4) as usize
    }

    /// How patient each call is. It has no deadline of its own: the run may be paused meanwhile, and what ends a call is
    /// counted, not timed.
    pub(super) fn policy(&self) -> Policy {
        Policy { timeout_ms: self.timeout_ms, deadline_ms: u32::MAX, retry: Some(self.retry) }
    }
}

impl Job {
    /// A job of which nothing else is said.
    #[must_use]
    pub fn new(name: impl Into<String>, digest: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            digest: digest.into(),
            reason: None,
            comment: None,
            skip_approval: None,
            comment_field: CommentField::default(),
            correlation_token: None,
            deadline_unix_ms: None,
            settings: Settings::default(),
        }
    }

    /// What is sent for an order.
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
