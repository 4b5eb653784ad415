//! How a run begins: with a list, with a plan that somebody confirmed, or again from its journal after a crash. Not here:
//! what is done to a run afterwards (`steer.rs`).

use super::{Record, Refusal, Run};
use crate::{
    api::OrderId,
    mass::{
        item::Item,
        job::Job,
        journal::{Entry, JournalError, JournalProblem, MOST_IN_ENTRY, VERSION},
        ledger::Ledger,
        plan::ConfirmedPlan,
        state::{Line, State},
    },
};

impl Run {
    /// A new run. The whole record has to be in the journal before anything is granted.
    ///
    /// # Errors
    /// If an order stands in the list twice.
    pub fn begin(job: Job, items: &[Item], at: u64) -> Result<(Self, Record), Refusal> {
        Self::begin_without(job, items, Vec::new(), at)
    }

    /// A new run of a plan. What the plan exempts or skips is part of the record, and so it is known before anything is
    /// granted, whatever crashes.
    ///
    /// # Errors
    /// If an order stands in the list twice.
    pub fn of_plan(confirmed: &ConfirmedPlan<'_>, job: Job, at: u64) -> Result<(Self, Record), Refusal> {
        Self::of_lines(job, confirmed.plan().lines(), at)
    }

    /// As `of_plan`, of a plan that nobody has to confirm: a rehearsal's.
    pub(in crate::mass) fn of_lines(job: Job, lines: Vec<Line>, at: u64) -> Result<(Self, Record), Refusal> {
        let apart = lines.iter().filter_map(|line| apart(line.item.order_id, &line.state, at)).collect();
        let items: Vec<_> = lines.into_iter().map(|line| line.item).collect();
        Self::begin_without(job, &items, apart, at)
    }

    fn begin_without(job: Job, items: &[Item], apart: Vec<Entry>, at: u64) -> Result<(Self, Record), Refusal> {
        let count = |of: usize| u32::try_from(of).map_err(|_| Refusal::TooMany);
        let (total, count_apart) = (count(items.len())?, count(apart.len())?);
        let mut ledger = Ledger::new(total, count_apart, job.clone());
        let head = Entry::Begun { version: VERSION, at, total, apart: count_apart, job: Box::new(job) };
        let list = items.chunks(MOST_IN_ENTRY).map(|items| Entry::Items(items.to_vec()));
        let mut entries = vec![head];
        for entry in list.chain(apart) {
            ledger.apply(&entry, &mut Vec::new())?;
            entries.push(entry);
        }
        Ok((Self::over(ledger), Record { entries, progress: Vec::new() }))
    }

    /// Takes up the run of a journal. Whatever was on its way then is in doubt, and is read before it is sent again.
    ///
    /// # Errors
    /// The first line that is wrong, or that the plan never got whole into it. Nothing may be sent then.
    pub fn replay(entries: impl IntoIterator<Item = Result<Entry, JournalError>>) -> Result<Self, JournalError> {
        let mut replay = Replay::default();
        for entry in entries {
            replay.take(&entry?)?;
        }
        replay.finish()
    }
}

/// A journal that is being read, entry by entry.
#[derive(Debug, Default)]
pub struct Replay {
    ledger: Option<Ledger>,
    line: u64,
}

impl Replay {
    /// The next entry.
    ///
    /// # Errors
    /// If it cannot have happened after those before it.
    pub fn take(&mut self, entry: &Entry) -> Result<(), JournalError> {
        self.line += 1;
        let taken = match (&mut self.ledger, entry) {
            (None, Entry::Begun { total, apart, job, .. }) => {
                self.ledger = Some(Ledger::new(*total, *apart, (**job).clone()));
                Ok(())
            }
            (None, _) => Err(JournalProblem::OutOfPlace),
            (Some(ledger), entry) => ledger.apply(entry, &mut Vec::new()),
        };
        taken.map_err(|problem| JournalError { line: self.line, problem })
    }

    /// The next line, without the end of it.
    ///
    /// # Errors
    /// As `take`, and if it is no entry.
    pub fn take_line(&mut self, line: &str) -> Result<(), JournalError> {
        let wrong = |problem| JournalError { line: self.line + 1, problem };
        let entry = Entry::from_line(line).map_err(wrong)?;
        self.take(&entry)
    }

    /// The run, once every entry was taken.
    ///
    /// # Errors
    /// If the plan never got whole into the journal.
    pub fn finish(self) -> Result<Run, JournalError> {
        let begun = self.ledger.filter(Ledger::has_begun);
        begun.map(Run::over).ok_or(JournalError { line: self.line + 1, problem: JournalProblem::Incomplete })
    }
}

/// What keeps an order from being sent, as the plan has found.
fn apart(order: OrderId, state: &State, at: u64) -> Option<Entry> {
    match state {
        State::Held { why } => Some(Entry::Held { order, why: why.clone(), at }),
        State::Skipped(why) => Some(Entry::Skipped { order, why: *why, at }),
        _ => None,
    }
}
