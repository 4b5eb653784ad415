//! Starts a run from a plan, or continues it from its journal after a crash.

use std::collections::BTreeMap;

use super::{machine::Run, refusal::CommandError, sending::JournalBatch};
use crate::{
    api::OrderId,
    json::json_text,
    mass::{
        item::Item,
        job::Job,
        journal::{
            Entry, JournalChain, JournalError, JournalLines, JournalProblem, MAX_ENTRY_BYTES, MAX_ORDERS_PER_ENTRY,
            VERSION,
        },
        ledger::Ledger,
        plan::{Plan, Terms},
        state::{Line, State},
    },
};

impl Run {
    /// Starts the run of a plan. The options of the plan replace those of the job. The whole record must be in the journal
    /// before the first call of `start_next`.
    ///
    /// # Errors
    /// If an order is in the list twice.
    pub fn of_plan(job: Job, plan: &Plan, at: u64) -> Result<(Self, JournalBatch), CommandError> {
        let Terms { reason, comment, skip_approval, deadline_unix_ms, only_replaced, holds } = plan.terms();
        let job = Job {
            reason: *reason,
            comment: comment.clone(),
            skip_approval: skip_approval.then_some(true),
            deadline_unix_ms: *deadline_unix_ms,
            only_replaced: *only_replaced,
            ..job
        };
        Self::with_holds(job, &plan.lines(), holds, at)
    }

    /// Starts a run of lines without a plan. Each order waits, is on hold, or is skipped. The whole record must be in the journal
    /// before the first call of `start_next`.
    ///
    /// # Errors
    /// If an order is in the list twice, or was sent already. Use `replay` for a run that was started.
    pub fn begin(job: Job, lines: &[Line], at: u64) -> Result<(Self, JournalBatch), CommandError> {
        Self::with_holds(job, lines, &BTreeMap::new(), at)
    }

    /// `holds`: the holds of the plan, which include those of skipped orders.
    fn with_holds(
        job: Job,
        lines: &[Line],
        holds: &BTreeMap<OrderId, String>,
        at: u64,
    ) -> Result<(Self, JournalBatch), CommandError> {
        let count = |of: usize| u32::try_from(of).map_err(|_| CommandError::TooMany);
        let excluded: Vec<_> =
            lines.iter().filter_map(|line| exclusion(line, holds, at).transpose()).collect::<Result<_, _>>()?;
        let (total, excluded_count) = (count(lines.len())?, count(excluded.len())?);
        let mut ledger = Ledger::new(total, excluded_count, job);
        let mut record = JournalBatch::default();
        let entries: Vec<_> = items(lines).into_iter().map(Entry::Items).chain(excluded).collect();
        for entry in &entries {
            ledger.apply(entry, &mut record.progress)?;
        }
        ledger.job.digest = ledger.take_plan_digest();
        let job = Box::new(ledger.job.clone());
        record.entries.push(Entry::Started { version: VERSION, at, total, excluded: excluded_count, job });
        record.entries.extend(entries);
        Ok((Self::over(ledger), record))
    }

    /// Continues the run of a journal. Orders that were in flight are read before they are sent again. Further lines of the journal
    /// need the returned chain.
    ///
    /// # Errors
    /// The first invalid line, an incomplete plan, or a list that is not that of the plan. Nothing may be sent then.
    pub fn replay(mut lines: JournalLines<'_>) -> Result<(Self, JournalChain), JournalError> {
        let mut replay = Replay::default();
        for entry in lines.by_ref() {
            replay.take(&entry?)?;
        }
        replay.chain = lines.into_chain();
        replay.finish()
    }
}

/// Reads a journal line by line.
#[derive(Debug, Default)]
pub struct Replay {
    ledger: Option<Ledger>,
    line: u64,
    chain: JournalChain,
    /// Whether the list is compared with the digest of its plan.
    is_checked: bool,
}

impl Replay {
    /// Applies the next line, without its line end.
    ///
    /// # Errors
    /// If the line is not an entry, does not follow the line before it, or contradicts it.
    pub fn take_line(&mut self, line: &str) -> Result<(), JournalError> {
        let entry = self.chain.read(line).map_err(|problem| JournalError { line: self.line + 1, problem })?;
        self.take(&entry)
    }

    /// Returns the run after the last entry, and the chain for further lines.
    ///
    /// # Errors
    /// If the journal ends before the complete plan.
    pub fn finish(self) -> Result<(Run, JournalChain), JournalError> {
        let started = self.ledger.filter(Ledger::is_started).map(|ledger| (Run::over(ledger), self.chain));
        started.ok_or(JournalError { line: self.line + 1, problem: JournalProblem::Incomplete })
    }

    fn take(&mut self, entry: &Entry) -> Result<(), JournalError> {
        self.line += 1;
        self.apply(entry).map_err(|problem| JournalError { line: self.line, problem })
    }

    fn apply(&mut self, entry: &Entry) -> Result<(), JournalProblem> {
        let ledger = match (&mut self.ledger, entry) {
            (None, Entry::Started { total, excluded, job, .. }) => {
                self.ledger.insert(Ledger::new(*total, *excluded, (**job).clone()))
            }
            (None, _) => return Err(JournalProblem::UnexpectedEntry),
            (Some(ledger), entry) => {
                ledger.apply(entry, &mut Vec::new())?;
                ledger
            }
        };
        if !self.is_checked && ledger.is_started() {
            self.is_checked = true;
            if ledger.take_plan_digest() != ledger.job.digest {
                return Err(JournalProblem::OtherPlan(ledger.job.digest.clone()));
            }
        }
        Ok(())
    }
}

/// Returns the orders of the list in parts, each short enough for one entry.
fn items(lines: &[Line]) -> Vec<Vec<Item>> {
    let mut parts: Vec<Vec<Item>> = Vec::new();
    let mut bytes = 0;
    for Line { item, .. } in lines {
        let length = json_text(item).len();
        match parts.last_mut() {
            Some(part) if part.len() < MAX_ORDERS_PER_ENTRY && bytes + length <= MAX_ENTRY_BYTES => {
                part.push(item.clone());
                bytes += length;
            }
            _ => {
                parts.push(vec![item.clone()]);
                bytes = length;
            }
        }
    }
    parts
}

/// Returns the entry that holds or skips an order. `None` for an order to send.
fn exclusion(line: &Line, holds: &BTreeMap<OrderId, String>, at: u64) -> Result<Option<Entry>, CommandError> {
    let order = line.item.order_id;
    match &line.state {
        State::Waiting => Ok(None),
        State::Held { reason } => Ok(Some(Entry::Held { order, reason: reason.clone(), at })),
        State::Skipped(reason) => {
            Ok(Some(Entry::Skipped { order, reason: *reason, hold: holds.get(&order).cloned(), at }))
        }
        _ => Err(CommandError::AlreadySettled(order)),
    }
}
