//! Confirmation: reads which accepted revocations DigiCert shows as revoked. One read covers many orders: during the run the
//! recent status changes, and after its last order pages of the order list for the orders that are not confirmed by then.

use super::{
    flight::{Calling, Changes, Flight},
    machine::Run,
    rank::rank,
};
use crate::{
    api::{Cause, Failure, OrderId, Problem, Proof, StatusChanges},
    mass::{
        journal::{Entry, MAX_ORDERS_PER_ENTRY},
        state::State,
        status::Status,
        survey::{Survey, SurveyFinding, SurveyResult},
    },
    policy::{Call, Event, Moment},
};

/// The overlap of two reads of status changes. Clocks differ, and DigiCert can list a change late.
const OVERLAP_MS: u64 = 600_000;

impl Run {
    /// Returns the time of the next read, if there is something to confirm.
    pub(super) fn confirm_due_ms(&self) -> Option<u64> {
        self.confirming.due_ms.filter(|_| !self.is_reading())
    }

    /// Starts a read that is due. Ends the run if nothing is left to confirm.
    pub(super) fn advance_confirmation(&mut self, moment: &Moment) {
        if self.is_reading() {
            return;
        }
        let settings = self.ledger.job.settings;
        if !self.is_sent() {
            self.confirming.left = None;
            self.confirming.is_extra = false;
            if !self.may_be_confirmed() {
                self.confirming.due_ms = None;
            } else if self.is_due(settings.confirm_interval_ms, moment) {
                self.read_changes(moment);
            }
            return;
        }
        let left = *self.confirming.left.get_or_insert_with(|| {
            self.confirming.due_ms = None;
            settings.confirm_rounds
        });
        if left == 0 || !self.is_unconfirmed() {
            self.note(Entry::Finished { at: moment.unix_ms });
        } else if self.is_due(settings.retry.settle_ms, moment) {
            if std::mem::take(&mut self.confirming.is_extra) {
                self.read_changes(moment);
                return;
            }
            self.confirming.left = Some(left - 1);
            // The status changes take one call. What they do not show is surveyed.
            if left == settings.confirm_rounds { self.read_changes(moment) } else { self.survey(moment) }
        }
    }

    fn is_reading(&self) -> bool {
        self.flights.iter().any(|flight| flight.place().is_none())
    }

    /// Whether a read is due. `first_ms`: the wait before the first one.
    fn is_due(&mut self, first_ms: u32, moment: &Moment) -> bool {
        let due_ms = *self.confirming.due_ms.get_or_insert(moment.elapsed_ms + u64::from(first_ms));
        due_ms <= moment.elapsed_ms
    }

    /// Whether every order that will be sent is settled.
    fn is_sent(&self) -> bool {
        let none_comes = self.queue.is_empty() || self.ledger.status == Status::Canceled;
        none_comes && self.open() == 0 && self.doubts.is_empty() && self.later.is_empty()
    }

    /// Whether a later read can still change an order.
    fn is_unconfirmed(&self) -> bool {
        let counts = &self.ledger.counts;
        let refused = if self.confirming.surveyed { 0 } else { counts.refused };
        [counts.revoked.accepted, counts.revoked.approved, counts.unknown, refused].iter().any(|count| *count > 0)
    }

    fn may_be_confirmed(&self) -> bool {
        let counts = &self.ledger.counts;
        let may_be = [counts.revoked.accepted, counts.revoked.approved, counts.unknown, counts.requested];
        may_be.iter().any(|count| *count > 0)
    }

    fn read_changes(&mut self, moment: &Moment) {
        let since = self.ledger.confirmed_unix_ms.or(self.ledger.first_sent_unix_ms).unwrap_or(moment.unix_ms);
        // The longer of two times counts, because the wall clock can be changed.
        let by_wall = moment.unix_ms.saturating_sub(since);
        let passed = self.confirming.read_ms.map_or(0, |then_ms| moment.elapsed_ms.saturating_sub(then_ms));
        let seconds = (by_wall.max(passed) + OVERLAP_MS).div_ceil(1000);
        let seconds = u32::try_from(seconds).unwrap_or(u32::MAX).min(StatusChanges::MAX_SECONDS);
        self.confirming.read_ms = Some(moment.elapsed_ms);
        let policy = self.ledger.job.settings.policy();
        self.step(Flight::new(Calling::changes(seconds, policy)), Event::Started, moment);
    }

    fn survey(&mut self, moment: &Moment) {
        let unproven = self.ledger.lines().iter().filter(|line| match line.state {
            State::Revoked { proof } => proof < Proof::Revoked,
            State::Requested { .. } | State::Refused { .. } | State::Unknown { .. } => true,
            _ => false,
        });
        let survey = Survey::new(unproven.map(|line| line.item.order_id));
        let call = Box::new(Call::new(survey, self.ledger.job.settings.policy()));
        self.step(Flight::new(Calling::Survey(call)), Event::Started, moment);
    }

    pub(super) fn changes_ended(&mut self, changes: Result<Changes, Failure>, moment: &Moment) {
        self.schedule_next(moment);
        match changes {
            Ok(changes) => {
                let revoked = changes.into_iter().filter(|(_, status)| status == "revoked");
                self.confirm(revoked.map(|(order, _)| order).collect(), moment);
            }
            // The changes do not fit into one response. The survey covers them.
            Err(Failure { cause: Cause::Unclear { problem: Problem::BodyTooLarge, .. }, .. }) => {
                self.confirm(Vec::new(), moment);
            }
            Err(_) => {}
        }
    }

    pub(super) fn survey_ended(&mut self, surveyed: Result<SurveyResult, Failure>, moment: &Moment) {
        self.schedule_next(moment);
        let Ok(surveyed) = surveyed else { return };
        let is_revoked = |order: &OrderId| matches!(surveyed.of(*order), Some(SurveyFinding::Found(standing)) if standing.status == "revoked");
        let orders = self.ledger.lines().iter().map(|line| line.item.order_id);
        let revoked: Vec<_> = orders.filter(is_revoked).collect();
        self.confirm(revoked, moment);
        self.confirming.surveyed = true;
        // A single order contains its requests, which a row of the order list does not.
        if !std::mem::replace(&mut self.confirming.read_again, true) {
            let unknown = (0..).zip(self.ledger.lines()).filter_map(|(place, line)| match line.state {
                State::Unknown { .. } => Some(place),
                _ => None,
            });
            self.doubts.extend(unknown);
        }
    }

    fn schedule_next(&mut self, moment: &Moment) {
        self.confirming.due_ms = Some(moment.elapsed_ms + u64::from(self.ledger.job.settings.confirm_interval_ms));
    }

    /// Confirms orders that DigiCert shows as revoked. Only changes are written to the journal.
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
            self.remove_from_queue(*order);
        }
        let at = moment.unix_ms;
        loop {
            let rest = revoked.split_off(revoked.len().min(MAX_ORDERS_PER_ENTRY));
            self.note(Entry::Confirmed { revoked, at });
            if rest.is_empty() {
                return;
            }
            revoked = rest;
        }
    }

    /// Removes an order from the queue, and drops its call if nothing was sent.
    pub(super) fn remove_from_queue(&mut self, order: OrderId) {
        let Some(place) = self.ledger.place(order) else { return };
        if let Some(line) = self.ledger.line(place).filter(|line| line.state == State::Waiting) {
            self.queue.remove(&(rank(line), place));
            self.flights.retain(|flight| flight.place() != Some(place));
        }
    }
}
