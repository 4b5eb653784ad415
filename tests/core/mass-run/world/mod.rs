//! Simulates one seed in virtual time: the queue of actions, and the result.

mod host;
mod people;

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BinaryHeap},
};

use certcentral_revoke::{
    api::{HttpRequest, OrderId},
    mass::{Counts, JournalChain, JournalLines, Run, Runner, StateName, Status, Ticket},
    policy::{Event, Moment, PacerState},
};

use crate::{
    chance::Chance,
    oracle::Oracle,
    reply::Meaning,
    server::Server,
    weather::{BEGIN_UNIX_MS, Weather},
};

/// An action that is due at some time.
enum Action {
    Arrive { process: u32, ticket: Ticket, request: HttpRequest, sent_ms: u64, timeout_ms: u32 },
    Respond { process: u32, ticket: Ticket, event: Event, subject: Option<(u32, bool)>, meaning: Meaning },
    Wake { process: u32 },
    Crash,
    Restart,
    Person,
    Resume,
}

struct Due {
    at_ms: u64,
    number: u64,
    what: Action,
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

/// The result of a seed.
pub(crate) struct SeedResult {
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
    pub(crate) last_sent_ms: u64,
    pub(crate) journal: Vec<u8>,
    /// The time at which half of the orders were settled, and the end estimated then.
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
    /// The start of the monotonic clock of the process.
    boot_ms: u64,
    /// The durable part of the journal, and the part that a crash can lose.
    durable: Vec<u8>,
    buffer: Vec<u8>,
    chain: JournalChain,
    pace: PacerState,
    in_flight: u32,
    states: BTreeMap<OrderId, StateName>,
    resume_is_due: bool,
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
            chain: JournalChain::default(),
            pace: PacerState::default(),
            in_flight: 0,
            states: BTreeMap::new(),
            resume_is_due: false,
            crashes: 0,
            torn: 0,
            sent_last_ms: 0,
            eta: None,
            weather,
        }
    }

    /// Runs the simulation to its end.
    pub(crate) fn play(mut self) -> SeedResult {
        self.start();
        let max_steps = 10_000 + u64::from(self.weather.orders) * 400;
        let mut steps = 0;
        while !self.is_over() {
            let Some(Due { at_ms, what, .. }) = self.due.pop() else {
                self.oracle.wrong("no action is due, but the run is not over");
                break;
            };
            steps += 1;
            if steps > max_steps || at_ms > 30 * 86_400_000 {
                self.oracle.wrong("the run does not end");
                break;
            }
            self.now_ms = at_ms;
            if self.weather.clock_jumps && self.chance.one_in(200) {
                let hour = 3_600_000;
                self.wall_ms = if self.chance.one_in(2) { self.wall_ms + hour } else { self.wall_ms - hour };
            }
            self.perform(what);
        }
        self.end()
    }

    fn start(&mut self) {
        let lines = self.weather.lines(&mut self.chance);
        let (run, record) = Run::begin(self.weather.job(), &lines, self.wall_ms).unwrap();
        self.runner = Some(Runner::new(run, self.weather.limits.clone(), PacerState::default()));
        self.states = lines.iter().map(|line| (line.item.order_id, StateName::Waiting)).collect();
        self.append(record);
        self.sync();
        if self.weather.people {
            self.within(20_000, Action::Person);
        }
        if self.weather.crash > 0 {
            self.within(60_000, Action::Crash);
        }
        self.drive();
    }

    fn end(mut self) -> SeedResult {
        let Some(runner) = &self.runner else { unreachable!() };
        let (lines, snapshot) = (runner.run.lines().to_vec(), runner.snapshot(&self.moment()));
        let canceled = snapshot.status == Status::Finished { canceled: true };
        if runner.run.is_over() {
            self.oracle.judge(&lines, &snapshot.counts, canceled, &mut self.server);
        }
        match Run::replay(JournalLines::new(&self.durable)) {
            Ok((run, _)) if run.lines() == lines && run.status() == runner.run.status() => {}
            Ok(_) => self.oracle.wrong("the journal differs from the run"),
            Err(error) => self.oracle.wrong(format!("the journal cannot be read: {error}")),
        }
        let final_states: BTreeMap<_, _> = lines.iter().map(|line| (line.item.order_id, line.state.name())).collect();
        if final_states != self.states {
            self.oracle.wrong("the events differ from the run");
        }
        if self.server.violations > 0 {
            self.oracle.wrong(format!("{} calls over a window", self.server.violations));
        }
        SeedResult {
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
            last_sent_ms: self.sent_last_ms,
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

    fn at(&mut self, in_ms: u64, what: Action) {
        self.numbers += 1;
        self.due.push(Due { at_ms: self.now_ms + in_ms, number: self.numbers, what });
    }

    fn within(&mut self, max_ms: u32, what: Action) {
        let in_ms = 1 + u64::from(self.chance.below(max_ms));
        self.at(in_ms, what);
    }

    fn perform(&mut self, what: Action) {
        match what {
            Action::Arrive { process, ticket, request, sent_ms, timeout_ms } => {
                self.arrives(process, ticket, &request, sent_ms, timeout_ms);
            }
            Action::Respond { process, ticket, event, subject, meaning } if process == self.process => {
                self.respond(ticket, event, subject, meaning);
            }
            Action::Wake { process } if process == self.process => self.drive(),
            Action::Respond { .. } | Action::Wake { .. } => {}
            Action::Crash => {
                self.crash();
                // The number of crashes is limited, so that the run ends.
                if self.crashes < 40 {
                    self.within(120_000, Action::Crash);
                }
            }
            Action::Restart => self.restart(),
            Action::Person => {
                self.person();
                self.within(60_000, Action::Person);
            }
            Action::Resume => {
                self.resume_is_due = false;
                self.steer(Run::resume, |_| ());
            }
        }
    }
}
