//! The way of one order through a run: begun, taken back, withdrawn, ended. Not here: which call goes next (`mod.rs`), and
//! what an answer means (`answers.rs`).

use super::{
    answers::{no_answer, settlement},
    flight::{Calling, Ended, Flight, Stepped},
    machine::Run,
    rank::rank,
};
use crate::{
    api::{Failure, Outcome},
    mass::{
        journal::{Entry, Pause, Settlement},
        state::{Line, State},
        status::Status,
    },
    policy::{Call, Change, Event, Moment},
};

impl Run {
    /// Whether a revoke may be sent for this order now.
    pub(super) fn may_send(&self, place: u32) -> bool {
        let state = self.ledger.line(place).map(|line| &line.state);
        self.ledger.status == Status::Running
            && !self.ledger.is_held(place)
            && matches!(state, Some(State::Waiting | State::Sending | State::Unknown { .. }))
    }

    /// The first of the queue, about to be sent.
    pub(super) fn begin_order(&mut self, moment: &Moment) -> Option<Flight> {
        let (_, place) = self.queue.pop_first()?;
        let job = &self.ledger.job;
        let revoke = job.revoke(&self.ledger.line(place)?.item);
        let policy = job.settings.policy();
        let call = Box::new(Call::new(Change::new(revoke, policy.retry), policy));
        match Flight::new(Calling::Order { place, call }).step(Event::Began, moment) {
            Stepped::On(flight) => Some(flight),
            Stepped::Limited(_) | Stepped::Ended(_) => None,
        }
    }

    /// An order that was sent, and of which nothing tells what became of it: it begins with a read.
    pub(super) fn begin_doubt(&mut self, place: u32, moment: &Moment) {
        let Some(Line { item, state: State::Sending | State::Unknown { .. }, sends, sent_unix_ms, .. }) =
            self.ledger.line(place)
        else {
            return;
        };
        let (revoke, settings) = (self.ledger.job.revoke(item), self.ledger.job.settings);
        let sent_unix_ms = sent_unix_ms.unwrap_or(moment.unix_ms);
        let change = Change::in_doubt(revoke, settings.retry, *sends, sent_unix_ms, no_answer());
        let call = Box::new(Call::new(change, settings.policy()));
        self.step(Flight::new(Calling::Order { place, call }), Event::Began, moment);
    }

    /// What was last sent for an order was provably not processed.
    pub(super) fn returned(&mut self, changed: Option<u32>, moment: &Moment) {
        if let Some(line) = changed.and_then(|place| self.ledger.line(place)) {
            self.note(Entry::Returned { order: line.item.order_id, at: moment.unix_ms });
        }
    }

    /// An order whose call was dropped: back to where it has to begin.
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

    /// It may not be sent again now: what its call leaves behind decides where it goes.
    pub(super) fn withdraw(&mut self, flight: Flight, place: u32, moment: &Moment) {
        let gives_up = self.ledger.status == Status::Cancelled || self.ledger.is_held(place);
        let in_doubt = matches!(self.ledger.line(place), Some(Line { state: State::Sending, .. }));
        if in_doubt && gives_up {
            if let Some(ended) = flight.withdrawn(moment) {
                self.ended(ended, moment);
            }
        } else if in_doubt {
            self.later.push(place);
        } else {
            self.put_back(Some(place));
        }
    }

    /// DigiCert does not let the key in: the same answer for every order.
    pub(super) fn denied(&mut self, code: String, message: String, moment: &Moment) {
        let at = moment.unix_ms;
        match self.ledger.status {
            Status::Running | Status::Paused { .. } => self.note(Entry::Stopped { code, message, at }),
            Status::Cancelled => self.give_up(moment),
            Status::Stopped { .. } | Status::Over { .. } => {}
        }
    }

    /// Reads are refused too: what is in doubt stays unknown.
    pub(super) fn give_up(&mut self, moment: &Moment) {
        self.confirming.give_up();
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
            Ended::Order(place, end) => self.order_ended(place, end, moment),
            Ended::Changes(changes) => self.saw_changes(changes, moment),
            Ended::Survey(surveyed) => self.saw_survey(surveyed, moment),
        }
    }

    pub(super) fn order_ended(&mut self, place: u32, end: Result<Outcome, Failure>, moment: &Moment) {
        let Some(line) = self.ledger.line(place) else { return };
        let (order, at) = (line.item.order_id, moment.unix_ms);
        let was_unknown = match line.state {
            State::Sending => false,
            State::Unknown { .. } => true,
            // Nothing was sent, or it is known from elsewhere.
            _ => return self.put_back(Some(place)),
        };
        let r#as = settlement(end);
        let is_unknown = matches!(r#as, Settlement::Unknown(_));
        if is_unknown && was_unknown {
            return;
        }
        self.note(Entry::Settled { order, r#as, at });
        self.meter.settled(moment.elapsed_ms);
        self.unknowns = if is_unknown { self.unknowns + 1 } else { 0 };
        if self.unknowns >= self.ledger.job.settings.breaker.max(1) && self.ledger.status == Status::Running {
            self.unknowns = 0;
            self.note(Entry::Paused { why: Pause::Unknowns, at });
        }
    }
}
