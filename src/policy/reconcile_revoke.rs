//! Concludes from an order whether a revocation took effect.

use super::reconcile::{Reconcile, ReconcileVerdict};
use crate::api::{
    ConfirmedBy, GetOrder, Order, OrderRequest, Outcome, Proof, Revoke, RevokeRequest, Target, Timestamp,
};

/// The expected difference between DigiCert's clock and the local one. An older request is not from this call.
const CLOCK_TOLERANCE_MS: u64 = 600_000;

/// The largest error of a clock in a wrong time zone. An open request may be from this call unless it is older than that.
const TIME_ZONE_TOLERANCE_MS: u64 = 50_400_000;

impl Reconcile for Revoke {
    type Lookup = GetOrder;

    /// No read of a single certificate is documented.
    fn lookup(&self) -> Option<GetOrder> {
        if let Target::Order(order_id) = self.target { Some(GetOrder { order_id }) } else { None }
    }

    fn judge(&self, order: Order, sent_unix_ms: u64) -> ReconcileVerdict<Outcome> {
        if order.status == "revoked" {
            return ReconcileVerdict::Applied(self.revoked(Proof::Revoked, ConfirmedBy::Read));
        }
        let Some(requests) = order.requests else { return ReconcileVerdict::Unclear };
        let mut unclear = order.status != "issued";
        for request in requests.iter().filter(|request| request.is_revoke()) {
            let ours = self.is_ours(request.comments.as_deref());
            let before = is_older(request, sent_unix_ms, CLOCK_TOLERANCE_MS);
            // An open revocation request is the desired outcome, regardless of who created it. A call that skips the approval did not
            // create a request that is older than the call.
            let counts = request.is_open() && !(before && self.skip_approval == Some(true));
            if ours || counts {
                let Some(request) = RevokeRequest::of(request) else { return ReconcileVerdict::Unclear };
                return ReconcileVerdict::Applied(self.requested(request, ConfirmedBy::Read));
            }
            // A recent decided request, or an open one within the error of a clock, may be from this call.
            let may_be_ours = request.is_open() && !is_older(request, sent_unix_ms, TIME_ZONE_TOLERANCE_MS);
            unclear |= !before || may_be_ours;
        }
        if unclear { ReconcileVerdict::Unclear } else { ReconcileVerdict::NotApplied }
    }
}

fn is_older(request: &OrderRequest, sent_unix_ms: u64, tolerance_ms: u64) -> bool {
    let created = request.date.as_deref().and_then(Timestamp::parse);
    created.is_some_and(|created| created.unix_ms() + tolerance_ms < sent_unix_ms)
}
