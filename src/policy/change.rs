//! A write that cannot be undone and whose response may be lost. After an unclear response the procedure reads before it sends
//! again: only two reads without a trace, a settling time apart, allow another send.
//! Source of the rule: RFC 9110, 9.2.2; DigiCert documents no idempotency key.

use super::{
    procedure::{Procedure, ProcedureStep},
    reconcile::{Reconcile, ReconcileVerdict},
    settings::Retry,
};
use crate::api::{Action, Cause, Endpoint, HttpResponse};

/// The maximum number of times that one write is sent.
pub(crate) const MAX_SENDS: u32 = 3;

/// Sends a write until its effect is known, or until no read can show it.
#[derive(Debug)]
pub struct Change<C: Reconcile> {
    endpoint: C,
    retry: Option<Retry>,
    stage: Stage<C::Output>,
    sends: u32,
    /// The time of the first send.
    sent_unix_ms: u64,
    /// A second send was refused, so only a read can show the effect of the first one.
    is_refused: bool,
}

#[derive(Debug)]
enum Stage<A> {
    Send,
    /// Read the effect. `no_trace`: an earlier read showed no trace of the write.
    Read {
        no_trace: bool,
        doubt: Cause,
    },
    /// Wait for the settling time between two reads.
    Settle {
        doubt: Cause,
    },
    Known(A),
    Unknown {
        doubt: Cause,
    },
}

impl<C: Reconcile> Change<C> {
    /// Creates a write. Without `retry`, it is sent once and not reconciled.
    #[must_use]
    pub fn new(endpoint: C, retry: Option<Retry>) -> Self {
        Self { endpoint, retry, stage: Stage::Send, sends: 0, sent_unix_ms: 0, is_refused: false }
    }

    /// Continues a write that was sent before and has an unknown effect, for example because the process ended. Starts with
    /// the read. `sends`: the number of sends so far. `sent_unix_ms`: the time of the first one.
    #[must_use]
    pub fn in_doubt(endpoint: C, retry: Retry, sends: u32, sent_unix_ms: u64, doubt: Cause) -> Self {
        let stage = Stage::Read { no_trace: false, doubt };
        Self { endpoint, retry: Some(retry), stage, sends: sends.max(1), sent_unix_ms, is_refused: false }
    }

    /// Returns the endpoint of the write.
    #[must_use]
    pub fn endpoint(&self) -> &C {
        &self.endpoint
    }

    fn stage_after(&self, verdict: ReconcileVerdict<C::Output>, no_trace: bool, doubt: Cause) -> Stage<C::Output> {
        match verdict {
            ReconcileVerdict::Applied(answer) => Stage::Known(answer),
            ReconcileVerdict::NotApplied if !no_trace => Stage::Settle { doubt },
            ReconcileVerdict::NotApplied if self.sends < MAX_SENDS && !self.is_refused => Stage::Send,
            ReconcileVerdict::NotApplied | ReconcileVerdict::Unclear => Stage::Unknown { doubt },
        }
    }
}

impl<C: Reconcile> Procedure for Change<C> {
    type Output = C::Output;

    fn action(&self) -> Action {
        C::ACTION
    }

    fn next(&mut self, now_unix_ms: u64) -> ProcedureStep<C::Output> {
        match std::mem::replace(&mut self.stage, Stage::Send) {
            Stage::Send => {
                if self.sends == 0 {
                    self.sent_unix_ms = now_unix_ms;
                }
                self.sends += 1;
                ProcedureStep::Send(self.endpoint.request())
            }
            Stage::Read { no_trace, doubt } => {
                let Some(lookup) = self.endpoint.lookup() else { return ProcedureStep::End(Err(doubt)) };
                self.stage = Stage::Read { no_trace, doubt };
                ProcedureStep::Send(lookup.request())
            }
            Stage::Settle { doubt } => {
                self.stage = Stage::Read { no_trace: true, doubt };
                ProcedureStep::Pause(self.retry.map_or(0, |retry| retry.settle_ms))
            }
            Stage::Known(answer) => ProcedureStep::End(Ok(answer)),
            Stage::Unknown { doubt } => ProcedureStep::End(Err(doubt)),
        }
    }

    fn handle_response(&mut self, response: &HttpResponse) -> Result<(), Cause> {
        self.stage = match (&self.stage, self.endpoint.lookup()) {
            (Stage::Read { no_trace, doubt }, Some(lookup)) => {
                let verdict = self.endpoint.judge(lookup.read(response)?, self.sent_unix_ms);
                self.stage_after(verdict, *no_trace, doubt.clone())
            }
            _ => Stage::Known(self.endpoint.read(response)?),
        };
        Ok(())
    }

    fn handle_failure(&mut self, cause: Cause) -> Result<(), Cause> {
        let is_refused = matches!(cause, Cause::Refused { .. });
        // The first send was refused or not sent: there is no effect to read.
        let has_no_effect = self.sends == 1 && (is_refused || matches!(cause, Cause::NotConnected));
        let is_write = matches!(self.stage, Stage::Send);
        if !is_write || self.retry.is_none() || self.endpoint.lookup().is_none() || has_no_effect {
            return Err(cause);
        }
        self.is_refused |= is_refused;
        self.stage = Stage::Read { no_trace: false, doubt: cause };
        Ok(())
    }

    fn doubt(&self) -> Option<Cause> {
        match &self.stage {
            Stage::Read { doubt, .. } | Stage::Settle { doubt } | Stage::Unknown { doubt } => Some(doubt.clone()),
            Stage::Send | Stage::Known(_) => None,
        }
    }
}
