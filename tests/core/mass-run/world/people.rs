//! The people around a run: they pause, hold, cancel and resume.

use certcentral_revoke::{
    api::OrderId,
    mass::{CommandError, JournalBatch, Run, Status},
    policy::Moment,
};

use super::{Action, World};
use crate::{oracle::Oracle, weather::FIRST};

impl World {
    /// Schedules the resume of a run that is blocked, some time later.
    pub(super) fn schedule_resume(&mut self) {
        let Some(runner) = &self.runner else { return };
        let moment = self.moment();
        if self.eta.is_none() && runner.run.counts().waiting < self.weather.orders / 2 {
            let eta_ms = runner.snapshot(&moment).eta_unix_ms.map(|eta| eta.saturating_sub(self.wall_ms));
            self.eta = eta_ms.map(|eta_ms| (self.now_ms, eta_ms));
        }
        let waits = matches!(runner.run.status(), Status::Paused { .. } | Status::Stopped { .. });
        if waits && !self.resume_is_due {
            self.resume_is_due = true;
            self.within(120_000, Action::Resume);
        }
    }

    pub(super) fn person(&mut self) {
        let place = self.chance.below(self.weather.orders);
        let order: OrderId = (FIRST + u64::from(place)).to_string().parse().unwrap();
        match self.chance.below(20) {
            0 => self.steer(Run::cancel, |oracle| oracle.stopped = true),
            1..=5 => self.steer(Run::pause, |oracle| oracle.stopped = true),
            6..=12 => {
                let why = "a court says so";
                self.steer(|run, moment| run.hold(order, why, moment), |oracle| oracle.held(place, true));
            }
            _ => {
                self.oracle.held(place, false);
                self.steer(|run, moment| run.release(order, moment), |_| ());
            }
        }
    }

    /// Applies a command. Once it is durable it is acknowledged, and the oracle checks that the run obeys it.
    pub(super) fn steer(
        &mut self,
        command: impl FnOnce(&mut Run, &Moment) -> Result<JournalBatch, CommandError>,
        acknowledged: impl FnOnce(&mut Oracle),
    ) {
        let moment = self.moment_by_chance();
        let Some(runner) = &mut self.runner else { return };
        let Ok(record) = command(&mut runner.run, &moment) else { return };
        if *runner.run.status() == Status::Running {
            self.oracle.stopped = false;
        }
        self.append(record);
        if self.crashes_here() {
            return;
        }
        self.sync();
        acknowledged(&mut self.oracle);
        self.drive();
    }
}
