//! The run of a list: the next request, and the effect of each response. Each order in flight is a `policy::Call`, the same
//! as a single revocation.

use std::collections::{BTreeSet, VecDeque};

use super::{
    answers::{access_denied, lost_or, retry_after},
    confirming::Confirming,
    flight::{At, Calling, Flight, Stepped, Ticket},
    meter::Meter,
    poll::{EventOutcome, Limited, Next, RunPoll},
    rank::rank,
    sending::{JournalBatch, Sending, ToSend},
};
use crate::{
    api::{Cause, Method},
    mass::{
        job::{AfterDeadline, Job},
        journal::{Entry, PauseReason},
        ledger::Ledger,
        state::{Counts, Line, State},
        status::Status,
    },
    policy::{Event, Moment},
};

/// A bulk revocation in progress.
#[derive(Debug)]
pub struct Run {
    pub(super) ledger: Ledger,
    /// The orders that were not sent, by rank and position in the list.
    pub(super) queue: BTreeSet<(u8, u32)>,
    /// Orders in doubt: sent, with an unknown result. They are read before new orders are sent.
    pub(super) doubts: VecDeque<u32>,
    /// Orders in doubt that were read, and wait until they may be sent again.
    pub(super) later: Vec<u32>,
    pub(super) flights: Vec<Flight>,
    pub(super) tickets: u64,
    /// The number of consecutive orders with an unknown outcome.
    pub(super) unknowns: u32,
    pub(super) confirming: Confirming,
    pub(super) meter: Meter,
    /// The record that the driver has not received yet.
    pub(super) outbox: JournalBatch,
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
            outbox: JournalBatch::default(),
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

    /// Returns the next action. Call it before each `start_next`, after each `handle_event`, and at the time that it returned.
    pub fn poll(&mut self, moment: &Moment) -> RunPoll {
        self.advance(moment);
        RunPoll { next: self.next(), record: self.take_record() }
    }

    /// Returns the next request once the pacer admits one. `None` if there is nothing to send any more.
    pub fn start_next(&mut self, moment: &Moment) -> Option<Sending> {
        self.advance(moment);
        if self.next() != Next::Send {
            return None;
        }
        // Orders before confirmation reads, so that orders in doubt are settled sooner.
        let is_ready = |flight: &Flight| matches!(flight.at, At::Ready { .. });
        let order = self.flights.iter().position(|flight| is_ready(flight) && flight.place().is_some());
        let ready = order.or_else(|| self.flights.iter().position(is_ready));
        let flight = match ready {
            Some(at) => self.flights.swap_remove(at),
            None => self.start_order(moment)?,
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
        Some(Sending { record: self.take_record(), request: ToSend { ticket, request, timeout_ms } })
    }

    /// Handles the result of a request. Every request needs exactly one. The driver must remove the API key from a response.
    /// An unknown ticket, for example of an earlier process, changes nothing.
    pub fn handle_event(&mut self, ticket: Ticket, event: Event, moment: &Moment) -> EventOutcome {
        let on_wire = |flight: &Flight| matches!(flight.at, At::Wire { ticket: at, .. } if at == ticket);
        let Some(at) = self.flights.iter().position(on_wire) else { return EventOutcome::default() };
        let flight = self.flights.swap_remove(at);
        let At::Wire { method, since_ms, .. } = flight.at else { return EventOutcome::default() };
        self.meter.response_ended(&event, since_ms, moment.elapsed_ms);
        let changed = flight.place().filter(|_| method == Method::Put);
        let mut limited = None;
        match event {
            Event::Lost(Cause::Aborted { sent: false }) => {
                self.returned(changed, moment);
                self.put_back(flight.place());
            }
            Event::Response(response) if let Some((code, message)) = access_denied(&response) => {
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
        EventOutcome { record: self.take_record(), limited }
    }

    /// Whether an admitted request may still be sent. A revocation may not if the run was paused, canceled or stopped, or the
    /// order put on hold, while its intent became durable. Check it right before the seal is opened. If it returns false,
    /// report `Event::Lost(Cause::Aborted { sent: false })`. So nothing is sent after a pause was acknowledged.
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

    /// Returns the number of requests in flight.
    #[must_use]
    pub fn in_flight(&self) -> u32 {
        count(self.flights.iter().filter(|flight| flight.is_on_wire()).count())
    }

    /// Returns the orders with their states, in the order of the list.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        self.ledger.lines()
    }

    /// Returns the number of journal lines, including those returned last.
    #[must_use]
    pub fn journal_lines(&self) -> u64 {
        self.ledger.entries()
    }

    /// Returns the number of orders in each state.
    #[must_use]
    pub fn counts(&self) -> &Counts {
        &self.ledger.counts
    }

    /// Returns the parameters of the run.
    #[must_use]
    pub fn job(&self) -> &Job {
        &self.ledger.job
    }

    /// Whether the run is blocked until a person intervenes: DigiCert rejects the API key, or the run paused itself. Confirmation
    /// reads can continue.
    #[must_use]
    pub fn needs_attention(&self) -> bool {
        match self.ledger.status {
            Status::Stopped { .. } => self.in_flight() == 0,
            Status::Paused { reason: PauseReason::UnknownOutcomes | PauseReason::Deadline } => {
                self.open() == 0 && self.doubts.is_empty()
            }
            _ => false,
        }
    }

    /// Returns the status.
    #[must_use]
    pub fn status(&self) -> &Status {
        &self.ledger.status
    }

    fn next(&self) -> Next {
        let settings = &self.ledger.job.settings;
        match self.ledger.status {
            Status::Finished { .. } => return Next::Over,
            Status::Stopped { .. } => return Next::Nothing { until_ms: None },
            _ if self.in_flight() >= settings.max_in_flight.max(1) => return Next::Nothing { until_ms: None },
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
        Next::Nothing { until_ms: waits.chain(self.confirm_due_ms()).min() }
    }

    /// Whether another order can start.
    fn has_room(&self) -> bool {
        self.open() < self.ledger.job.settings.max_open().max(1)
    }

    pub(super) fn open(&self) -> usize {
        self.flights.iter().filter(|flight| flight.place().is_some()).count()
    }

    /// Applies everything that needs no request: passed times, commands, and orders in doubt.
    fn advance(&mut self, moment: &Moment) {
        self.pause_after_deadline(moment);
        if matches!(self.ledger.status, Status::Finished { .. } | Status::Stopped { .. }) {
            return;
        }
        for flight in std::mem::take(&mut self.flights) {
            match flight.at {
                At::Waits { until_ms } if until_ms <= moment.elapsed_ms => {
                    self.step(flight, Event::WaitElapsed, moment);
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
            self.start_doubt(place, moment);
        }
        self.advance_confirmation(moment);
    }

    pub(super) fn step(&mut self, flight: Flight, event: Event, moment: &Moment) {
        match flight.step(event, moment) {
            Stepped::On(flight) | Stepped::Limited(flight) => self.flights.push(flight),
            Stepped::Ended(ended) => self.ended(ended, moment),
        }
    }

    fn pause_after_deadline(&mut self, moment: &Moment) {
        let job = &self.ledger.job;
        let pauses = job.settings.after_deadline == AfterDeadline::Pause && !self.ledger.deadline_paused;
        let passed = job.deadline_unix_ms.is_some_and(|deadline| moment.unix_ms >= deadline);
        if pauses && passed && self.ledger.status == Status::Running && !self.queue.is_empty() {
            self.note(Entry::Paused { reason: PauseReason::Deadline, at: moment.unix_ms });
        }
    }

    /// Applies an entry of the run itself. A rejected entry is a bug: the run ends here, before anything is sent on its basis,
    /// and a restart reads the orders in doubt.
    pub(super) fn note(&mut self, entry: Entry) {
        match self.ledger.apply(&entry, &mut self.outbox.progress) {
            Ok(()) => self.outbox.entries.push(entry),
            Err(problem) => unreachable!("{problem}"),
        }
    }

    pub(super) fn take_record(&mut self) -> JournalBatch {
        std::mem::take(&mut self.outbox)
    }
}

fn count(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}
