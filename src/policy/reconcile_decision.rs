//! Concludes from an approval request whether a decision took effect.

use super::reconcile::{Reconcile, ReconcileVerdict};
use crate::api::{ApprovalRequest, ConfirmedBy, DecideRequest, Decision, DecisionOutcome, GetRequest, RequestStatus};

impl Reconcile for DecideRequest {
    type Lookup = GetRequest;

    fn lookup(&self) -> Option<GetRequest> {
        Some(GetRequest { request_id: self.request_id })
    }

    fn judge(&self, request: ApprovalRequest, _: u64) -> ReconcileVerdict<DecisionOutcome> {
        match (self.decision, request.status) {
            (Decision::Approved, RequestStatus::Approved) | (Decision::Rejected, RequestStatus::Rejected) => {
                ReconcileVerdict::Applied(self.decided(ConfirmedBy::Read))
            }
            (_, RequestStatus::Submitted | RequestStatus::Pending) => ReconcileVerdict::NotApplied,
            _ => ReconcileVerdict::Unclear,
        }
    }
}
