//! Confirmation: which revocations DigiCert shows. One read tells of many orders: while the run goes, the orders whose
//! status changed lately; after its last order, pages of the order list for those that are not proven by then. Not here:
//! what a confirmation does to an order (`ledger.rs`), and which reads tell of many orders (`survey.rs`).

use super::{
    flight::{Calling, Changes, Flight},
    machine::Run,
    rank::rank,
};
use crate::{
    api::{Cause, Failure, OrderId, Problem, Proof, StatusChanges},
    mass::{
        journal::{Entry, MOST_IN_ENTRY},
        state::State,
        status::Status,
        survey::{Finding, Survey, Surveyed},
    },
    policy::{Call, Event, Moment},
};

/// How far two looks at the changes overlap: DigiCert's clock is not ours, and a change may be shown late.
const OVERLAP_MS: u64 = 600_000;

impl Run {
    /// When it is to be looked at next, where there is something to look for.
    pub(super) fn look_due_ms(&self) -> Option<u64> {
        self.confirming.due_ms.filter(|_| !self.is_looking())
    }

    /// Looks where it is time to, and ends the run where nothing is left to look for.
    pub(super) fn look(&mut self, moment: &Moment) {
        if self.is_looking() {
            return;
        }
        let settings = self.ledger.job.settings;
        if !self.is_sent() {
            self.confirming.left = None;
            if !self.is_shown_later() {
                self.confirming.due_ms = None;
            } else if self.is_due(settings.look_ms, moment) {
                self.look_at_changes(moment);
            }
            return;
        }
        let left = *self.confirming.left.get_or_insert_with(|| {
            self.confirming.due_ms = None;
            settings.looks
        });
        if left == 0 || !self.is_unproven() {
            self.note(Entry::Over { at: moment.unix_ms });
        } else if self.is_due(settings.retry.settle_ms, moment) {
            self.confirming.left = Some(left - 1);
            // One call first; what it does not tell is worth more.
            if left == settings.looks { self.look_at_changes(moment) } else { self.survey(moment) }
        }
    }

    fn is_looking(&self) -> bool {
        self.flights.iter().any(|flight| flight.place().is_none())
    }

    /// Whether it is time to look; `first_ms`: how long from now, where no time was set.
    fn is_due(&mut self, first_ms: u32, moment: &Moment) -> bool {
        let due_ms = *self.confirming.due_ms.get_or_insert(moment.elapsed_ms + u64::from(first_ms));
        due_ms <= moment.elapsed_ms
    }

    /// Whether every order was sent that will be, and has an end.
    fn is_sent(&self) -> bool {
        let none_comes = self.queue.is_empty() || self.ledger.status == Status::Cancelled;
        none_comes && self.open() == 0 && self.doubts.is_empty() && self.later.is_empty()
    }

    /// Whether DigiCert may come to show something that is not known yet.
    fn is_unproven(&self) -> bool {
        let counts = &self.ledger.counts;
        let refused = if self.confirming.surveyed { 0 } else { counts.refused };
        [counts.revoked.accepted, counts.revoked.approved, counts.unknown, refused].iter().any(|count| *count > 0)
    }

    fn is_shown_later(&self) -> bool {
        let counts = &self.ledger.counts;
        let may_be = [counts.revoked.accepted, counts.revoked.approved, counts.unknown, counts.requested];
        may_be.iter().any(|count| *count > 0)
    }

    fn look_at_changes(&mut self, moment: &Moment) {
        let since = self.ledger.looked_unix_ms.or(self.ledger.first_sent_unix_ms).unwrap_or(moment.unix_ms);
        // Of two clocks the one that says more: that of the wall may have been set.
        let by_wall = moment.unix_ms.saturating_sub(since);
        let passed = self.confirming.asked_ms.map_or(0, |asked| moment.elapsed_ms.saturating_sub(asked));
        let seconds = (by_wall.max(passed) + OVERLAP_MS).div_ceil(1000);
        let seconds = u32::try_from(seconds).unwrap_or(u32::MAX).min(StatusChanges::MOST);
        self.confirming.asked_ms = Some(moment.elapsed_ms);
        let policy = self.ledger.job.settings.policy();
        self.step(Flight::new(Calling::changes(seconds, policy)), Event::Began, moment);
    }

    fn survey(&mut self, moment: &Moment) {
        let unproven = self.ledger.lines().iter().filter(|line| match line.state {
            State::Revoked { proof } => proof < Proof::Revoked,
            State::Requested { .. } | State::Refused { .. } | State::Unknown { .. } => true,
            _ => false,
        });
        let survey = Survey::new(unproven.map(|line| line.item.order_id));
        let call = Box::new(Call::new(survey, self.ledger.job.settings.policy()));
        self.step(Flight::new(Calling::Survey(call)), Event::Began, moment);
    }

    pub(super) fn saw_changes(&mut self, changes: Result<Changes, Failure>, moment: &Moment) {
        self.next_look(moment);
        match changes {
            Ok(changes) => {
                let revoked = changes.into_iter().filter(|(_, status)| status == "revoked");
                self.confirm(revoked.map(|(order, _)| order).collect(), moment);
            }
            // So many changed that they do not fit into one answer: the survey will tell of them.
            Err(Failure { cause: Cause::Unclear { problem: Problem::BodyTooLarge, .. }, .. }) => {
                self.confirm(Vec::new(), moment);
            }
            Err(_) => {}
        }
    }

    pub(super) fn saw_survey(&mut self, surveyed: Result<Surveyed, Failure>, moment: &Moment) {
        self.next_look(moment);
        let Ok(surveyed) = surveyed else { return };
        let is_revoked = |order: &OrderId| matches!(surveyed.of(*order), Some(Finding::Found(standing)) if standing.status == "revoked");
        let orders = self.ledger.lines().iter().map(|line| line.item.order_id);
        let revoked: Vec<_> = orders.filter(is_revoked).collect();
        self.confirm(revoked, moment);
        self.confirming.surveyed = true;
        // An order tells more than its row in a list: the requests that were made about it.
        if !std::mem::replace(&mut self.confirming.read_again, true) {
            let unknown = (0..).zip(self.ledger.lines()).filter_map(|(place, line)| match line.state {
                State::Unknown { .. } => Some(place),
                _ => None,
            });
            self.doubts.extend(unknown);
        }
    }

    fn next_look(&mut self, moment: &Moment) {
        self.confirming.due_ms = Some(moment.elapsed_ms + u64::from(self.ledger.job.settings.look_ms));
    }

    /// DigiCert shows these orders as revoked. Only what that changes is noted.
    fn confirm(&mut self, orders: Vec<OrderId>, moment: &Moment) {
        let changes = |order: &OrderId| {
            let line = self.ledger.place(*order).and_then(|place| self.ledger.line(place));
            line.is_some_and(|line| match line.state {
                State::Revoked { proof } => proof < Proof::Revoked,
                State::Waiting | State::Requested { .. } | State::Refused { .. } | State::Unknown { .. } => true,
                State::Sending | State::Held { .. } | State::Skipped(_) => false,
            })
        };
        let mut revoked: Vec<_> = orders.into_iter().filter(changes).collect();
        revoked.sort_unstable();
        revoked.dedup();
        for order in &revoked {
            self.out_of_queue(*order);
        }
        let at = moment.unix_ms;
        loop {
            let rest = revoked.split_off(revoked.len().min(MOST_IN_ENTRY));
            self.note(Entry::Confirmed { revoked, at });
            if rest.is_empty() {
                return;
            }
            revoked = rest;
        }
    }

    /// It is not sent any more. What was begun for it and sent nothing yet is dropped.
    pub(super) fn out_of_queue(&mut self, order: OrderId) {
        let Some(place) = self.ledger.place(order) else { return };
        if let Some(line) = self.ledger.line(place).filter(|line| line.state == State::Waiting) {
            self.queue.remove(&(rank(line), place));
            self.flights.retain(|flight| flight.place() != Some(place));
        }
    }
}
