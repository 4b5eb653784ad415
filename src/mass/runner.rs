//! A run with the pacer of its key, for a host where no one else sends with that key: a program, a page, a simulator. In the
//! gateway, people and other jobs share the key. There the host uses its own pacer between `Run::poll` and `Run::start_next`.

use super::run::{JournalBatch, Next, Run, Sending, Snapshot, Ticket};
use crate::policy::{Event, Lane, Limits, Moment, Pacer, PacerState, Permit, RateEstimate};

/// The next action.
#[derive(Debug)]
pub enum Act {
    /// Send this request, then call [`Runner::next`] again.
    Send(Sending),
    /// Append the record. Call [`Runner::next`] again at `until_ms`, or after the result of a request.
    Wait {
        /// The record to append to the journal.
        record: JournalBatch,
        /// A time of `Moment::elapsed_ms`. `None`: only after the result of a request.
        until_ms: Option<u64>,
    },
    /// Append this last record. The run is over.
    Over(JournalBatch),
}

/// A run with the pacer of its key.
#[derive(Debug)]
pub struct Runner {
    /// The run.
    pub run: Run,
    limits: Limits,
    pacer: Pacer,
}

impl Runner {
    /// Creates a runner with the kept state of the pacer, or a default state if the key was not used recently.
    #[must_use]
    pub fn new(run: Run, limits: Limits, state: PacerState) -> Self {
        Self { run, pacer: Pacer::from_state(limits.clone(), state), limits }
    }

    /// Creates a runner for a key whose recent use is unknown: see [`PacerState::filled`].
    #[must_use]
    pub fn cautious(run: Run, limits: Limits, moment: &Moment) -> Self {
        let state = PacerState::filled(&limits, moment.elapsed_ms);
        Self::new(run, limits, state)
    }

    /// Returns the next action.
    pub fn next(&mut self, moment: &Moment) -> Act {
        let wanted = self.run.poll(moment);
        let record = wanted.record;
        let until_ms = match wanted.next {
            Next::Over => return Act::Over(record),
            Next::Nothing { until_ms } => until_ms,
            Next::Send => match self.pacer.try_acquire(Lane::Bulk, moment.elapsed_ms) {
                Permit::Wait { ms } => Some(moment.elapsed_ms.saturating_add(ms)),
                Permit::Granted => match self.run.start_next(moment) {
                    Some(sending) => return Act::Send(sending.after(record)),
                    None => Some(moment.elapsed_ms),
                },
            },
        };
        Act::Wait { record, until_ms }
    }

    /// Handles the result of a request. Append the returned record.
    pub fn handle_event(&mut self, ticket: Ticket, event: Event, moment: &Moment) -> JournalBatch {
        let reply = self.run.handle_event(ticket, event, moment);
        if let Some(limited) = reply.limited {
            self.pacer.rate_limited(limited.retry_after_ms, moment.elapsed_ms);
        }
        reply.record
    }

    /// Returns the state to restore the pacer from after a restart.
    #[must_use]
    pub fn pacer_state(&self) -> PacerState {
        self.pacer.state()
    }

    /// Returns the snapshot of the run.
    #[must_use]
    pub fn snapshot(&self, moment: &Moment) -> Snapshot {
        let estimate = RateEstimate::of(&self.pacer, &self.limits, self.run.calls_left(), moment.elapsed_ms);
        self.run.snapshot(moment, estimate)
    }
}
