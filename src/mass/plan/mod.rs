//! What a run would do, before it does anything: what becomes of each order, how many calls that takes, when it ends, and
//! whether that is in time. A plan sends nothing. Not here: how it becomes a run (`confirm.rs`).

mod basis;
mod confirm;
mod eta;
mod totals;

use std::collections::{BTreeMap, BTreeSet};

pub use basis::Basis;
pub use confirm::{ConfirmedPlan, NotConfirmed, Shortfall};
pub use totals::Totals;

use serde::{Deserialize, Serialize};

use self::eta::Pace;
use super::{Finding, Item, Line, Skip, State, Surveyed};
use crate::{
    api::{OrderId, RevocationReason, json_text},
    policy::{Limits, Window},
};

/// By when everything has to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Deadline {
    /// At this moment: milliseconds since 1970.
    At(u64),
    /// So many hours after the plan is made: 24, or 120 where the Baseline Requirements (4.9.1.1) give five days.
    InHours(u32),
}

/// What is true for the whole list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Terms {
    /// Why, where a row names no reason.
    pub reason: Option<RevocationReason>,
    /// A note for the approver, where a row has none.
    pub comment: Option<String>,
    /// Whether DigiCert's approval step is skipped. If not, nothing is revoked before somebody approves.
    pub skip_approval: bool,
    /// By when everything has to be sent.
    pub deadline: Option<Deadline>,
    /// Only orders are sent of which the list says that another certificate has taken their place.
    pub only_replaced: bool,
    /// Orders that somebody exempted, and why.
    pub holds: BTreeMap<OrderId, String>,
}

/// How fast calls may follow each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PaceSettings {
    /// All of them hold at once.
    pub windows: Vec<Window>,
    /// How much longer each of them is taken to be, in milliseconds.
    pub guard_ms: u32,
    /// How long the answer to the last call is waited for, in milliseconds.
    pub answer_ms: u32,
    /// By how much a run may be slower than its pacer lets it be.
    pub margin_percent: u32,
}

impl Default for PaceSettings {
    fn default() -> Self {
        let Limits { windows, guard_ms } = Limits::digicert();
        Self { windows, guard_ms, answer_ms: 1000, margin_percent: 2 }
    }
}

/// What is done with one order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Disposition {
    /// It is revoked.
    Send,
    /// There is nothing to do.
    Skip(Skip),
    /// Somebody exempted it.
    Hold {
        /// What was said about it.
        why: String,
    },
    /// Nothing has taken its place yet, as far as the list says.
    NotReplaced,
}

/// One order and what is done with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// What the list says.
    pub item: Item,
    /// What is done.
    pub disposition: Disposition,
}

/// The figures of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Figures {
    /// The orders by result.
    pub totals: Totals,
    /// The number of calls without failures: one for each revocation, and the confirming reads.
    pub calls: u32,
    /// The estimated time of the last revocation if the run starts now, in milliseconds since 1970.
    #[serde(serialize_with = "crate::mass::safe_integer::serialize")]
    #[cfg_attr(test, ts(type = "number"))]
    pub sent_unix_ms: u64,
    /// The estimated time at which reads confirm all revocations, in milliseconds since 1970.
    #[serde(serialize_with = "crate::mass::safe_integer::serialize")]
    #[cfg_attr(test, ts(type = "number"))]
    pub confirmed_unix_ms: u64,
    /// The deadline for the last revocation, in milliseconds since 1970. `null` if there is none.
    #[serde(serialize_with = "crate::mass::safe_integer::serialize_option")]
    #[cfg_attr(test, ts(as = "Option<f64>"))]
    pub deadline_unix_ms: Option<u64>,
    /// Why the plan cannot meet its deadline. `null` if it can.
    pub shortfall: Option<Shortfall>,
    /// Holds for orders that are not in the list, for example because of a typing error.
    pub holds_elsewhere: Vec<OrderId>,
}

/// What a run would do. Nobody changes it once it is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    orders: Vec<Planned>,
    figures: Figures,
    terms: Terms,
    now_unix_ms: u64,
}

impl Plan {
    /// Plans a run that begins now.
    #[must_use]
    pub fn new(items: Vec<Item>, surveyed: &Surveyed, terms: Terms, pace: &PaceSettings, now_unix_ms: u64) -> Self {
        let mut totals = Totals::default();
        let mut holds_elsewhere: Vec<_> = terms.holds.keys().copied().collect();
        let orders = items.into_iter().map(|item| {
            let finding = surveyed.of(item.order_id).unwrap_or(&Finding::Unread);
            let planned = Planned { disposition: disposition(&item, finding, &terms), item };
            totals.count(&planned, finding, terms.reason);
            planned
        });
        let orders: Vec<_> = orders.collect();
        if !holds_elsewhere.is_empty() {
            let listed: BTreeSet<_> = orders.iter().map(|planned| planned.item.order_id).collect();
            holds_elsewhere.retain(|order_id| !listed.contains(order_id));
        }
        let calls = totals.send + if totals.send > 0 { surveyed.calls } else { 0 };
        let deadline_unix_ms = terms.deadline.map(|deadline| match deadline {
            Deadline::At(unix_ms) => unix_ms,
            Deadline::InHours(hours) => now_unix_ms.saturating_add(u64::from(hours) * 3_600_000),
        });
        let pace = Pace::of(pace);
        let figures = Figures {
            calls,
            sent_unix_ms: now_unix_ms.saturating_add(pace.ms(totals.send)),
            confirmed_unix_ms: now_unix_ms.saturating_add(pace.ms(calls)),
            deadline_unix_ms,
            shortfall: deadline_unix_ms.and_then(|deadline| Shortfall::of(deadline, totals.send, &pace, now_unix_ms)),
            holds_elsewhere,
            totals,
        };
        Self { orders, figures, terms, now_unix_ms }
    }

    /// Each order and what is done with it, as the list has them.
    #[must_use]
    pub fn orders(&self) -> &[Planned] {
        &self.orders
    }

    /// What it comes to.
    #[must_use]
    pub fn figures(&self) -> &Figures {
        &self.figures
    }

    /// The orders with what is known of each before anything is sent: the report of a dry run, and the start of a run.
    #[must_use]
    pub fn lines(&self) -> Vec<Line> {
        let line = |planned: &Planned| {
            let state = match &planned.disposition {
                Disposition::Send => return Line::new(planned.item.clone()),
                Disposition::Skip(skip) => State::Skipped(*skip),
                Disposition::Hold { why } => State::Held { why: why.clone() },
                Disposition::NotReplaced => State::Held { why: "not replaced yet".to_owned() },
            };
            Line { state, known_unix_ms: Some(self.now_unix_ms), ..Line::new(planned.item.clone()) }
        };
        self.orders.iter().map(line).collect()
    }

    /// What people agree to, as text: every order of the list with its reason and comment or why it stays, in the order of
    /// their ids, and the terms. The same list in another order has the same text, whatever a survey found; any other has another.
    /// Its SHA-256 names the plan: for two people who approve it, and in the journal.
    #[must_use]
    pub fn canonical(&self) -> String {
        let deadline = self.figures.deadline_unix_ms.map_or("none".to_owned(), |ms| ms.to_string());
        let approval = if self.terms.skip_approval { "skipped" } else { "asked for" };
        let mut text =
            format!("certcentral-revoke mass revocation, version 1\ndeadline {deadline}\napproval {approval}\n");
        let mut items: Vec<_> = self.orders.iter().map(|planned| &planned.item).collect();
        items.sort_unstable_by_key(|item| item.order_id);
        for item in items {
            text.push_str(&item.order_id.to_string());
            if self.terms.holds.contains_key(&item.order_id) {
                text.push_str(" held\n");
            } else if self.terms.only_replaced && item.replaced != Some(true) {
                text.push_str(" not replaced\n");
            } else {
                let reason = item.reason.or(self.terms.reason).map_or("no reason", RevocationReason::as_str);
                let comment = item.comment.as_deref().or(self.terms.comment.as_deref());
                text.push(' ');
                text.push_str(reason);
                if let Some(comment) = comment {
                    text.push(' ');
                    text.push_str(&json_text(&comment));
                }
                text.push('\n');
            }
        }
        text
    }
}

/// What cannot be revoked is skipped, exempted or not: a hold does not make a revoked order one that still lives.
fn disposition(item: &Item, finding: &Finding, terms: &Terms) -> Disposition {
    let skip = match finding {
        Finding::NotFound => Some(Skip::NotFound),
        Finding::Unread => None,
        Finding::Found(standing) => match standing.status.as_str() {
            "revoked" => Some(Skip::AlreadyRevoked),
            "pending" | "waiting_pickup" | "needs_approval" | "processing" | "needs_csr" => Some(Skip::NotIssued),
            "canceled" | "rejected" | "expired" | "denied" => Some(Skip::Ended),
            _ => None,
        },
    };
    match (skip, terms.holds.get(&item.order_id)) {
        (Some(skip), _) => Disposition::Skip(skip),
        (None, Some(why)) => Disposition::Hold { why: why.clone() },
        (None, None) if terms.only_replaced && item.replaced != Some(true) => Disposition::NotReplaced,
        (None, None) => Disposition::Send,
    }
}
