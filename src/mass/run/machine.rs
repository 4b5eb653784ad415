//! The run of a list: what is sent next, and what follows from an answer. Each order on its way is a `policy::Call` of its
//! own, the same as a single revocation. Not here: the way of one order (`orders.rs`), what is
//! known of them all (`ledger.rs`), how a person steers it
//! (`steer.rs`), how revocations are confirmed (`confirm.rs`), and how fast it goes (`policy`).

use std::collections::{BTreeSet, VecDeque};

use super::{
    answers::{access_denied, lost_or, retry_after},
    confirming::Confirming,
    flight::{At, Calling, Flight, Stepped, Ticket},
    meter::Meter,
    rank::rank,
    sending::{Record, Sending, ToSend},
    wanted::{Limited, Next, Told, Wanted},
};
use crate::{
    api::{Cause, Method},
    mass::{
        job::{AfterDeadline, Job},
        journal::{Entry, Pause},
        ledger::Ledger,
        state::{Counts, Line, State},
        status::Status,
    },
    policy::{Event, Moment},
};

/// A mass revocation on its way.
#[derive(Debug)]
pub struct Run {
    pub(super) ledger: Ledger,
    /// Whose turn has not come: rank and place in the list, the next one first.
    pub(super) queue: BTreeSet<(u8, u32)>,
    /// Sent, and nothing tells what became of it: they are read before anything else is sent.
    pub(super) doubts: VecDeque<u32>,
    /// As `doubts`, but they have been read, and wait until they may be sent again.
    pub(super) later: Vec<u32>,
    pub(super) flights: Vec<Flight>,
    pub(super) tickets: u64,
    /// So many orders in a row ended unknown.
    pub(super) unknowns: u32,
    pub(super) confirming: Confirming,
    pub(super) meter: Meter,
    /// What has come about and is not handed out yet.
    pub(super) outbox: Record,
}

impl Run {
    pub(super) fn over(ledger: Ledger) -> Self {
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

    /// Whether what was granted may still leave: not a revoke where the run was paused, cancelled or stopped, or the order
    /// exempted, while its intent was being made durable. To be asked right before the seal is opened; where it may not,
    /// tell `Event::Lost(Cause::Aborted { sent: false })`. So nothing leaves after a pause was acknowledged.
    #[must_use]
    pub fn may_leave(&self, ticket: Ticket) -> bool {
        self.flights.iter().any(|flight| match flight.at {
            At::Wire { ticket: at, method: Method::Put, .. } if at == ticket => {
                flight.place().is_some_and(|place| self.may_send(place))
            }
            At::Wire { ticket: at, .. } => at == ticket,
            _ => false,
        })
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

    /// How many lines its journal has, those among them that were handed out last.
    #[must_use]
    pub fn journal_lines(&self) -> u64 {
        self.ledger.entries()
    }

    /// How many orders are in each state.
    #[must_use]
    pub fn counts(&self) -> &Counts {
        &self.ledger.counts
    }

    /// What it was told before it began.
    #[must_use]
    pub fn job(&self) -> &Job {
        &self.ledger.job
    }

    /// Whether no order moves any more before somebody does something, and nobody has asked for that: DigiCert does not let
    /// the key in, or the run has paused by itself. DigiCert may still be asked now and then which orders are revoked.
    #[must_use]
    pub fn stands(&self) -> bool {
        match self.ledger.status {
            Status::Stopped { .. } => self.in_flight() == 0,
            Status::Paused { why: Pause::Unknowns | Pause::Deadline } => self.open() == 0 && self.doubts.is_empty(),
            _ => false,
        }
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

    pub(super) fn open(&self) -> usize {
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

    pub(super) fn step(&mut self, flight: Flight, event: Event, moment: &Moment) {
        match flight.step(event, moment) {
            Stepped::On(flight) | Stepped::Limited(flight) => self.flights.push(flight),
            Stepped::Ended(ended) => self.ended(ended, moment),
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
    pub(super) fn note(&mut self, entry: Entry) {
        match self.ledger.apply(&entry, &mut self.outbox.progress) {
            Ok(()) => self.outbox.entries.push(entry),
            Err(problem) => unreachable!("{problem}"),
        }
    }

    pub(super) fn handed_out(&mut self) -> Record {
        std::mem::take(&mut self.outbox)
    }
}

fn count(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}
