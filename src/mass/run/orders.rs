//! One order in a run: start, withdraw, settle.

use super::{
    answers::{no_answer, settlement},
    flight::{Calling, Ended, Flight, Stepped},
    machine::Run,
    rank::rank,
};
use crate::{
    api::{Failure, Outcome},
    mass::{
        journal::{Entry, PauseReason, Settlement},
        state::{Line, State},
        status::Status,
    },
    policy::{Call, Change, Event, Moment},
};

impl Run {
    /// Whether a revocation may be sent for this order now.
    pub(super) fn may_send(&self, place: u32) -> bool {
        let state = self.ledger.line(place).map(|line| &line.state);
        self.ledger.status == Status::Running
            && !self.ledger.is_held(place)
            && matches!(state, Some(State::Waiting | State::Sending | State::Unknown { .. }))
    }

    /// Starts the call of the next order in the queue.
    pub(super) fn start_order(&mut self, moment: &Moment) -> Option<Flight> {
        let (_, place) = self.queue.pop_first()?;
        let job = &self.ledger.job;
        let revoke = job.revoke(&self.ledger.line(place)?.item);
        let policy = job.settings.policy();
        let call = Box::new(Call::new(Change::new(revoke, policy.retry), policy));
        match Flight::new(Calling::Order { place, call }).step(Event::Started, moment) {
            Stepped::On(flight) => Some(flight),
            Stepped::Limited(_) | Stepped::Ended(_) => None,
        }
    }

    /// Starts the call of an order with an unknown result. It reads the order first.
    pub(super) fn start_doubt(&mut self, place: u32, moment: &Moment) {
        let Some(Line { item, state: State::Sending | State::Unknown { .. }, sends, sent_unix_ms, .. }) =
            self.ledger.line(place)
        else {
            return;
        };
        let (revoke, settings) = (self.ledger.job.revoke(item), self.ledger.job.settings);
        let sent_unix_ms = sent_unix_ms.unwrap_or(moment.unix_ms);
        let change = Change::in_doubt(revoke, settings.retry, *sends, sent_unix_ms, no_answer());
        let call = Box::new(Call::new(change, settings.policy()));
        self.step(Flight::new(Calling::Order { place, call }), Event::Started, moment);
    }

    /// Records that the last attempt for an order was provably not processed.
    pub(super) fn returned(&mut self, changed: Option<u32>, moment: &Moment) {
        if let Some(line) = changed.and_then(|place| self.ledger.line(place)) {
            self.note(Entry::Returned { order: line.item.order_id, at: moment.unix_ms });
        }
    }

    /// Puts an order whose call was dropped back into its queue.
    pub(super) fn put_back(&mut self, place: Option<u32>) {
        let Some((place, line)) = place.and_then(|place| Some((place, self.ledger.line(place)?))) else { return };
        match line.state {
            State::Waiting => {
                self.queue.insert((rank(line), place));
            }
            State::Sending => self.doubts.push_back(place),
            _ => {}
        }
    }

    /// Withdraws a call that may not send now. The state of the order decides what follows.
    pub(super) fn withdraw(&mut self, flight: Flight, place: u32, moment: &Moment) {
        let is_final = self.ledger.status == Status::Canceled || self.ledger.is_held(place);
        let in_doubt = matches!(self.ledger.line(place), Some(Line { state: State::Sending, .. }));
        if in_doubt && is_final {
            if let Some(ended) = flight.withdrawn(moment) {
                self.ended(ended, moment);
            }
        } else if in_doubt {
            self.later.push(place);
        } else {
            self.put_back(Some(place));
        }
    }

    /// DigiCert rejects the API key. That applies to every order, so the run stops.
    pub(super) fn denied(&mut self, code: String, message: String, moment: &Moment) {
        let at = moment.unix_ms;
        match self.ledger.status {
            Status::Running | Status::Paused { .. } => self.note(Entry::Stopped { code, message, at }),
            Status::Canceled => self.settle_doubts_as_unknown(moment),
            Status::Stopped { .. } | Status::Finished { .. } => {}
        }
    }

    /// Settles every order in doubt as unknown, because DigiCert rejects reads too.
    pub(super) fn settle_doubts_as_unknown(&mut self, moment: &Moment) {
        self.confirming.stop();
        let mut open: Vec<_> = self.doubts.drain(..).chain(self.later.drain(..)).collect();
        let (wire, idle): (Vec<_>, Vec<_>) = self.flights.drain(..).partition(Flight::is_on_wire);
        self.flights = wire;
        open.extend(idle.iter().filter_map(Flight::place));
        for place in open {
            if let Some(Line { item, state: State::Sending, .. }) = self.ledger.line(place) {
                let r#as = Settlement::Unknown("access-denied".to_owned());
                self.note(Entry::Settled { order: item.order_id, r#as, at: moment.unix_ms });
            }
        }
    }

    pub(super) fn ended(&mut self, ended: Ended, moment: &Moment) {
        match ended {
            Ended::Order(place, result) => self.order_ended(place, result, moment),
            Ended::Changes(changes) => self.changes_ended(changes, moment),
            Ended::Survey(surveyed) => self.survey_ended(surveyed, moment),
        }
    }

    pub(super) fn order_ended(&mut self, place: u32, result: Result<Outcome, Failure>, moment: &Moment) {
        let Some(line) = self.ledger.line(place) else { return };
        let (order, at) = (line.item.order_id, moment.unix_ms);
        let was_unknown = match line.state {
            State::Sending => false,
            State::Unknown { .. } => true,
            // Nothing was sent, or a confirmation settled the order.
            _ => return self.put_back(Some(place)),
        };
        let r#as = settlement(result);
        let is_unknown = matches!(r#as, Settlement::Unknown(_));
        if is_unknown && was_unknown {
            return;
        }
        self.note(Entry::Settled { order, r#as, at });
        self.meter.settled(moment.elapsed_ms);
        self.unknowns = if is_unknown { self.unknowns + 1 } else { 0 };
        if self.unknowns >= self.ledger.job.settings.breaker.max(1) && self.ledger.status == Status::Running {
            self.unknowns = 0;
            self.note(Entry::Paused { reason: PauseReason::UnknownOutcomes, at });
        }
    }
}
