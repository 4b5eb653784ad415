//! A rehearsal: the run of a plan against a model of CertCentral, in virtual time. The same engine and the same pace, the
//! same report; not one request. Not here: how the model answers (`model.rs`).

mod model;

use std::collections::BTreeMap;

use self::model::Model;
use super::{
    job::Job,
    plan::Basis,
    run::{Refusal, Run, Snapshot, Ticket},
    runner::{Act, Runner},
};
use crate::{
    api::HttpRequest,
    policy::{Event, Limits, Moment, PacerState},
};

/// How long each answer takes, in milliseconds: about what DigiCert takes on a good day.
const ANSWER_MS: u64 = 300;

/// A run of virtual time.
#[derive(Debug)]
pub struct Rehearsal {
    runner: Runner,
    model: Model,
    began_unix_ms: u64,
    now_ms: u64,
    /// By when its answer comes, and by its number, so that none covers another.
    on_wire: BTreeMap<(u64, Ticket), HttpRequest>,
    is_over: bool,
}

impl Rehearsal {
    /// The rehearsal of a plan. One that cannot be done in time is rehearsed too: it shows which orders would be late.
    ///
    /// # Errors
    /// If an order stands in the list twice.
    pub fn new(basis: Basis, job: Job) -> Result<Self, Refusal> {
        let model = Model::new(&basis);
        let began_unix_ms = basis.made_unix_ms;
        let limits = Limits { windows: basis.pace.windows.clone(), guard_ms: basis.pace.guard_ms };
        let plan = basis.plan();
        let job = Job { deadline_unix_ms: plan.figures().deadline_unix_ms, ..job };
        let (run, _) = Run::begin(job, &plan.lines(), began_unix_ms)?;
        let runner = Runner::new(run, limits, PacerState::default());
        Ok(Self { runner, model, began_unix_ms, now_ms: 0, on_wire: BTreeMap::new(), is_over: false })
    }

    /// Goes on for so many calls; whether that was all.
    pub fn go(&mut self, calls: u32) -> bool {
        let mut left = calls;
        while left > 0 && !self.is_over {
            match self.runner.next(&self.moment()) {
                Act::Over(_) => self.is_over = true,
                Act::Send(sending) => {
                    let (_, sealed) = sending.write_ahead();
                    let sent = sealed.once_durable();
                    self.on_wire.insert((self.now_ms + ANSWER_MS, sent.ticket), sent.request);
                    left -= 1;
                }
                Act::Wait { until_ms, .. } => self.wait(until_ms),
            }
        }
        self.is_over
    }

    /// Time passes, up to the next answer or to what the run waits for. That neither comes would be a fault of this
    /// program; then it is over.
    fn wait(&mut self, until_ms: Option<u64>) {
        let answer = self.on_wire.first_key_value().map(|((at_ms, _), _)| *at_ms);
        let Some(next_ms) = answer.into_iter().chain(until_ms).min() else {
            self.is_over = true;
            return;
        };
        self.now_ms = self.now_ms.max(next_ms);
        if answer.is_some_and(|at_ms| at_ms <= self.now_ms)
            && let Some(((_, ticket), request)) = self.on_wire.pop_first()
        {
            let response = self.model.answer(&request, self.moment().unix_ms);
            let _ = self.runner.told(ticket, Event::Answered(response), &self.moment());
        }
    }

    fn moment(&self) -> Moment {
        let unix_ms = self.began_unix_ms + self.now_ms;
        Moment { elapsed_ms: self.now_ms, unix_ms, paused_until_ms: 0, random: 0.5 }
    }

    /// How it stands.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        self.runner.snapshot(&self.moment())
    }

    /// The run, for its report.
    #[must_use]
    pub fn into_run(self) -> Run {
        self.runner.run
    }
}
