//! How a run begins: with the lines of a plan, or again from its journal after a crash. Not here:
//! what is done to a run afterwards (`steer.rs`).

use super::{machine::Run, refusal::Refusal, sending::Record};
use crate::mass::{
    job::Job,
    journal::{Entry, JournalError, JournalProblem, MOST_IN_ENTRY, VERSION},
    ledger::Ledger,
    state::{Line, State},
};

impl Run {
    /// A new run of the lines of a plan: each waits, is exempted, or is skipped. The whole record has to be in the journal
    /// before anything is granted.
    ///
    /// # Errors
    /// If an order stands in the list twice, or was sent already: that is for `replay`.
    pub fn begin(job: Job, lines: &[Line], at: u64) -> Result<(Self, Record), Refusal> {
        let count = |of: usize| u32::try_from(of).map_err(|_| Refusal::TooMany);
        let list = lines.chunks(MOST_IN_ENTRY).map(|lines| lines.iter().map(|line| line.item.clone()).collect());
        let apart: Vec<_> = lines.iter().filter_map(|line| apart(line, at).transpose()).collect::<Result<_, _>>()?;
        let (total, count_apart) = (count(lines.len())?, count(apart.len())?);
        let mut ledger = Ledger::new(total, count_apart, job.clone());
        let mut record = Record::default();
        record.entries.push(Entry::Begun { version: VERSION, at, total, apart: count_apart, job: Box::new(job) });
        for entry in list.map(Entry::Items).chain(apart) {
            ledger.apply(&entry, &mut record.progress)?;
            record.entries.push(entry);
        }
        Ok((Self::over(ledger), record))
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

/// What keeps an order from being sent, as the plan has found; nothing for one that is to be sent.
fn apart(line: &Line, at: u64) -> Result<Option<Entry>, Refusal> {
    let order = line.item.order_id;
    match &line.state {
        State::Waiting => Ok(None),
        State::Held { why } => Ok(Some(Entry::Held { order, why: why.clone(), at })),
        State::Skipped(why) => Ok(Some(Entry::Skipped { order, why: *why, at })),
        _ => Err(Refusal::Settled(order)),
    }
}
