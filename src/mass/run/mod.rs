//! The run of a list: what is sent next, and what follows from an answer. Each order on its way is a `policy::Call` of its
//! own, the same as a single revocation. Not here: what is known of the orders (`ledger.rs`), how a person steers it
//! (`steer.rs`), how revocations are confirmed (`confirm.rs`), and how fast it goes (`policy`).

mod confirm;
mod flight;
mod meter;
mod sending;
mod snapshot;
mod steer;

use std::collections::{BTreeSet, VecDeque};

use self::{
    confirm::Confirming,
    flight::{At, Calling, Ended, Flight, Stepped},
    meter::Meter,
};
use super::{
    job::AfterDeadline,
    journal::{Entry, Pause, Settlement},
    ledger::{Ledger, Status},
    state::{Counts, Line, State},
};
use crate::{
    api::{Cause, Failure, HttpResponse, Method, Outcome, Problem, RequestStatus, json_text},
    policy::{Call, Change, Event, Moment, retry_after_ms},
};

pub use flight::Ticket;
pub use meter::Calls;
pub use sending::{Record, Sealed, Sending, ToSend};
pub use snapshot::{Outlook, Slowest, Snapshot, WindowUse};
pub use steer::Refusal;

/// What a run would do now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// It would send: ask the pacer for leave, then [`Run::grant`].
    Send,
    /// Nothing, before this time of `Moment::elapsed_ms` or before it is told something; without a time only then.
    Nothing {
        /// When to ask again.
        until_ms: Option<u64>,
    },
    /// Nothing is left to be done.
    Over,
}

/// What a run would do now, and what has come about meanwhile.
#[derive(Debug)]
pub struct Wanted {
    /// For the journal.
    pub record: Record,
    /// What it would do.
    pub next: Next,
}

/// What follows from an answer.
#[derive(Debug, Default)]
pub struct Told {
    /// For the journal.
    pub record: Record,
    /// DigiCert's rate limit has refused the call: the pacer is to be told, and nothing may be sent with the key meanwhile.
    pub limited: Option<Limited>,
}

/// The rate limit has refused a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limited {
    /// How long the key has to pause, where DigiCert says so.
    pub retry_after_ms: Option<u64>,
}

/// A mass revocation on its way.
#[derive(Debug)]
pub struct Run {
    ledger: Ledger,
    /// Whose turn has not come: rank and place in the list, the next one first.
    queue: BTreeSet<(u8, u32)>,
    /// Sent, and nothing tells what became of it: they are read before anything else is sent.
    doubts: VecDeque<u32>,
    /// As `doubts`, but they have been read, and wait until they may be sent again.
    later: Vec<u32>,
    flights: Vec<Flight>,
    tickets: u64,
    /// So many orders in a row ended unknown.
    unknowns: u32,
    confirming: Confirming,
    meter: Meter,
    /// What has come about and is not handed out yet.
    outbox: Record,
}

impl Run {
    fn over(ledger: Ledger) -> Self {
        let mut run = Self {
            ledger,
            queue: BTreeSet::new(),
            doubts: VecDeque::new(),
            later: Vec::new(),
            flights: Vec::new(),
            tickets: 0,
            unknowns: 0,
            confirming: Confirming::default(),
            meter: Meter::default(),
            outbox: Record::default(),
        };
        for (place, line) in (0..).zip(run.ledger.lines()) {
            match line.state {
                State::Waiting => {
                    run.queue.insert((rank(line), place));
                }
                State::Sending => run.doubts.push_back(place),
                _ => {}
            }
        }
        run
    }

    /// What the run would do now. To be asked before each `grant`, after each `told`, and when its time has come.
    pub fn wants(&mut self, moment: &Moment) -> Wanted {
        self.advance(moment);
        Wanted { next: self.next(), record: self.handed_out() }
    }

    /// The pacer lets one call go: this is it. Nothing where the run wants nothing any more, since it was asked.
    pub fn grant(&mut self, moment: &Moment) -> Option<Sending> {
        self.advance(moment);
        if self.next() != Next::Send {
            return None;
        }
        // Orders before looks: what is in doubt is known the sooner.
        let is_ready = |flight: &Flight| matches!(flight.at, At::Ready { .. });
        let order = self.flights.iter().position(|flight| is_ready(flight) && flight.place().is_some());
        let ready = order.or_else(|| self.flights.iter().position(is_ready));
        let flight = match ready {
            Some(at) => self.flights.swap_remove(at),
            None => self.begin_order(moment)?,
        };
        let Flight { calling, at: At::Ready { request, timeout_ms } } = flight else { return None };
        if let (Method::Put, Calling::Order { place, .. }) = (request.method, &calling) {
            let line = self.ledger.line(*place)?;
            let (order, send) = (line.item.order_id, line.sends + 1);
            self.note(Entry::Sending { order, send, at: moment.unix_ms });
        }
        self.tickets += 1;
        let ticket = Ticket(self.tickets);
        self.meter.sent(request.method, moment.elapsed_ms);
        let at = At::Wire { ticket, method: request.method, since_ms: moment.elapsed_ms };
        self.flights.push(Flight { calling, at });
        Some(Sending { record: self.handed_out(), request: ToSend { ticket, request, timeout_ms } })
    }

    /// What became of a request. Each has to be told, whatever became of it. An answer must not hold the key: who sends
    /// takes it out. A ticket of before a restart, or one that was told already, changes nothing.
    pub fn told(&mut self, ticket: Ticket, event: Event, moment: &Moment) -> Told {
        let on_wire = |flight: &Flight| matches!(flight.at, At::Wire { ticket: at, .. } if at == ticket);
        let Some(at) = self.flights.iter().position(on_wire) else { return Told::default() };
        let flight = self.flights.swap_remove(at);
        let At::Wire { method, since_ms, .. } = flight.at else { return Told::default() };
        self.meter.told(&event, since_ms, moment.elapsed_ms);
        let changed = flight.place().filter(|_| method == Method::Put);
        let mut limited = None;
        match event {
            Event::Lost(Cause::Aborted { sent: false }) => {
                self.returned(changed, moment);
                self.put_back(flight.place());
            }
            Event::Answered(response) if let Some((code, message)) = access_denied(&response) => {
                self.returned(changed, moment);
                self.put_back(flight.place());
                self.denied(code, message, moment);
            }
            event => {
                let retry_after_ms = retry_after(&event, moment);
                match flight.step(lost_or(event), moment) {
                    Stepped::On(flight) => self.flights.push(flight),
                    Stepped::Limited(flight) => {
                        self.returned(changed, moment);
                        limited = Some(Limited { retry_after_ms });
                        self.flights.push(flight);
                    }
                    Stepped::Ended(ended) => self.ended(ended, moment),
                }
            }
        }
        Told { record: self.handed_out(), limited }
    }

    /// How many requests are on their way.
    #[must_use]
    pub fn in_flight(&self) -> u32 {
        count(self.flights.iter().filter(|flight| flight.is_on_wire()).count())
    }

    /// Each order and what is known of it, in the order of the list.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        self.ledger.lines()
    }

    /// How many orders are in each state.
    #[must_use]
    pub fn counts(&self) -> &Counts {
        &self.ledger.counts
    }

    /// Where the run stands.
    #[must_use]
    pub fn status(&self) -> &Status {
        &self.ledger.status
    }

    fn next(&self) -> Next {
        let settings = &self.ledger.job.settings;
        match self.ledger.status {
            Status::Over { .. } => return Next::Over,
            Status::Stopped { .. } => return Next::Nothing { until_ms: None },
            _ if self.in_flight() >= settings.connections.max(1) => return Next::Nothing { until_ms: None },
            _ => {}
        }
        let ready = self.flights.iter().any(|flight| matches!(flight.at, At::Ready { .. }));
        if ready || (self.ledger.status == Status::Running && !self.queue.is_empty() && self.has_room()) {
            return Next::Send;
        }
        let waits = self.flights.iter().filter_map(|flight| match flight.at {
            At::Waits { until_ms } => Some(until_ms),
            _ => None,
        });
        Next::Nothing { until_ms: waits.chain(self.look_due_ms()).min() }
    }

    /// Whether another order may be begun.
    fn has_room(&self) -> bool {
        self.open() < self.ledger.job.settings.most_open().max(1)
    }

    fn open(&self) -> usize {
        self.flights.iter().filter(|flight| flight.place().is_some()).count()
    }

    /// Everything that time and people bring about without a request being sent.
    fn advance(&mut self, moment: &Moment) {
        self.deadline_has_passed(moment);
        if matches!(self.ledger.status, Status::Over { .. } | Status::Stopped { .. }) {
            return;
        }
        for flight in std::mem::take(&mut self.flights) {
            match flight.at {
                At::Waits { until_ms } if until_ms <= moment.elapsed_ms => {
                    self.step(flight, Event::Waited, moment);
                }
                _ => self.flights.push(flight),
            }
        }
        for flight in std::mem::take(&mut self.flights) {
            match flight.place() {
                Some(place) if flight.changes() && !self.may_send(place) => {
                    self.withdraw(flight, place, moment);
                }
                _ => self.flights.push(flight),
            }
        }
        while self.has_room()
            && let Some(place) = self.doubts.pop_front()
        {
            self.begin_doubt(place, moment);
        }
        self.look(moment);
    }

    fn step(&mut self, flight: Flight, event: Event, moment: &Moment) {
        match flight.step(event, moment) {
            Stepped::On(flight) | Stepped::Limited(flight) => self.flights.push(flight),
            Stepped::Ended(ended) => self.ended(ended, moment),
        }
    }

    /// Whether a revoke may be sent for this order now.
    fn may_send(&self, place: u32) -> bool {
        let state = self.ledger.line(place).map(|line| &line.state);
        self.ledger.status == Status::Running
            && !self.ledger.is_held(place)
            && matches!(state, Some(State::Waiting | State::Sending | State::Unknown { .. }))
    }

    /// The first of the queue, about to be sent.
    fn begin_order(&mut self, moment: &Moment) -> Option<Flight> {
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
    fn begin_doubt(&mut self, place: u32, moment: &Moment) {
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
    fn returned(&mut self, changed: Option<u32>, moment: &Moment) {
        if let Some(line) = changed.and_then(|place| self.ledger.line(place)) {
            self.note(Entry::Returned { order: line.item.order_id, at: moment.unix_ms });
        }
    }

    /// An order whose call was dropped: back to where it has to begin.
    fn put_back(&mut self, place: Option<u32>) {
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
    fn withdraw(&mut self, flight: Flight, place: u32, moment: &Moment) {
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
    fn denied(&mut self, code: String, message: String, moment: &Moment) {
        let at = moment.unix_ms;
        match self.ledger.status {
            Status::Running | Status::Paused { .. } => self.note(Entry::Stopped { code, message, at }),
            Status::Cancelled => self.give_up(moment),
            Status::Stopped { .. } | Status::Over { .. } => {}
        }
    }

    /// Reads are refused too: what is in doubt stays unknown.
    fn give_up(&mut self, moment: &Moment) {
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

    fn ended(&mut self, ended: Ended, moment: &Moment) {
        match ended {
            Ended::Order(place, end) => self.order_ended(place, end, moment),
            Ended::Changes(changes) => self.saw_changes(changes, moment),
            Ended::Survey(surveyed) => self.saw_survey(surveyed, moment),
        }
    }

    fn order_ended(&mut self, place: u32, end: Result<Outcome, Failure>, moment: &Moment) {
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

    fn deadline_has_passed(&mut self, moment: &Moment) {
        let job = &self.ledger.job;
        let pauses = job.settings.after_deadline == AfterDeadline::Pause && !self.ledger.deadline_said;
        let passed = job.deadline_unix_ms.is_some_and(|deadline| moment.unix_ms >= deadline);
        if pauses && passed && self.ledger.status == Status::Running && !self.queue.is_empty() {
            self.note(Entry::Paused { why: Pause::Deadline, at: moment.unix_ms });
        }
    }

    /// An entry of the run's own. That its ledger refuses one would be a fault of this program: it ends here, before
    /// anything is sent on the ground of it, and a restart reads what is in doubt.
    fn note(&mut self, entry: Entry) {
        match self.ledger.apply(&entry, &mut self.outbox.progress) {
            Ok(()) => self.outbox.entries.push(entry),
            Err(problem) => unreachable!("{problem}"),
        }
    }

    fn handed_out(&mut self) -> Record {
        std::mem::take(&mut self.outbox)
    }
}

/// The higher the priority, and replaced before not replaced: the sooner.
fn rank(line: &Line) -> u8 {
    let later = u8::from(line.item.replaced != Some(true));
    (9 - line.item.priority.min(9)) * 2 + later
}

fn count(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}

/// Why nobody knows what became of a change that was on its way when the process ended.
fn no_answer() -> Cause {
    Cause::Unclear { status: None, problem: Problem::ConnectionFailed, errors: Vec::new() }
}

/// A host that ended a request on its way has lost its answer; the run itself never ends one.
fn lost_or(event: Event) -> Event {
    match event {
        Event::Lost(Cause::Aborted { .. }) => Event::Lost(no_answer()),
        event => event,
    }
}

fn retry_after(event: &Event, moment: &Moment) -> Option<u64> {
    let Event::Answered(response) = event else { return None };
    retry_after_ms(response.retry_after.as_deref()?, moment.unix_ms)
}

/// DigiCert's code and sentence, where it does not let the key in and says so itself.
fn access_denied(response: &HttpResponse) -> Option<(String, String)> {
    if !matches!(response.status, 401 | 403) {
        return None;
    }
    match Cause::of(response) {
        Cause::Refused { errors, .. } => Some(said(errors)),
        _ => None,
    }
}

/// DigiCert's first error, cut to what a report can hold.
fn said(errors: Vec<crate::api::ApiError>) -> (String, String) {
    const MOST_CHARS: usize = 300;
    let cut = |text: String| text.chars().take(MOST_CHARS).collect();
    errors.into_iter().next().map(|error| (cut(error.code), cut(error.message))).unwrap_or_default()
}

fn settlement(end: Result<Outcome, Failure>) -> Settlement {
    match end {
        Ok(Outcome::Revoked { proof, .. }) => Settlement::Revoked(proof),
        Ok(Outcome::Requested { request, proof, .. }) if request.status == RequestStatus::Approved => {
            Settlement::Revoked(proof)
        }
        Ok(Outcome::Requested { request, .. }) => Settlement::Requested(request.id),
        Err(Failure { cause: Cause::Refused { errors, .. }, .. }) => {
            let (code, message) = said(errors);
            Settlement::Refused { code, message }
        }
        Err(failure) => {
            let name = match &failure.cause {
                Cause::Unclear { problem, .. } => json_text(problem),
                _ => json_text(&failure.code()),
            };
            Settlement::Unknown(name.trim_matches('"').to_owned())
        }
    }
}
