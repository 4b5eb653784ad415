//! A run and the pacer of its key, for a host where nobody else sends with that key: a program, a page, a simulator. Where
//! people and other jobs share the key (the gateway), the host asks its own pacer between `Run::wants` and `Run::grant`.
//! Not here: anything about orders, and waiting.

use super::run::{Next, Outlook, Record, Run, Sending, Snapshot, Ticket};
use crate::policy::{Event, Lane, Limits, Moment, Pace, Pacer, PacerState};

/// What to do now.
#[derive(Debug)]
pub enum Act {
    /// Send this, and ask again.
    Send(Sending),
    /// Append this, and ask again at this time of `Moment::elapsed_ms`, or as soon as something was told.
    Wait {
        /// For the journal.
        record: Record,
        /// When; without it only after something was told.
        until_ms: Option<u64>,
    },
    /// Append this: it was the last.
    Over(Record),
}

/// A run and the pacer of its key.
#[derive(Debug)]
pub struct Runner {
    /// The run.
    pub run: Run,
    limits: Limits,
    pacer: Pacer,
}

impl Runner {
    /// With a key with which nothing was sent lately, or of whose pacer the state was kept.
    #[must_use]
    pub fn new(run: Run, limits: Limits, state: PacerState) -> Self {
        Self { run, pacer: Pacer::from_state(limits.clone(), state), limits }
    }

    /// With a key of which nobody tells what was sent with it lately: see [`PacerState::filled`].
    #[must_use]
    pub fn cautious(run: Run, limits: Limits, moment: &Moment) -> Self {
        let state = PacerState::filled(&limits, moment.elapsed_ms);
        Self::new(run, limits, state)
    }

    /// What to do now.
    pub fn next(&mut self, moment: &Moment) -> Act {
        let wanted = self.run.wants(moment);
        let record = wanted.record;
        let until_ms = match wanted.next {
            Next::Over => return Act::Over(record),
            Next::Nothing { until_ms } => until_ms,
            Next::Send => match self.pacer.ask(Lane::Bulk, moment.elapsed_ms) {
                Pace::Wait { ms } => Some(moment.elapsed_ms.saturating_add(ms)),
                Pace::Go => match self.run.grant(moment) {
                    Some(sending) => return Act::Send(sending.after(record)),
                    None => Some(moment.elapsed_ms),
                },
            },
        };
        Act::Wait { record, until_ms }
    }

    /// What became of a request. The record is to be appended.
    pub fn told(&mut self, ticket: Ticket, event: Event, moment: &Moment) -> Record {
        let told = self.run.told(ticket, event, moment);
        if let Some(limited) = told.limited {
            self.pacer.refused(limited.retry_after_ms, moment.elapsed_ms);
        }
        told.record
    }

    /// What it takes to go on at the same pace after a restart.
    #[must_use]
    pub fn pacer_state(&self) -> PacerState {
        self.pacer.state()
    }

    /// The run now.
    #[must_use]
    pub fn snapshot(&self, moment: &Moment) -> Snapshot {
        let outlook = Outlook::of(&self.pacer, &self.limits, self.run.calls_left(), moment.elapsed_ms);
        self.run.snapshot(moment, outlook)
    }
}
