//! One run, step by step. `tests/core/mass-run` simulates thousands of them with faults.

mod confirming;
mod people;
mod reckoning;
mod sending;
mod trouble;

use super::id;
use certcentral_revoke::{
    api::{Cause, HttpRequest, HttpResponse, Problem},
    mass::{
        CommandError, Entry, Item, Job, JournalBatch, JournalChain, JournalLines, Line, Next, Run, RunSettings, State,
        StateName, Ticket,
    },
    policy::{Event, Moment},
};

pub(super) const NOW: u64 = 1_760_000_000_000;
const DENIED: &str = r#"{"errors":[{"code":"access_denied|invalid_key","message":"no such key"}]}"#;
const LIMITED: &str = r#"{"errors":[{"code":"request_limit_exceeded","message":"slow down"}]}"#;
const REVOKED: &str = r#"{"errors":[{"code":"order_already_revoked","message":"no"}]}"#;
const REQUEST: &str = r#"{"id":5,"date":"2025-10-09T09:00:00+00:00","type":"revoke","status":"pending"}"#;

/// A run with its clock and its journal.
pub(super) struct Driven {
    pub(super) run: Run,
    pub(super) ms: u64,
    journal: Vec<Entry>,
}

fn job(settings: RunSettings) -> Job {
    Job { skip_approval: Some(true), settings, ..Job::new("July") }
}

fn lines(orders: u64) -> Vec<Line> {
    (1..=orders).map(|order| Line::new(Item::new(id(order)))).collect()
}

pub(super) fn driven(orders: u64, settings: RunSettings) -> Driven {
    let (run, record) = Run::begin(job(settings), &lines(orders), NOW).unwrap();
    Driven { run, ms: 0, journal: record.entries }
}

pub(super) fn one_at_a_time() -> RunSettings {
    RunSettings { max_in_flight: 1, ..RunSettings::default() }
}

pub(super) fn lost() -> Event {
    Event::Lost(Cause::Unclear { status: None, problem: Problem::ConnectionFailed, errors: Vec::new() })
}

pub(super) fn response(status: u16, body: &str) -> Event {
    Event::Response(HttpResponse::new(status, body))
}

fn issued(order: u64) -> Event {
    response(200, &format!(r#"{{"id":{order},"status":"issued","requests":[]}}"#))
}

impl Driven {
    pub(super) fn moment(&self) -> Moment {
        Moment { elapsed_ms: self.ms, unix_ms: NOW + self.ms, paused_until_ms: 0, random: 0.5 }
    }

    fn append(&mut self, record: JournalBatch) {
        self.journal.extend(record.entries);
    }

    fn poll(&mut self) -> Next {
        let wanted = self.run.poll(&self.moment());
        self.append(wanted.record);
        wanted.next
    }

    /// Returns the next request, after waiting for it.
    pub(super) fn next_request(&mut self) -> (Ticket, HttpRequest) {
        loop {
            match self.poll() {
                Next::Send => break,
                Next::Nothing { until_ms } => self.ms = until_ms.unwrap(),
                Next::Over => panic!("the run is over"),
            }
        }
        let (record, sealed) = self.run.start_next(&self.moment()).unwrap().write_ahead();
        self.append(record);
        let send = sealed.once_durable();
        (send.ticket, send.request)
    }

    pub(super) fn handle(&mut self, ticket: Ticket, event: Event) -> bool {
        let reply = self.run.handle_event(ticket, event, &self.moment());
        self.append(reply.record);
        reply.limited.is_some()
    }

    /// Sends the next request and passes its result to the run. Returns the method and path.
    pub(super) fn round(&mut self, event: Event) -> String {
        let (ticket, request) = self.next_request();
        self.handle(ticket, event);
        format!("{} {}", request.method.as_str(), request.path)
    }

    pub(super) fn steer(&mut self, how: impl FnOnce(&mut Run, &Moment) -> Result<JournalBatch, CommandError>) {
        let moment = self.moment();
        let record = how(&mut self.run, &moment).unwrap();
        self.append(record);
    }

    fn state(&self, order: usize) -> &State {
        &self.run.lines().get(order - 1).unwrap().state
    }

    fn names(&self) -> Vec<StateName> {
        self.run.lines().iter().map(|line| line.state.name()).collect()
    }

    /// Whether the run only waits for a result or a command.
    fn is_still(&mut self) -> bool {
        self.poll() == Next::Nothing { until_ms: None }
    }

    /// Returns the run restored from its journal.
    fn restarted(&self) -> Self {
        let (run, _) = Run::replay(JournalLines::new(journal_of(&self.journal).as_bytes())).unwrap();
        assert_eq!((run.lines(), run.status()), (self.run.lines(), self.run.status()));
        Self { run, ms: 0, journal: self.journal.clone() }
    }
}

/// Returns a journal with these entries.
fn journal_of(entries: &[Entry]) -> String {
    let mut chain = JournalChain::default();
    entries.iter().map(|entry| chain.line(entry) + "\n").collect()
}

fn put(order: u64) -> String {
    format!("PUT /order/certificate/{order}/revoke")
}

fn get(order: u64) -> String {
    format!("GET /order/certificate/{order}")
}
