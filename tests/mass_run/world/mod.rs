//! One seed from its beginning to its end, in virtual time: what is due, and what came of it all. Not here: the host and its
//! network (`host.rs`), people (`people.rs`), what the other side does (`server.rs`), and what must not be (`oracle.rs`).

mod host;
mod people;

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BinaryHeap},
};

use certcentral_revoke::{
    api::{HttpRequest, OrderId},
    mass::{Counts, Lines, Run, Runner, StateName, Status, Ticket},
    policy::{Event, Moment, PacerState},
};

use crate::{
    chance::Chance,
    oracle::Oracle,
    server::{Meaning, Server},
    weather::{BEGIN_UNIX_MS, Weather},
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
}
