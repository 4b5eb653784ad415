//! A change that cannot be undone, whose answer may be lost: send, and where that leaves a doubt, read before anything
//! else. Only two clear reads, a settling time apart, allow to send again, and never more than three times in all.
//! Source of the rule: RFC 9110, 9.2.2; DigiCert documents no idempotency key.

use super::{
    plan::{Next, Plan},
    settings::Retry,
};
use crate::api::{
    Action, ApprovalRequest, Cause, ConfirmedBy, DecideRequest, Decision, DecisionOutcome, Endpoint, GetOrder,
    GetRequest, HttpResponse, Order, OrderRequest, Outcome, Proof, RequestStatus, Revoke, RevokeRequest, Target,
    Timestamp,
};

/// How often a change may be sent, ever.
pub(crate) const MOST_SENDS: u32 = 3;
/// How far DigiCert's clock and ours are expected to be apart: a request this much older than our sending is not ours.
const CLOCKS_APART_MS: u64 = 600_000;
/// How far a wrong time zone puts a clock apart at most. An open request may be ours unless it is this much older.
const TIME_ZONES_APART_MS: u64 = 50_400_000;

/// What a read says about a change whose answer was lost.
#[derive(Debug, PartialEq, Eq)]
pub enum Finding<A> {
    /// It was carried out.
    Applied(A),
    /// There is no trace of it.
    NotApplied,
    /// It cannot be told.
    Unclear,
}

/// A change that a read can tell about.
pub trait Reconciled: Endpoint {
    /// The read.
    type Reading: Endpoint;

    /// Which read tells; nothing where none does.
    fn reading(&self) -> Option<Self::Reading>;

    /// What the read says. `sent_unix_ms`: when the change was first sent.
    fn judge(
        &self,
        seen: <Self::Reading as Endpoint>::Answer,
        sent_unix_ms: u64,
    ) -> Finding<<Self as Endpoint>::Answer>;
}

impl Reconciled for Revoke {
    type Reading = GetOrder;

    /// There is no documented read of a single certificate.
    fn reading(&self) -> Option<GetOrder> {
        if let Target::Order(order_id) = self.target { Some(GetOrder { order_id }) } else { None }
    }

    fn judge(&self, order: Order, sent_unix_ms: u64) -> Finding<Outcome> {
        if order.status == "revoked" {
            return Finding::Applied(self.revoked(Proof::Revoked, ConfirmedBy::Read));
        }
        let Some(requests) = order.requests else { return Finding::Unclear };
        let mut unclear = order.status != "issued";
        for request in requests.iter().filter(|request| request.is_revoke()) {
            let ours = self.is_ours(request.comments.as_deref());
            let before = is_older(request, sent_unix_ms, CLOCKS_APART_MS);
            // A waiting request is what was asked for, whoever made it; but who asked to skip the approval did not make
            // one that is older than the call.
            let counts = request.is_open() && !(before && self.skip_approval == Some(true));
            if ours || counts {
                let Some(request) = RevokeRequest::of(request) else { return Finding::Unclear };
                return Finding::Applied(self.requested(request, ConfirmedBy::Read));
            }
            // Decided upon already and recent, or open and older by no more than a clock may be wrong: it may be this call's.
            let may_be_ours = request.is_open() && !is_older(request, sent_unix_ms, TIME_ZONES_APART_MS);
            unclear |= !before || may_be_ours;
        }
        if unclear { Finding::Unclear } else { Finding::NotApplied }
    }
}

fn is_older(request: &OrderRequest, sent_unix_ms: u64, apart_ms: u64) -> bool {
    let made = request.date.as_deref().and_then(Timestamp::parse);
    made.is_some_and(|made| made.unix_ms() + apart_ms < sent_unix_ms)
}

impl Reconciled for DecideRequest {
    type Reading = GetRequest;

    fn reading(&self) -> Option<GetRequest> {
        Some(GetRequest { request_id: self.request_id })
    }

    fn judge(&self, request: ApprovalRequest, _: u64) -> Finding<DecisionOutcome> {
        match (self.decision, request.status) {
            (Decision::Approved, RequestStatus::Approved) | (Decision::Rejected, RequestStatus::Rejected) => {
                Finding::Applied(self.decided(ConfirmedBy::Read))
            }
            (_, RequestStatus::Submitted | RequestStatus::Pending) => Finding::NotApplied,
            _ => Finding::Unclear,
        }
    }
}

/// Sends a change until it is known what became of it, or that nobody can know.
#[derive(Debug)]
pub struct Change<C: Reconciled> {
    endpoint: C,
    retry: Option<Retry>,
    stage: Stage<C::Answer>,
    sends: u32,
    /// When it was first sent.
    sent_unix_ms: u64,
    /// A re-send was refused: what stays to be known, only a read can tell.
    refused: bool,
}

#[derive(Debug)]
enum Stage<A> {
    Send,
    /// Read what became of it; `clear`: an earlier read has shown no trace.
    Look {
        clear: bool,
        doubt: Cause,
    },
    /// Let time pass between two reads.
    Settle {
        doubt: Cause,
    },
    Known(A),
    Unknown {
        doubt: Cause,
    },
}

impl<C: Reconciled> Change<C> {
    /// Sends this. Without `retry` once, and nothing is read.
    #[must_use]
    pub fn new(endpoint: C, retry: Option<Retry>) -> Self {
        Self { endpoint, retry, stage: Stage::Send, sends: 0, sent_unix_ms: 0, refused: false }
    }

    /// Goes on with a change that was sent before, and of which nothing told what became of it: the process ended
    /// meanwhile, for example. Begins with the read. `sends`: how often it was sent so far; `sent_unix_ms`: when first.
    #[must_use]
    pub fn in_doubt(endpoint: C, retry: Retry, sends: u32, sent_unix_ms: u64, doubt: Cause) -> Self {
        let stage = Stage::Look { clear: false, doubt };
        Self { endpoint, retry: Some(retry), stage, sends: sends.max(1), sent_unix_ms, refused: false }
    }

    /// Returns what is sent.
    #[must_use]
    pub fn endpoint(&self) -> &C {
        &self.endpoint
    }

    fn found(&self, finding: Finding<C::Answer>, clear: bool, doubt: Cause) -> Stage<C::Answer> {
        match finding {
            Finding::Applied(answer) => Stage::Known(answer),
            Finding::NotApplied if !clear => Stage::Settle { doubt },
            Finding::NotApplied if self.sends < MOST_SENDS && !self.refused => Stage::Send,
            Finding::NotApplied | Finding::Unclear => Stage::Unknown { doubt },
        }
    }
}

impl<C: Reconciled> Plan for Change<C> {
    type Answer = C::Answer;

    fn action(&self) -> Action {
        C::ACTION
    }

    fn next(&mut self, now_unix_ms: u64) -> Next<C::Answer> {
        match std::mem::replace(&mut self.stage, Stage::Send) {
            Stage::Send => {
                if self.sends == 0 {
                    self.sent_unix_ms = now_unix_ms;
                }
                self.sends += 1;
                Next::Ask(self.endpoint.request())
            }
            Stage::Look { clear, doubt } => {
                let Some(reading) = self.endpoint.reading() else { return Next::End(Err(doubt)) };
                self.stage = Stage::Look { clear, doubt };
                Next::Ask(reading.request())
            }
            Stage::Settle { doubt } => {
                self.stage = Stage::Look { clear: true, doubt };
                Next::Pause(self.retry.map_or(0, |retry| retry.settle_ms))
            }
            Stage::Known(answer) => Next::End(Ok(answer)),
            Stage::Unknown { doubt } => Next::End(Err(doubt)),
        }
    }

    fn take(&mut self, response: &HttpResponse) -> Result<(), Cause> {
        self.stage = match (&self.stage, self.endpoint.reading()) {
            (Stage::Look { clear, doubt }, Some(reading)) => {
                let finding = self.endpoint.judge(reading.read(response)?, self.sent_unix_ms);
                self.found(finding, *clear, doubt.clone())
            }
            _ => Stage::Known(self.endpoint.read(response)?),
        };
        Ok(())
    }

    fn failed(&mut self, cause: Cause) -> Result<(), Cause> {
        let refused = matches!(cause, Cause::Refused { .. });
        // The first send was refused, or never left: there is nothing to read about.
        let is_clear = self.sends == 1 && (refused || matches!(cause, Cause::NotConnected));
        let sent = matches!(self.stage, Stage::Send);
        if !sent || self.retry.is_none() || self.endpoint.reading().is_none() || is_clear {
            return Err(cause);
        }
        self.refused |= refused;
        self.stage = Stage::Look { clear: false, doubt: cause };
        Ok(())
    }

    fn doubt(&self) -> Option<Cause> {
        match &self.stage {
            Stage::Look { doubt, .. } | Stage::Settle { doubt } | Stage::Unknown { doubt } => Some(doubt.clone()),
            Stage::Send | Stage::Known(_) => None,
        }
    }
}
