//! Starts a run from the lines of a plan, or continues it from its journal after a crash.

use super::{machine::Run, refusal::CommandError, sending::JournalBatch};
use crate::mass::{
    job::Job,
    journal::{Entry, JournalError, JournalProblem, MAX_ORDERS_PER_ENTRY, VERSION},
    ledger::Ledger,
    state::{Line, State},
};

impl Run {
    /// Starts a run of the lines of a plan. Each order waits, is on hold, or is skipped. The whole record must be in the
    /// journal before the first call of `grant`.
    ///
    /// # Errors
    /// If an order is in the list twice, or was sent already. Use `replay` for a run that was started.
    pub fn begin(job: Job, lines: &[Line], at: u64) -> Result<(Self, JournalBatch), CommandError> {
        let count = |of: usize| u32::try_from(of).map_err(|_| CommandError::TooMany);
        let list = lines.chunks(MAX_ORDERS_PER_ENTRY).map(|lines| lines.iter().map(|line| line.item.clone()).collect());
        let excluded: Vec<_> =
            lines.iter().filter_map(|line| exclusion(line, at).transpose()).collect::<Result<_, _>>()?;
        let (total, excluded_count) = (count(lines.len())?, count(excluded.len())?);
        let mut ledger = Ledger::new(total, excluded_count, job.clone());
        let mut record = JournalBatch::default();
        record.entries.push(Entry::Started {
            version: VERSION,
            at,
            total,
            excluded: excluded_count,
            job: Box::new(job),
        });
        for entry in list.map(Entry::Items).chain(excluded) {
            ledger.apply(&entry, &mut record.progress)?;
            record.entries.push(entry);
        }
        Ok((Self::over(ledger), record))
    }

    /// Continues the run of a journal. Orders that were in flight are read before they are sent again.
    ///
    /// # Errors
    /// The first invalid line, or an incomplete plan. Nothing may be sent then.
    pub fn replay(entries: impl IntoIterator<Item = Result<Entry, JournalError>>) -> Result<Self, JournalError> {
        let mut replay = Replay::default();
        for entry in entries {
            replay.take(&entry?)?;
        }
        replay.finish()
    }
}

/// Reads a journal entry by entry.
#[derive(Debug, Default)]
pub struct Replay {
    ledger: Option<Ledger>,
    line: u64,
}

impl Replay {
    /// Applies the next entry.
    ///
    /// # Errors
    /// If the entry contradicts those before it.
    pub fn take(&mut self, entry: &Entry) -> Result<(), JournalError> {
        self.line += 1;
        let applied = match (&mut self.ledger, entry) {
            (None, Entry::Started { total, excluded, job, .. }) => {
                self.ledger = Some(Ledger::new(*total, *excluded, (**job).clone()));
                Ok(())
            }
            (None, _) => Err(JournalProblem::UnexpectedEntry),
            (Some(ledger), entry) => ledger.apply(entry, &mut Vec::new()),
        };
        applied.map_err(|problem| JournalError { line: self.line, problem })
    }

    /// Applies the next line, without its line end.
    ///
    /// # Errors
    /// If the line is not an entry, or contradicts those before it.
    pub fn take_line(&mut self, line: &str) -> Result<(), JournalError> {
        let wrong = |problem| JournalError { line: self.line + 1, problem };
        let entry = Entry::from_line(line).map_err(wrong)?;
        self.take(&entry)
    }

    /// Returns the run after the last entry.
    ///
    /// # Errors
    /// If the journal ends before the complete plan.
    pub fn finish(self) -> Result<Run, JournalError> {
        let started = self.ledger.filter(Ledger::has_begun);
        started.map(Run::over).ok_or(JournalError { line: self.line + 1, problem: JournalProblem::Incomplete })
    }
}

/// Returns the entry that holds or skips an order. `None` for an order to send.
fn exclusion(line: &Line, at: u64) -> Result<Option<Entry>, CommandError> {
    let order = line.item.order_id;
    match &line.state {
        State::Waiting => Ok(None),
        State::Held { reason } => Ok(Some(Entry::Held { order, reason: reason.clone(), at })),
        State::Skipped(reason) => Ok(Some(Entry::Skipped { order, reason: *reason, at })),
        _ => Err(CommandError::AlreadySettled(order)),
    }
}
