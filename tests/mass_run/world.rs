//! One seed from its beginning to its end: virtual time, a network that delays, reorders and loses, a host that keeps a
//! journal and crashes at any point of a step, and people who steer. Not here: what the other side does (`server.rs`), and
//! what must not be (`oracle.rs`).

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BinaryHeap},
};

use certcentral_revoke::{
    api::{Cause, HttpRequest, Method, OrderId, Problem},
    mass::{Act, Counts, Lines, Record, Refusal, Run, Runner, Sending, StateName, Status, Ticket, whole},
    policy::{Event, Moment, PacerState},
};

use crate::{
    chance::Chance,
    oracle::Oracle,
    server::{Meaning, Reply, Server, place_of},
    weather::{BEGIN_UNIX_MS, FIRST, Weather},
};

/// What is due at some time.
enum Happens {
    Arrives { process: u32, ticket: Ticket, request: HttpRequest, sent_ms: u64, timeout_ms: u32 },
    Told { process: u32, ticket: Ticket, event: Event, about: Option<(u32, bool)>, meaning: Meaning },
    Wakes { process: u32 },
    Crashes,
    Restarts,
    Person,
    Resumes,
}

struct Due {
    at_ms: u64,
    number: u64,
    what: Happens,
}

impl PartialEq for Due {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Due {}

impl PartialOrd for Due {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Due {
    fn cmp(&self, other: &Self) -> Ordering {
        (other.at_ms, other.number).cmp(&(self.at_ms, self.number))
    }
}

/// What came of a seed.
pub(crate) struct Told {
    pub(crate) counts: Counts,
    pub(crate) puts: u32,
    pub(crate) resends: u32,
    pub(crate) blind: u32,
    pub(crate) wrong: Vec<String>,
    pub(crate) crashes: u32,
    pub(crate) torn: u32,
    pub(crate) calls: u32,
    pub(crate) limited: u32,
    pub(crate) violations: u32,
    pub(crate) took_ms: u64,
    pub(crate) journal: Vec<u8>,
    /// Until when half of the orders had an end it was thought to take, and how long it took.
    pub(crate) eta: Option<(u64, u64)>,
}

pub(crate) struct World {
    chance: Chance,
    weather: Weather,
    server: Server,
    oracle: Oracle,
    now_ms: u64,
    wall_ms: u64,
    due: BinaryHeap<Due>,
    numbers: u64,
    runner: Option<Runner>,
    process: u32,
    /// When the clock of the process began.
    boot_ms: u64,
    /// What survives a crash, and what may not.
    durable: Vec<u8>,
    buffer: Vec<u8>,
    pace: PacerState,
    on_wire: u32,
    states: BTreeMap<OrderId, StateName>,
    resumes: bool,
    crashes: u32,
    torn: u32,
    sent_last_ms: u64,
    eta: Option<(u64, u64)>,
}

impl World {
    pub(crate) fn new(seed: u64, weather: impl FnOnce(&mut Chance) -> Weather) -> Self {
        let mut chance = Chance::new(seed);
        let weather = weather(&mut chance);
        let server = Server::new(&weather, &mut chance);
        let oracle = Oracle::new(weather.orders, weather.settings.retry.settle_ms);
        Self {
            chance,
            server,
            oracle,
            now_ms: 0,
            wall_ms: BEGIN_UNIX_MS,
            due: BinaryHeap::new(),
            numbers: 0,
            runner: None,
            process: 0,
            boot_ms: 0,
            durable: Vec::new(),
            buffer: Vec::new(),
            pace: PacerState::default(),
            on_wire: 0,
            states: BTreeMap::new(),
            resumes: false,
            crashes: 0,
            torn: 0,
            sent_last_ms: 0,
            eta: None,
            weather,
        }
    }

    /// Plays it to its end.
    pub(crate) fn play(mut self) -> Told {
        self.begin();
        let most = 10_000 + u64::from(self.weather.orders) * 400;
        let mut steps = 0;
        while !self.is_over() {
            let Some(Due { at_ms, what, .. }) = self.due.pop() else {
                self.oracle.wrong("it stands still, and is not over");
                break;
            };
            steps += 1;
            if steps > most || at_ms > 30 * 86_400_000 {
                self.oracle.wrong("it does not come to an end");
                break;
            }
            self.now_ms = at_ms;
            if self.weather.clock_jumps && self.chance.one_in(200) {
                let hour = 3_600_000;
                self.wall_ms = if self.chance.one_in(2) { self.wall_ms + hour } else { self.wall_ms - hour };
            }
            self.happens(what);
        }
        self.end()
    }

    fn begin(&mut self) {
        let lines = self.weather.lines(&mut self.chance);
        let (run, record) = Run::begin(self.weather.job(), &lines, self.wall_ms).unwrap();
        self.runner = Some(Runner::new(run, self.weather.limits.clone(), PacerState::default()));
        self.states = lines.iter().map(|line| (line.item.order_id, StateName::Waiting)).collect();
        self.append(record);
        self.sync();
        if self.weather.people {
            self.within(20_000, Happens::Person);
        }
        if self.weather.crash > 0 {
            self.within(60_000, Happens::Crashes);
        }
        self.drive();
    }

    fn end(mut self) -> Told {
        let Some(runner) = &self.runner else { unreachable!() };
        let (lines, snapshot) = (runner.run.lines().to_vec(), runner.snapshot(&self.moment()));
        let cancelled = snapshot.status == Status::Over { cancelled: true };
        if runner.run.is_over() {
            self.oracle.judge(&lines, &snapshot.counts, cancelled, &mut self.server);
        }
        match Run::replay(Lines::new(&self.durable)) {
            Ok(run) if run.lines() == lines && run.status() == runner.run.status() => {}
            Ok(_) => self.oracle.wrong("the journal says something else than the run"),
            Err(error) => self.oracle.wrong(format!("the journal cannot be read: {error}")),
        }
        let told: BTreeMap<_, _> = lines.iter().map(|line| (line.item.order_id, line.state.name())).collect();
        if told != self.states {
            self.oracle.wrong("the events say something else than the run");
        }
        if self.server.violations > 0 {
            self.oracle.wrong(format!("{} calls over a window", self.server.violations));
        }
        Told {
            counts: snapshot.counts,
            puts: self.oracle.puts,
            resends: self.oracle.resends,
            blind: self.oracle.blind,
            wrong: self.oracle.wrong,
            crashes: self.crashes,
            torn: self.torn,
            calls: self.server.calls,
            limited: self.server.limited,
            violations: self.server.violations,
            took_ms: self.sent_last_ms,
            journal: self.durable,
            eta: self.eta,
        }
    }

    fn is_over(&self) -> bool {
        self.runner.as_ref().is_some_and(|runner| runner.run.is_over()) && self.buffer.is_empty()
    }

    fn moment(&self) -> Moment {
        Moment {
            elapsed_ms: self.now_ms - self.boot_ms,
            unix_ms: self.wall_ms + self.now_ms,
            paused_until_ms: 0,
            random: 0.5,
        }
    }

    fn moment_by_chance(&mut self) -> Moment {
        Moment { random: self.chance.part(), ..self.moment() }
    }

    fn at(&mut self, in_ms: u64, what: Happens) {
        self.numbers += 1;
        self.due.push(Due { at_ms: self.now_ms + in_ms, number: self.numbers, what });
    }

    fn within(&mut self, most_ms: u32, what: Happens) {
        let in_ms = 1 + u64::from(self.chance.below(most_ms));
        self.at(in_ms, what);
    }

    fn happens(&mut self, what: Happens) {
        match what {
            Happens::Arrives { process, ticket, request, sent_ms, timeout_ms } => {
                self.arrives(process, ticket, &request, sent_ms, timeout_ms);
            }
            Happens::Told { process, ticket, event, about, meaning } if process == self.process => {
                self.told(ticket, event, about, meaning);
            }
            Happens::Wakes { process } if process == self.process => self.drive(),
            Happens::Told { .. } | Happens::Wakes { .. } => {}
            Happens::Crashes => {
                self.crash();
                // Fewer and fewer, so that it ends.
                if self.crashes < 40 {
                    self.within(120_000, Happens::Crashes);
                }
            }
            Happens::Restarts => self.restart(),
            Happens::Person => {
                self.person();
                self.within(60_000, Happens::Person);
            }
            Happens::Resumes => {
                self.resumes = false;
                self.steer(Run::resume, |_| ());
            }
        }
    }

    // ----- the host

    fn append(&mut self, record: Record) {
        for entry in &record.entries {
            self.buffer.extend((entry.to_line() + "\n").into_bytes());
        }
        for progress in record.progress {
            let before = self.states.insert(progress.order_id, progress.to);
            if before != Some(progress.from) {
                let order = progress.order_id;
                self.oracle.wrong(format!("order {order} was {before:?}, and came from {:?}", progress.from));
            }
        }
    }

    fn sync(&mut self) {
        self.durable.append(&mut self.buffer);
    }

    /// Asks the run until it wants nothing more now.
    fn drive(&mut self) {
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
                    // What is not needed for a sending is made durable when it suits.
                    if self.chance.one_in(4) {
                        self.sync();
                    }
                    if let Some(until_ms) = until_ms {
                        let process = self.process;
                        self.at(
                            (self.boot_ms + until_ms).saturating_sub(self.now_ms).max(1),
                            Happens::Wakes { process },
                        );
                    }
                    return self.see_to_it();
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

    /// Whether the process is still there afterwards.
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
        if self.weather.keeps_pace
            && let Some(runner) = &self.runner
        {
            self.pace = runner.pacer_state();
        }
        self.on_wire += 1;
        if self.on_wire > self.weather.settings.connections {
            self.oracle.wrong(format!("{} requests on their way", self.on_wire));
        }
        if send.request.method == Method::Put {
            self.oracle.put_sent(place_of(&send.request.path));
            self.sent_last_ms = self.now_ms;
        }
        let way_ms = 20 + u64::from(self.chance.below(self.weather.way_ms));
        let (process, ticket, timeout_ms) = (self.process, send.ticket, send.timeout_ms);
        let lost_on_the_way = self.chance.below(4000) < self.weather.lost;
        let sent_ms = self.now_ms;
        if lost_on_the_way {
            let about = about(&send.request);
            self.at(way_ms, Happens::Told { process, ticket, event: broken(), about, meaning: Meaning::Anything });
        } else {
            self.at(way_ms, Happens::Arrives { process, ticket, request: send.request, sent_ms, timeout_ms });
        }
        !self.crashes_here()
    }

    fn arrives(&mut self, process: u32, ticket: Ticket, request: &HttpRequest, sent_ms: u64, timeout_ms: u32) {
        let reply = self.server.answer(request, self.now_ms, &mut self.chance);
        let slow = self.chance.below(1000) < self.weather.slow;
        let work_ms = if slow { timeout_ms } else { self.chance.below(self.weather.work_ms) };
        let back_ms = u64::from(work_ms) + u64::from(self.chance.below(self.weather.way_ms));
        let left_ms = (sent_ms + u64::from(timeout_ms)).saturating_sub(self.now_ms);
        let (in_ms, event, meaning) = match reply {
            Reply::Answer(response, meaning) if back_ms < left_ms => (back_ms, Event::Answered(response), meaning),
            Reply::Broken if back_ms < left_ms => (back_ms, broken(), Meaning::Anything),
            _ => (left_ms, Event::Lost(Cause::TimedOut { after_ms: timeout_ms }), Meaning::Anything),
        };
        let about = about(request);
        self.at(in_ms, Happens::Told { process, ticket, event, about, meaning });
    }

    fn told(&mut self, ticket: Ticket, event: Event, about: Option<(u32, bool)>, meaning: Meaning) {
        self.on_wire -= 1;
        if let Some((place, put)) = about {
            self.oracle.answered(place, put, meaning);
        }
        let moment = self.moment_by_chance();
        let Some(runner) = &mut self.runner else { return };
        let record = runner.told(ticket, event, &moment);
        self.append(record);
        if self.weather.keeps_pace
            && let Some(runner) = &self.runner
        {
            self.pace = runner.pacer_state();
        }
        if !self.crashes_here() {
            self.drive();
        }
    }

    fn crashes_here(&mut self) -> bool {
        let crashes = self.crashes < 40 && self.chance.below(1000) < self.weather.crash;
        if crashes {
            self.crash();
        }
        crashes
    }

    /// The process ends. Of what was not made durable any part may be there all the same, down to half a line.
    fn crash(&mut self) {
        if self.runner.take().is_none() {
            return;
        }
        let kept = self.chance.below(u32::try_from(self.buffer.len()).unwrap() + 1) as usize;
        self.durable.extend_from_slice(&self.buffer[..kept]);
        self.buffer.clear();
        self.crashes += 1;
        self.process += 1;
        self.on_wire = 0;
        self.oracle.crashed();
        self.within(self.weather.down_ms, Happens::Restarts);
    }

    fn restart(&mut self) {
        let whole = whole(&self.durable);
        self.torn += u32::from(whole < self.durable.len());
        self.durable.truncate(whole);
        let run = match Run::replay(Lines::new(&self.durable)) {
            Ok(run) => run,
            Err(error) => {
                self.oracle.wrong(format!("the journal cannot be taken up: {error}"));
                return;
            }
        };
        self.states = run.lines().iter().map(|line| (line.item.order_id, line.state.name())).collect();
        let limits = self.weather.limits.clone();
        self.runner = Some(if self.weather.keeps_pace {
            Runner::new(run, limits, self.pace.clone())
        } else {
            // Another boot of the machine: its clock begins anew.
            self.boot_ms = self.now_ms;
            Runner::cautious(run, limits, &self.moment())
        });
        self.drive();
    }

    // ----- people

    /// Somebody resumes a run that does not go on by itself, some time later.
    fn see_to_it(&mut self) {
        let Some(runner) = &self.runner else { return };
        let moment = self.moment();
        if self.eta.is_none() && runner.run.counts().waiting < self.weather.orders / 2 {
            let eta_ms = runner.snapshot(&moment).eta_unix_ms.map(|eta| eta.saturating_sub(self.wall_ms));
            self.eta = eta_ms.map(|eta_ms| (self.now_ms, eta_ms));
        }
        let waits = matches!(runner.run.status(), Status::Paused { .. } | Status::Stopped { .. });
        if waits && !self.resumes {
            self.resumes = true;
            self.within(120_000, Happens::Resumes);
        }
    }

    fn person(&mut self) {
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

    /// Does something to the run. Once it is durable it is acknowledged, and the oracle holds the run to it.
    fn steer(
        &mut self,
        how: impl FnOnce(&mut Run, &Moment) -> Result<Record, Refusal>,
        acknowledged: impl FnOnce(&mut Oracle),
    ) {
        let moment = self.moment_by_chance();
        let Some(runner) = &mut self.runner else { return };
        let Ok(record) = how(&mut runner.run, &moment) else { return };
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

fn broken() -> Event {
    Event::Lost(Cause::Unclear { status: None, problem: Problem::ConnectionFailed, errors: Vec::new() })
}

/// Which order a request is about, and whether it is to change it.
fn about(request: &HttpRequest) -> Option<(u32, bool)> {
    let is_of_one = request.path.starts_with("/order/certificate/") && !request.path.contains("status-changes");
    is_of_one.then(|| (place_of(&request.path), request.method == Method::Put))
}
