//! The host of a run: stores the journal, sends requests, and crashes at any point of a step.

use certcentral_revoke::{
    api::{Cause, HttpRequest, Method, Problem},
    mass::{Act, JournalBatch, JournalLines, Run, Runner, Sending, Ticket, whole},
    policy::Event,
};

use super::{Action, World};
use crate::{
    reply::{Meaning, Reply},
    server::place_of,
};

impl World {
    pub(super) fn append(&mut self, record: JournalBatch) {
        for line in record.to_lines(&mut self.chain) {
            self.buffer.extend((line + "\n").into_bytes());
        }
        for progress in record.progress {
            let before = self.states.insert(progress.order_id, progress.to);
            if before != Some(progress.from) {
                let order = progress.order_id;
                self.oracle.wrong(format!("order {order} was {before:?}, and came from {:?}", progress.from));
            }
        }
    }

    pub(super) fn sync(&mut self) {
        self.durable.append(&mut self.buffer);
    }

    /// Drives the run until it has to wait.
    pub(super) fn drive(&mut self) {
        loop {
            let moment = self.moment_by_chance();
            let Some(runner) = &mut self.runner else { return };
            match runner.next(&moment) {
                Act::Send(sending) => {
                    if !self.send(sending) {
                        return;
                    }
                }
                Act::Wait { record, until_ms } => {
                    self.append(record);
                    if self.crashes_here() {
                        return;
                    }
                    // Records without a request become durable at any later time.
                    if self.chance.one_in(4) {
                        self.sync();
                    }
                    if let Some(until_ms) = until_ms {
                        let process = self.process;
                        self.at((self.boot_ms + until_ms).saturating_sub(self.now_ms).max(1), Action::Wake { process });
                    }
                    return self.schedule_resume();
                }
                Act::Over(record) => {
                    self.append(record);
                    if !self.crashes_here() {
                        self.sync();
                    }
                    return;
                }
            }
        }
    }

    /// Sends a request. Returns false if the process crashed.
    fn send(&mut self, sending: Sending) -> bool {
        let (record, sealed) = sending.write_ahead();
        self.append(record);
        if self.crashes_here() {
            return false;
        }
        self.sync();
        if self.crashes_here() {
            return false;
        }
        let send = sealed.once_durable();
        if self.weather.keeps_pacer_state
            && let Some(runner) = &self.runner
        {
            self.pace = runner.pacer_state();
        }
        self.in_flight += 1;
        if self.in_flight > self.weather.settings.max_in_flight {
            self.oracle.wrong(format!("{} requests in flight", self.in_flight));
        }
        if send.request.method == Method::Put {
            self.oracle.put_sent(place_of(&send.request.path));
            self.sent_last_ms = self.now_ms;
        }
        let network_ms = 20 + u64::from(self.chance.below(self.weather.network_ms));
        let (process, ticket, timeout_ms) = (self.process, send.ticket, send.timeout_ms);
        let is_lost = self.chance.below(4000) < self.weather.lost;
        let sent_ms = self.now_ms;
        if is_lost {
            let subject = subject_of(&send.request);
            self.at(
                network_ms,
                Action::Respond { process, ticket, event: broken(), subject, meaning: Meaning::Anything },
            );
        } else {
            self.at(network_ms, Action::Arrive { process, ticket, request: send.request, sent_ms, timeout_ms });
        }
        !self.crashes_here()
    }

    pub(super) fn arrives(
        &mut self,
        process: u32,
        ticket: Ticket,
        request: &HttpRequest,
        sent_ms: u64,
        timeout_ms: u32,
    ) {
        let reply = self.server.answer(request, self.now_ms, &mut self.chance);
        let slow = self.chance.below(1000) < self.weather.slow;
        let processing_ms = if slow { timeout_ms } else { self.chance.below(self.weather.processing_ms) };
        let back_ms = u64::from(processing_ms) + u64::from(self.chance.below(self.weather.network_ms));
        let left_ms = (sent_ms + u64::from(timeout_ms)).saturating_sub(self.now_ms);
        let (in_ms, event, meaning) = match reply {
            Reply::Response(response, meaning) if back_ms < left_ms => (back_ms, Event::Response(response), meaning),
            Reply::Broken if back_ms < left_ms => (back_ms, broken(), Meaning::Anything),
            _ => (left_ms, Event::Lost(Cause::TimedOut { after_ms: timeout_ms }), Meaning::Anything),
        };
        let subject = subject_of(request);
        self.at(in_ms, Action::Respond { process, ticket, event, subject, meaning });
    }

    pub(super) fn respond(&mut self, ticket: Ticket, event: Event, subject: Option<(u32, bool)>, meaning: Meaning) {
        self.in_flight -= 1;
        if let Some((place, put)) = subject {
            self.oracle.answered(place, put, meaning);
        }
        let moment = self.moment_by_chance();
        let Some(runner) = &mut self.runner else { return };
        let record = runner.handle_event(ticket, event, &moment);
        self.append(record);
        if self.weather.keeps_pacer_state
            && let Some(runner) = &self.runner
        {
            self.pace = runner.pacer_state();
        }
        if !self.crashes_here() {
            self.drive();
        }
    }

    pub(super) fn crashes_here(&mut self) -> bool {
        let crashes = self.crashes < 40 && self.chance.below(1000) < self.weather.crash;
        if crashes {
            self.crash();
        }
        crashes
    }

    /// Crashes the process. Any part of the unsynced journal can survive, even half a line.
    pub(super) fn crash(&mut self) {
        if self.runner.take().is_none() {
            return;
        }
        let kept = self.chance.below(u32::try_from(self.buffer.len()).unwrap() + 1) as usize;
        self.durable.extend_from_slice(&self.buffer[..kept]);
        self.buffer.clear();
        self.crashes += 1;
        self.process += 1;
        self.in_flight = 0;
        self.oracle.crashed();
        self.within(self.weather.down_ms, Action::Restart);
    }

    pub(super) fn restart(&mut self) {
        let whole = whole(&self.durable);
        self.torn += u32::from(whole < self.durable.len());
        self.durable.truncate(whole);
        let run = match Run::replay(JournalLines::new(&self.durable)) {
            Ok((run, chain)) => {
                self.chain = chain;
                run
            }
            Err(error) => {
                self.oracle.wrong(format!("the journal cannot be resumed: {error}"));
                return;
            }
        };
        self.states = run.lines().iter().map(|line| (line.item.order_id, line.state.name())).collect();
        let limits = self.weather.limits.clone();
        self.runner = Some(if self.weather.keeps_pacer_state {
            Runner::new(run, limits, self.pace.clone())
        } else {
            // After a reboot, the monotonic clock starts again.
            self.boot_ms = self.now_ms;
            Runner::cautious(run, limits, &self.moment())
        });
        self.drive();
    }
}

fn broken() -> Event {
    Event::Lost(Cause::Unclear { status: None, problem: Problem::ConnectionFailed, errors: Vec::new() })
}

/// Returns the order of a request, and whether the request is a write.
fn subject_of(request: &HttpRequest) -> Option<(u32, bool)> {
    let is_of_one = request.path.starts_with("/order/certificate/") && !request.path.contains("status-changes");
    is_of_one.then(|| (place_of(&request.path), request.method == Method::Put))
}
