//! The binding of an approval: everything that the approver agrees to, as canonical JSON. Its SHA-256 identifies what the approver
//! saw. The host computes it, as for the digest of a plan.

use std::collections::BinaryHeap;

use serde::{Serialize, Serializer};

use super::{
    hold::Hold,
    plan::CertificateFigures,
    quorum::Quorum,
    read::{Read, Reader, record, words},
    time::UnixMs,
};
use crate::{
    api::{OrderId, RevocationReason, Rule},
    json::{Json, json_text},
};

const VERSION: u8 = 2;

/// The kind of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the documentation")]
pub enum ProposalKind {
    Order,
    Certificate,
    Job,
    HoldLift,
}

words! { ProposalKind { Order: "order", Certificate: "certificate", Job: "job", HoldLift: "hold-lift" } }

/// The comments of the rows of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CommentsDigest {
    /// The number of rows with a comment.
    pub count: u32,
    /// The SHA-256 of all of them.
    pub digest: String,
}

record! { CommentsDigest { count: "count", digest: "digest" } }

/// An order of the list that is not sent.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Exclusion {
    /// The order.
    pub order_id: OrderId,
    /// Why it is not sent.
    pub cause: String,
}

record! { Exclusion { order_id: "orderId", cause: "cause" } }

/// A job, with its plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BoundJob {
    /// The id of the job.
    pub id: String,
    /// The SHA-256 of the plan.
    pub digest: String,
    /// When it was planned.
    pub planned_unix_ms: UnixMs,
    /// The certificates that the plan counted.
    pub figures: CertificateFigures,
}

record! { BoundJob { id: "id", digest: "digest", planned_unix_ms: "plannedUnixMs", figures: "figures" } }

/// The number of orders for each reason. In JSON, an object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ByReason(pub Vec<(RevocationReason, u32)>);

impl Serialize for ByReason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(reason, count)| (reason.as_str(), count)))
    }
}

impl Read for ByReason {
    fn read(json: &Json<'_>, reader: &mut Reader) -> Self {
        let Json::Object(fields) = json else {
            reader.issue(Rule::Type, "must be an object");
            return Self::default();
        };
        let mut counts = Vec::with_capacity(fields.len());
        for (name, count) in fields {
            counts.push((RevocationReason::read(&Json::Text(name.clone()), reader), reader.at(name, count)));
        }
        Self(counts)
    }
}

/// Everything that an approval agrees to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Binding {
    /// The kind of the proposal.
    pub kind: ProposalKind,
    /// Every order. Empty for a certificate whose order is unknown.
    pub orders: Vec<OrderId>,
    /// The certificates, by id or serial number. `None` if they are not part of the approval.
    pub certificates: Option<Vec<String>>,
    /// Whether there are no more certificates than these.
    pub is_whole: bool,
    /// The number of orders for each reason.
    pub by_reason: ByReason,
    /// Whether DigiCert's approval step is skipped.
    pub skip_approval: bool,
    /// The comment, for a list that of rows without one.
    pub comment: Option<String>,
    /// The comments of the rows of a list.
    pub comments: Option<CommentsDigest>,
    /// The orders of a list that are not sent.
    pub exclusions: Vec<Exclusion>,
    /// The circuit breaker of a job.
    pub breaker: Option<u32>,
    /// The deadline of a job.
    pub deadline_unix_ms: Option<UnixMs>,
    /// The job.
    pub job: Option<BoundJob>,
    /// The hold that is lifted.
    pub hold: Option<Hold>,
    /// Whether it passes the revocation limit.
    pub is_break_glass: bool,
    /// The hash of the rules.
    pub rules_hash: String,
    /// The approvals that are required.
    pub quorum: Quorum,
    /// The time limit of the approval.
    pub expires_unix_ms: UnixMs,
}

record! {
    Binding {
        kind: "kind", orders: "orders", certificates: "certificates", is_whole: "isWhole", by_reason:
        "byReason", skip_approval: "skipApproval", comment: "comment", comments: "comments", exclusions:
        "exclusions", breaker: "breaker", deadline_unix_ms: "deadlineUnixMs", job: "job", hold: "hold",
        is_break_glass: "isBreakGlass", rules_hash: "rulesHash", quorum: "quorum", expires_unix_ms:
        "expiresUnixMs",
    }
}

/// A binding with its version.
#[derive(Serialize)]
struct Canonical<'a> {
    v: u8,
    binding: &'a Binding,
}

impl Binding {
    /// Returns the canonical JSON. Order and repetition of ids are insignificant.
    #[must_use]
    pub fn canonical(mut self) -> String {
        self.orders = sorted(self.orders);
        self.certificates = self.certificates.map(|certificates| {
            let by_length = certificates.into_iter().map(|name| (name.len(), name)).collect();
            sorted(by_length).into_iter().map(|(_, name)| name).collect()
        });
        self.exclusions = sorted(self.exclusions);
        self.by_reason.0 = sorted(self.by_reason.0);
        json_text(&Canonical { v: VERSION, binding: &self })
    }
}

/// Sorts by a heap, and removes repetitions: a fraction of the code of the general sort.
fn sorted<T: Ord>(items: Vec<T>) -> Vec<T> {
    let mut items = BinaryHeap::from(items).into_sorted_vec();
    items.dedup();
    items
}
