//! A rehearsal: the run of a plan against a model of CertCentral, in virtual time. It uses the same run, pacer and report as
//! a real run, and sends no request.

mod model;

use std::collections::BTreeMap;

use self::model::Model;
use super::{
    job::Job,
    plan::Basis,
    run::{CommandError, Run, Snapshot, Ticket},
    runner::{Act, Runner},
};
use crate::{
    api::HttpRequest,
    policy::{Event, Limits, Moment, PacerState},
};

/// The time of each response, in milliseconds. DigiCert's responses take about as long.
const ANSWER_MS: u64 = 300;

/// A run in virtual time.
#[derive(Debug)]
pub struct Rehearsal {
    runner: Runner,
    model: Model,
    start_unix_ms: u64,
    now_ms: u64,
    /// The requests in flight, by the time of the response and the ticket.
    in_flight: BTreeMap<(u64, Ticket), HttpRequest>,
    is_over: bool,
}

impl Rehearsal {
    /// Starts the rehearsal of a plan. A plan that cannot meet its deadline is rehearsed too: the report shows which orders
    /// are late.
    ///
    /// # Errors
    /// If an order is in the list twice.
    pub fn new(basis: Basis, job: Job) -> Result<Self, CommandError> {
        let model = Model::new(&basis);
        let start_unix_ms = basis.made_unix_ms;
        let limits = Limits { windows: basis.pace.windows.clone(), guard_ms: basis.pace.guard_ms };
        let plan = basis.plan();
        let (run, _) = Run::of_plan(job, &plan, start_unix_ms)?;
        let runner = Runner::new(run, limits, PacerState::default());
        Ok(Self { runner, model, start_unix_ms, now_ms: 0, in_flight: BTreeMap::new(), is_over: false })
    }

    /// Continues for a number of calls. Returns whether the rehearsal is over.
    pub fn advance(&mut self, calls: u32) -> bool {
        let mut left = calls;
        while left > 0 && !self.is_over {
            match self.runner.next(&self.moment()) {
                Act::Over(_) => self.is_over = true,
                Act::Send(sending) => {
                    let (_, sealed) = sending.write_ahead();
                    let sent = sealed.once_durable();
                    self.in_flight.insert((self.now_ms + ANSWER_MS, sent.ticket), sent.request);
                    left -= 1;
                }
                Act::Wait { until_ms, .. } => self.wait(until_ms),
            }
        }
        self.is_over
    }

    /// Advances the time to the next response, or to the time that the run waits for. If there is neither, the rehearsal ends:
    /// that would be a bug in the run.
    fn wait(&mut self, until_ms: Option<u64>) {
        let answer = self.in_flight.first_key_value().map(|((at_ms, _), _)| *at_ms);
        let Some(next_ms) = answer.into_iter().chain(until_ms).min() else {
            self.is_over = true;
            return;
        };
        self.now_ms = self.now_ms.max(next_ms);
        if answer.is_some_and(|at_ms| at_ms <= self.now_ms)
            && let Some(((_, ticket), request)) = self.in_flight.pop_first()
        {
            let response = self.model.answer(&request, self.moment().unix_ms);
            let _ = self.runner.handle_event(ticket, Event::Response(response), &self.moment());
        }
    }

    fn moment(&self) -> Moment {
        let unix_ms = self.start_unix_ms + self.now_ms;
        Moment { elapsed_ms: self.now_ms, unix_ms, paused_until_ms: 0, random: 0.5 }
    }

    /// Returns the snapshot.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        self.runner.snapshot(&self.moment())
    }

    /// Returns the run, for its report.
    #[must_use]
    pub fn into_run(self) -> Run {
        self.runner.run
    }
}
