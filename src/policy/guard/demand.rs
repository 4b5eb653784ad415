//! Whether a change needs a second person. The certificates count over a rolling window, for each person and for each order,
//! however they are cut into calls, orders and lists.

use std::collections::BinaryHeap;

use serde::Serialize;

use super::{
    person::Person,
    quorum::Quorum,
    read::{record, words},
    sent_change::SentChange,
    time::UnixMs,
    two_person::TwoPersonPolicy,
};
use crate::api::{OrderId, RevocationReason};

/// The kind of a revocation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the documentation")]
pub enum ChangeKind {
    Order,
    Certificate,
    Job,
}

words! { ChangeKind { Order: "order", Certificate: "certificate", Job: "job" } }

/// An order that a change affects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AffectedOrder {
    /// The order.
    pub order_id: OrderId,
    /// The number of its certificates that the change revokes. `None` if they could not be counted.
    pub certificates: Option<u32>,
}

record! { AffectedOrder { order_id: "orderId", certificates: "certificates" } }

/// What a person wants to revoke.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposedChange {
    /// The person.
    pub person: Person,
    /// The kind.
    pub kind: ChangeKind,
    /// The target, as in [`SentChange`].
    pub subject: String,
    /// Every reason that it would send. Without one, DigiCert records `unspecified`.
    pub reasons: Vec<RevocationReason>,
    /// The minimum number of certificates. `None` if they could not be counted.
    pub certificates: Option<u32>,
    /// Whether there are no more certificates than these.
    pub is_whole: bool,
    /// The orders, as far as known. For a job, those of the history are sufficient.
    pub orders: Vec<AffectedOrder>,
    /// Whether the person wants to pass the revocation limit with a second person.
    pub is_break_glass: bool,
}

record! {
    ProposedChange {
        person: "person", kind: "kind", subject: "subject", reasons: "reasons", certificates: "certificates",
        is_whole: "isWhole", orders: "orders",
    }
    optional { is_break_glass: "isBreakGlass" = false }
}

impl ProposedChange {
    /// Creates a change that revokes one certificate of an unknown order.
    #[must_use]
    pub fn new(person: Person, kind: ChangeKind, subject: &str) -> Self {
        Self {
            person,
            kind,
            subject: subject.to_owned(),
            reasons: vec![RevocationReason::Unspecified],
            certificates: Some(1),
            is_whole: true,
            orders: Vec::new(),
            is_break_glass: false,
        }
    }
}

/// Why a change needs a second person, in the order of precedence.
///
/// - `none`: it needs none
/// - `break-glass`: it asks to pass the revocation limit
/// - `reason`: one of its reasons always requires one
/// - `certificates`: it exceeds the maximum by itself
/// - `not-counted`: its certificates, or those of an earlier change in the total, are not counted
/// - `person-total`: it exceeds the maximum with what the person sent in the window
/// - `order-total`: it exceeds the maximum with what all persons sent of the same order in the window
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the list above documents each variant, for TypeScript too")]
pub enum Demand {
    None,
    BreakGlass,
    Reason,
    Certificates,
    NotCounted,
    PersonTotal,
    OrderTotal,
}

words! {
    Demand {
        None: "none", BreakGlass: "break-glass", Reason: "reason", Certificates: "certificates", NotCounted:
        "not-counted", PersonTotal: "person-total", OrderTotal: "order-total",
    }
}

/// The certificates that count against the maximum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Totals {
    /// The maximum.
    pub maximum: u32,
    /// The start of the window.
    pub since_unix_ms: UnixMs,
    /// The certificates of this change. `null` if they could not be counted.
    pub change: Option<u32>,
    /// These, and those that the person sent alone in the window. `null` if it is not known.
    #[cfg_attr(test, ts(as = "Option<f64>"))]
    pub person: Option<u64>,
    /// The largest total of one of the orders. `null` if it is not known, or no order is known.
    #[cfg_attr(test, ts(as = "Option<f64>"))]
    pub order: Option<u64>,
    /// The order of that total.
    pub order_id: Option<OrderId>,
}

/// Whether a change needs a second person, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ApprovalDemand {
    /// Why.
    pub demand: Demand,
    /// The approvals that are required. `null` without a demand.
    pub quorum: Option<Quorum>,
    /// The totals. `null` if two-person approval is off.
    pub totals: Option<Totals>,
}

/// What the demand depends on.
#[derive(Clone, Debug)]
pub struct ApprovalCheck {
    /// The settings. `None` if two-person approval is off.
    pub policy: Option<TwoPersonPolicy>,
    /// The change.
    pub change: ProposedChange,
    /// What was sent, at least in the window by the person and of the orders.
    pub history: Vec<SentChange>,
    /// The current time.
    pub now_unix_ms: UnixMs,
}

record! { ApprovalCheck { policy: "policy", change: "change", history: "history", now_unix_ms: "nowUnixMs" } }

impl ApprovalCheck {
    /// Returns whether the change needs a second person.
    #[must_use]
    pub fn demand(&self) -> ApprovalDemand {
        let totals = self.policy.as_ref().map(|policy| self.totals(policy));
        let demand = match (&self.policy, &totals) {
            _ if self.change.is_break_glass => Demand::BreakGlass,
            (Some(policy), Some((totals, counted))) => self.demand_of(policy, totals, *counted),
            _ => Demand::None,
        };
        let quorum = (demand != Demand::None).then(|| TwoPersonPolicy::quorum_or_one(self.policy.as_ref()));
        ApprovalDemand { demand, quorum, totals: totals.map(|(totals, _)| totals) }
    }

    fn demand_of(&self, policy: &TwoPersonPolicy, totals: &Totals, orders_counted: bool) -> Demand {
        let exceeds = |total: Option<u64>| total.is_some_and(|total| total > u64::from(policy.certificates));
        if self.has_reason_of(&policy.always) {
            Demand::Reason
        } else if exceeds(totals.change.map(u64::from)) {
            Demand::Certificates
        } else if !self.change.is_whole || totals.change.is_none() || totals.person.is_none() || !orders_counted {
            Demand::NotCounted
        } else if exceeds(totals.person) {
            Demand::PersonTotal
        } else if exceeds(totals.order) {
            Demand::OrderTotal
        } else {
            Demand::None
        }
    }

    fn has_reason_of(&self, always: &[RevocationReason]) -> bool {
        const DEFAULT: &[RevocationReason] = &[RevocationReason::Unspecified];
        let reasons = if self.change.reasons.is_empty() { DEFAULT } else { &self.change.reasons };
        reasons.iter().any(|reason| always.contains(reason))
    }

    /// Returns the totals, and whether those of all orders are known.
    fn totals(&self, policy: &TwoPersonPolicy) -> (Totals, bool) {
        let since_unix_ms = self.now_unix_ms.minus(policy.window_minutes);
        let change = &self.change;
        let sent =
            || self.history.iter().filter(move |sent| sent.sent_unix_ms > since_unix_ms && sent.was_sent_alone());
        let own = sent().filter(|sent| sent.person.is(&change.person));
        let person = total(own, &change.subject, change.certificates);
        let mut largest: Option<(u64, OrderId)> = None;
        let mut counted = true;
        for order in &change.orders {
            let of_order = sent().filter(|sent| sent.order_id == Some(order.order_id));
            match total(of_order, &change.subject, order.certificates) {
                Some(total) if largest.is_none_or(|(most, _)| total > most) => largest = Some((total, order.order_id)),
                Some(_) => {}
                None => counted = false,
            }
        }
        let order = largest.filter(|_| counted);
        let totals = Totals {
            maximum: policy.certificates,
            since_unix_ms,
            change: change.certificates,
            person,
            order: order.map(|(total, _)| total),
            order_id: order.map(|(_, order_id)| order_id),
        };
        (totals, counted)
    }
}

/// Adds up the certificates of each subject. A subject counts once, with its largest count. `None`: not all are counted.
fn total<'a>(sent: impl Iterator<Item = &'a SentChange>, subject: &'a str, certificates: Option<u32>) -> Option<u64> {
    // A heap is a fraction of the code of a map. Equal subjects leave it one after the other, the largest count first.
    let mut counts = BinaryHeap::from([(subject, certificates?)]);
    for sent in sent {
        counts.push((&sent.subject, sent.certificates?));
    }
    let mut total = 0;
    let mut last = None;
    while let Some((subject, certificates)) = counts.pop() {
        if last != Some(subject) {
            total += u64::from(certificates);
        }
        last = Some(subject);
    }
    Some(total)
}
