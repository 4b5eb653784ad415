//! The state of a run: the line of each order, the counts, and the run status. Only journal entries change it, so a run
//! and its replay cannot differ. An entry that contradicts the state is rejected.

use std::collections::BTreeMap;

use super::{
    canonical::{Canonical, CanonicalOrder},
    item::Item,
    job::Job,
    journal::{Entry, JournalProblem, PauseReason, Settlement},
    state::{Counts, Line, SkipReason, State, StateName},
    status::{Progress, Status},
};
use crate::{
    api::{OrderId, Proof},
    policy::MAX_SENDS,
};

/// The state of a run.
#[derive(Clone, Debug)]
pub(super) struct Ledger {
    pub(super) job: Job,
    pub(super) status: Status,
    pub(super) counts: Counts,
    /// The time of the last confirmation, in milliseconds since 1970.
    pub(super) confirmed_unix_ms: Option<u64>,
    /// Whether the deadline has paused the run. It does so only once.
    pub(super) deadline_paused: bool,
    /// The time of the first revocation, in milliseconds since 1970.
    pub(super) first_sent_unix_ms: Option<u64>,
    /// The number of applied entries, including the head. Each entry is one line of the journal.
    entries: u64,
    total: u32,
    /// The number of holds and skips of the plan that are not applied yet. The run has not started before it is 0.
    excluded: u32,
    lines: Vec<Line>,
    /// Sorted once the list is complete.
    places: Vec<(OrderId, u32)>,
    /// The holds of the plan, with the reason. They are kept until the run has started.
    planned_holds: BTreeMap<u32, String>,
    /// Orders in flight that are on hold, with the reason. They are not sent again.
    holds: BTreeMap<u32, String>,
}

impl Ledger {
    pub(super) fn new(total: u32, excluded: u32, job: Job) -> Self {
        Self {
            job,
            status: Status::Running,
            counts: Counts::default(),
            confirmed_unix_ms: None,
            deadline_paused: false,
            first_sent_unix_ms: None,
            entries: 1,
            total,
            excluded,
            lines: Vec::new(),
            places: Vec::new(),
            planned_holds: BTreeMap::new(),
            holds: BTreeMap::new(),
        }
    }

    /// Whether the complete list and every hold and skip of the plan are applied.
    pub(super) fn is_started(&self) -> bool {
        self.is_whole() && self.excluded == 0
    }

    /// Returns the digest of the plan of a run that has just started, and drops what only the digest needs.
    pub(super) fn take_plan_digest(&mut self) -> String {
        let holds = std::mem::take(&mut self.planned_holds);
        let mut orders = Vec::new();
        for (place, Line { item, state, .. }) in (0..).zip(&self.lines) {
            let hold = holds.get(&place).map(String::as_str);
            // An order that the run would send is not left out, whatever the option says.
            orders.push(CanonicalOrder::new(item, hold, self.job.only_replaced && *state != State::Waiting));
        }
        let canonical = Canonical {
            deadline_unix_ms: self.job.deadline_unix_ms,
            skip_approval: self.job.skip_approval == Some(true),
            reason: self.job.reason,
            comment: self.job.comment.as_deref(),
            orders,
        };
        canonical.digest()
    }

    fn is_whole(&self) -> bool {
        self.lines.len() == self.total as usize
    }

    /// Returns the number of journal lines.
    pub(super) fn entries(&self) -> u64 {
        self.entries
    }

    pub(super) fn lines(&self) -> &[Line] {
        &self.lines
    }

    pub(super) fn line(&self, place: u32) -> Option<&Line> {
        self.lines.get(place as usize)
    }

    /// Returns the position of an order in the list.
    pub(super) fn place(&self, order: OrderId) -> Option<u32> {
        let found = self.places.binary_search_by_key(&order, |(id, _)| *id).ok()?;
        self.places.get(found).map(|(_, place)| *place)
    }

    pub(super) fn is_held(&self, place: u32) -> bool {
        self.holds.contains_key(&place) || matches!(self.line(place), Some(Line { state: State::Held { .. }, .. }))
    }

    /// Applies an entry and adds the orders that changed to `changed`.
    ///
    /// # Errors
    /// If the entry contradicts the state. Nothing has changed then.
    pub(super) fn apply(&mut self, entry: &Entry, changed: &mut Vec<Progress>) -> Result<(), JournalProblem> {
        self.take(entry, changed)?;
        self.entries += 1;
        Ok(())
    }

    fn take(&mut self, entry: &Entry, changed: &mut Vec<Progress>) -> Result<(), JournalProblem> {
        match entry {
            Entry::Items(items) => return self.add_items(items),
            Entry::Started { .. } => return Err(JournalProblem::UnexpectedEntry),
            _ if !self.is_whole() => return Err(JournalProblem::UnexpectedEntry),
            _ if self.excluded > 0 && !matches!(entry, Entry::Held { .. } | Entry::Skipped { .. }) => {
                return Err(JournalProblem::UnexpectedEntry);
            }
            _ if matches!(self.status, Status::Finished { .. }) => return Err(JournalProblem::InvalidState),
            Entry::Paused { .. }
            | Entry::Stopped { .. }
            | Entry::Resumed { .. }
            | Entry::Canceled { .. }
            | Entry::Finished { .. } => return self.update_status(entry),
            Entry::Confirmed { revoked, at } => {
                let places: Vec<_> =
                    revoked.iter().map(|order| self.known(*order)).collect::<Result<_, JournalProblem>>()?;
                for place in places {
                    self.confirmed(place, *at, changed);
                }
                self.confirmed_unix_ms = Some(*at);
            }
            Entry::Sending { order, send, at } => {
                let place = self.known(*order)?;
                self.sending(place, *send, *at, changed).ok_or(JournalProblem::InvalidTransition(*order))?;
            }
            Entry::Returned { order, at } => {
                let place = self.known(*order)?;
                self.returned(place, *at, changed).ok_or(JournalProblem::InvalidTransition(*order))?;
            }
            Entry::Settled { order, r#as, at } => {
                let place = self.known(*order)?;
                let from = self.line(place).map(|line| line.state.name());
                if !matches!(from, Some(StateName::Sending | StateName::Unknown)) {
                    return Err(JournalProblem::InvalidTransition(*order));
                }
                if !matches!(r#as, Settlement::Unknown(_)) {
                    self.holds.remove(&place);
                }
                self.set(place, r#as.clone().into(), *at, changed);
            }
            Entry::Held { order, reason, at } => {
                let place = self.known(*order)?;
                self.held(place, reason, *at, changed).ok_or(JournalProblem::InvalidTransition(*order))?;
                self.plan_holds(place, Some(reason));
            }
            Entry::Released { order, at } => {
                let place = self.known(*order)?;
                let waits = matches!(self.line(place), Some(Line { state: State::Held { .. }, .. }));
                if waits {
                    self.set(place, State::Waiting, *at, changed);
                } else {
                    self.holds.remove(&place).ok_or(JournalProblem::InvalidTransition(*order))?;
                }
            }
            Entry::Skipped { order, reason, hold, at } => {
                let place = self.known(*order)?;
                if !matches!(self.line(place), Some(Line { state: State::Waiting, .. })) {
                    return Err(JournalProblem::InvalidTransition(*order));
                }
                self.set(place, State::Skipped(*reason), *at, changed);
                self.plan_holds(place, hold.as_ref());
            }
        }
        self.excluded = self.excluded.saturating_sub(1);
        Ok(())
    }

    /// Keeps the hold of an order that the plan leaves out.
    fn plan_holds(&mut self, place: u32, reason: Option<&String>) {
        if self.excluded > 0
            && let Some(reason) = reason
        {
            self.planned_holds.insert(place, reason.clone());
        }
    }

    fn add_items(&mut self, items: &[Item]) -> Result<(), JournalProblem> {
        let room = self.total as usize - self.lines.len();
        if items.is_empty() || items.len() > room {
            return Err(JournalProblem::TooMany);
        }
        for (place, item) in (self.counts.waiting..).zip(items) {
            self.places.push((item.order_id, place));
            self.lines.push(Line { journal_line: self.entries + 1, ..Line::new(item.clone()) });
        }
        self.counts.waiting = u32::try_from(self.lines.len()).unwrap_or(u32::MAX);
        if self.is_whole() {
            self.places.sort_unstable();
            let duplicate = self.places.windows(2).find_map(|pair| match pair {
                [(one, _), (next, _)] if one == next => Some(*one),
                _ => None,
            });
            if let Some(order) = duplicate {
                return Err(JournalProblem::DuplicateOrder(order));
            }
        }
        Ok(())
    }

    fn update_status(&mut self, entry: &Entry) -> Result<(), JournalProblem> {
        self.status = match (&self.status, entry) {
            (Status::Running, Entry::Paused { reason, .. }) => Status::Paused { reason: *reason },
            (Status::Running | Status::Paused { .. }, Entry::Stopped { code, message, .. }) => {
                Status::Stopped { code: code.clone(), message: message.clone() }
            }
            (Status::Paused { .. } | Status::Stopped { .. }, Entry::Resumed { .. }) => Status::Running,
            (Status::Running | Status::Paused { .. } | Status::Stopped { .. }, Entry::Canceled { .. }) => {
                Status::Canceled
            }
            (Status::Running | Status::Paused { .. }, Entry::Finished { .. }) => Status::Finished { canceled: false },
            (Status::Canceled, Entry::Finished { .. }) => Status::Finished { canceled: true },
            _ => return Err(JournalProblem::InvalidState),
        };
        self.deadline_paused |= self.status == Status::Paused { reason: PauseReason::Deadline };
        Ok(())
    }

    fn known(&self, order: OrderId) -> Result<u32, JournalProblem> {
        self.place(order).ok_or(JournalProblem::NotInList(order))
    }

    fn sending(&mut self, place: u32, send: u32, at: u64, changed: &mut Vec<Progress>) -> Option<()> {
        let running = self.status == Status::Running && !self.is_held(place);
        let line = self.lines.get_mut(place as usize)?;
        let may = matches!(line.state, State::Waiting | State::Sending | State::Unknown { .. });
        if !running || !may || send != line.sends + 1 || send > MAX_SENDS {
            return None;
        }
        line.sends = send;
        line.sent_unix_ms.get_or_insert(at);
        self.first_sent_unix_ms.get_or_insert(at);
        self.set(place, State::Sending, at, changed);
        Some(())
    }

    fn returned(&mut self, place: u32, at: u64, changed: &mut Vec<Progress>) -> Option<()> {
        let line = self.lines.get_mut(place as usize)?;
        if line.state != State::Sending {
            return None;
        }
        line.sends = line.sends.checked_sub(1)?;
        if line.sends > 0 {
            return Some(());
        }
        line.sent_unix_ms = None;
        let state = self.holds.remove(&place).map_or(State::Waiting, |reason| State::Held { reason });
        self.set(place, state, at, changed);
        Some(())
    }

    fn held(&mut self, place: u32, reason: &str, at: u64, changed: &mut Vec<Progress>) -> Option<()> {
        match self.line(place)?.state {
            State::Waiting => self.set(place, State::Held { reason: reason.to_owned() }, at, changed),
            State::Sending | State::Unknown { .. } => {
                self.holds.insert(place, reason.to_owned());
            }
            _ => return None,
        }
        Some(())
    }

    /// DigiCert shows the order as revoked. An order in flight is settled by its call, and an order on hold does not change.
    fn confirmed(&mut self, place: u32, at: u64, changed: &mut Vec<Progress>) {
        let Some(line) = self.line(place) else { return };
        let state = match line.state {
            State::Revoked { proof: Proof::Accepted | Proof::Approved }
            | State::Requested { .. }
            | State::Unknown { .. } => State::Revoked { proof: Proof::Revoked },
            State::Waiting | State::Refused { .. } => State::Skipped(SkipReason::AlreadyRevoked),
            State::Revoked { proof: Proof::Revoked } | State::Sending | State::Held { .. } | State::Skipped(_) => {
                return;
            }
        };
        self.holds.remove(&place);
        self.set(place, state, at, changed);
    }

    /// Changes the state of an order and the counts. Nothing else changes a state.
    fn set(&mut self, place: u32, state: State, at: u64, changed: &mut Vec<Progress>) {
        let Some(line) = self.lines.get_mut(place as usize) else { return };
        let from = line.state.name();
        *self.counts.of(&line.state) -= 1;
        *self.counts.of(&state) += 1;
        line.state = state;
        line.journal_line = self.entries + 1;
        let (to, proof) = (line.state.name(), line.state.proof());
        if from != to {
            line.known_unix_ms = Some(at).filter(|_| !matches!(to, StateName::Waiting | StateName::Sending));
        }
        changed.push(Progress { order_id: line.item.order_id, from, to, proof, at_unix_ms: at });
    }
}
