//! The blast radius of an order: its primary certificate, duplicates and reissues, including archived ones.

use serde::Serialize;

use super::procedure::{Procedure, ProcedureStep};
use crate::api::{
    Action, Cause, Certificate, Endpoint, GetOrder, HttpResponse, Inclusion, ListCertificates, Order, OrderId,
};

/// Every certificate that a revocation of the order reaches, as far as DigiCert lists them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct BlastRadius {
    /// The order.
    pub order: Order,
    /// The certificates, each once. `included` names the role of each.
    pub certificates: Vec<Certificate>,
    /// Conditions to know about before the revocation. Empty if there are none.
    pub warnings: Vec<BlastRadiusWarning>,
}

/// A condition to know about before an order is revoked.
///
/// - `already-revoked`: the order is revoked
/// - `revocation-requested`: a revocation request is pending
/// - `reissue-pending`: a reissue is pending; DigiCert refuses the revocation until the reissue is complete or canceled
/// - `not-issued`: the order is not issued; cancel it instead
/// - `unknown-status`: the order has a status for which the effect of a revocation is not documented
/// - `reason-ignored`: the product is not TLS/SSL; DigiCert ignores the revocation reason
/// - `duplicates-not-read`, `reissues-not-read`: DigiCert did not return the list; there may be more certificates
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the list above documents each variant, for TypeScript too")]
pub enum BlastRadiusWarning {
    AlreadyRevoked,
    RevocationRequested,
    ReissuePending,
    NotIssued,
    UnknownStatus,
    ReasonIgnored,
    DuplicatesNotRead,
    ReissuesNotRead,
}

/// Reads the order, then its duplicates, then its reissues, and collects their certificates.
#[derive(Debug)]
pub struct BlastRadiusQuery {
    get: GetOrder,
    order: Option<Order>,
    duplicates: Option<Vec<Certificate>>,
    reissues: Option<Vec<Certificate>>,
    unread: Vec<BlastRadiusWarning>,
}

impl BlastRadiusQuery {
    /// Creates the call for an order.
    #[must_use]
    pub fn new(order_id: OrderId) -> Self {
        Self { get: GetOrder { order_id }, order: None, duplicates: None, reissues: None, unread: Vec::new() }
    }

    fn list(&self) -> ListCertificates {
        let kind = if self.duplicates.is_none() { Inclusion::Duplicate } else { Inclusion::Reissue };
        ListCertificates { order_id: self.get.order_id, kind }
    }

    /// Continues without the list. A warning about the missing list is better than no result.
    fn skip_list(&mut self) {
        self.unread.push(if self.duplicates.is_none() {
            BlastRadiusWarning::DuplicatesNotRead
        } else {
            BlastRadiusWarning::ReissuesNotRead
        });
        self.add_list(Vec::new());
    }

    fn add_list(&mut self, rows: Vec<Certificate>) {
        let list = if self.duplicates.is_none() { &mut self.duplicates } else { &mut self.reissues };
        *list = Some(rows);
    }
}

impl Procedure for BlastRadiusQuery {
    type Output = BlastRadius;

    fn action(&self) -> Action {
        Action::Read
    }

    fn next(&mut self, _: u64) -> ProcedureStep<BlastRadius> {
        if self.order.is_none() {
            return ProcedureStep::Send(self.get.request());
        }
        if self.reissues.is_none() {
            return ProcedureStep::Send(self.list().request());
        }
        let Some(order) = self.order.take() else { return ProcedureStep::Send(self.get.request()) };
        let lists = [(Inclusion::Duplicate, self.duplicates.take()), (Inclusion::Reissue, self.reissues.take())];
        ProcedureStep::End(Ok(assemble(order, lists, std::mem::take(&mut self.unread))))
    }

    fn handle_response(&mut self, response: &HttpResponse) -> Result<(), Cause> {
        if self.order.is_none() {
            self.order = Some(self.get.read(response)?);
        } else {
            match self.list().read(response)? {
                Some(rows) => self.add_list(rows),
                None => self.skip_list(),
            }
        }
        Ok(())
    }

    /// A product without such a list responds with 400 or 404.
    fn handle_failure(&mut self, cause: Cause) -> Result<(), Cause> {
        match cause {
            Cause::Refused { status: 400 | 404, .. } if self.order.is_some() => {
                self.skip_list();
                Ok(())
            }
            cause => Err(cause),
        }
    }
}

fn assemble(
    order: Order,
    lists: [(Inclusion, Option<Vec<Certificate>>); 2],
    mut warnings: Vec<BlastRadiusWarning>,
) -> BlastRadius {
    let mut certificates: Vec<Certificate> = Vec::new();
    let mut reissue_pending = order.status == "reissue_pending";
    if let Some(primary) = &order.certificate {
        add(&mut certificates, primary.clone(), Inclusion::Primary);
    }
    for (kind, rows) in lists {
        for row in rows.unwrap_or_default() {
            reissue_pending |= kind == Inclusion::Reissue && row.status.as_deref() == Some("pending");
            // A pending or rejected reissue is not a certificate.
            if row.serial_number.is_none() && matches!(row.status.as_deref(), Some("pending" | "rejected")) {
                continue;
            }
            add(&mut certificates, row, kind);
        }
    }
    match order.status.as_str() {
        "issued" | "reissue_pending" => {}
        "revoked" => warnings.push(BlastRadiusWarning::AlreadyRevoked),
        "pending" | "waiting_pickup" | "needs_approval" | "processing" | "needs_csr" => {
            warnings.push(BlastRadiusWarning::NotIssued);
        }
        _ => warnings.push(BlastRadiusWarning::UnknownStatus),
    }
    let open =
        order.requests.as_deref().unwrap_or_default().iter().any(|request| request.is_revoke() && request.is_open());
    let not_tls = order.product.as_ref().is_some_and(|product| !product.is_tls);
    for (holds, warning) in [
        (open, BlastRadiusWarning::RevocationRequested),
        (reissue_pending, BlastRadiusWarning::ReissuePending),
        (not_tls, BlastRadiusWarning::ReasonIgnored),
    ] {
        if holds {
            warnings.push(warning);
        }
    }
    BlastRadius { order, certificates, warnings }
}

// A separate function moves a row in one piece.
#[inline(never)]
fn add(certificates: &mut Vec<Certificate>, mut row: Certificate, kind: Inclusion) {
    let same = certificates.iter_mut().find(|known| known.id.is_some() && known.id == row.id);
    if let Some(known) = same {
        merge(known, &mut row, kind);
    } else {
        row.included = vec![kind];
        certificates.push(row);
    }
}

/// Merges the same certificate of a second list: fields that the first list does not have are added.
fn merge(known: &mut Certificate, row: &mut Certificate, kind: Inclusion) {
    if !known.included.contains(&kind) {
        known.included.push(kind);
    }
    known.archived = known.archived.or(row.archived);
    fill(&mut known.status, &mut row.status);
    fill(&mut known.serial_number, &mut row.serial_number);
    fill(&mut known.thumbprint, &mut row.thumbprint);
    fill(&mut known.valid_till, &mut row.valid_till);
    fill(&mut known.dns_names, &mut row.dns_names);
}

fn fill<T>(known: &mut Option<T>, other: &mut Option<T>) {
    if known.is_none() {
        std::mem::swap(known, other);
    }
}
