//! A day of one key on a virtual clock: jobs, interactive calls, another program with the same key, and a server that counts
//! arrivals. One seed is one day.

use std::{cmp::Reverse, collections::BinaryHeap};

use certcentral_revoke::policy::{LaneSettings, Limits, Pacer, Place, Turn, Turns};

use crate::{
    chance::Chance,
    server::{Server, Windows},
};

/// The number of calls in flight of a job.
const AT_ONCE: u32 = 6;
/// The number of calls of one page view.
const CALLS_OF_A_LOOK: u32 = 4;

pub(crate) struct Plan {
    pub(crate) windows: Windows,
    pub(crate) refused_count: bool,
    /// The number of calls of each job.
    pub(crate) jobs: &'static [u32],
    /// The average time between two page views.
    pub(crate) people_every_ms: Option<u32>,
    /// The average time between two calls of the other program, which never slows down.
    pub(crate) neighbour_every_ms: Option<u32>,
}

#[derive(Default)]
pub(crate) struct Totals {
    /// The time of the last call of the last job.
    pub(crate) took_ms: u64,
    pub(crate) sent: u32,
    pub(crate) refused: u32,
    pub(crate) neighbour_sent: u32,
    pub(crate) neighbour_rejected: u32,
    /// The wait of each interactive call.
    pub(crate) waits_ms: Vec<u64>,
    pub(crate) too_late: u32,
    /// The finished calls of each job when the first job ended.
    pub(crate) done_by_first: Vec<u32>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Who {
    Job(usize),
    Person,
    Neighbour,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    PageView,
    NeighbourCalls,
    Arrives(Who),
    Response(Who, bool),
    TimerEnds,
}

struct Day {
    plan: Plan,
    chance: Chance,
    server: Server,
    turns: Turns,
    now: u64,
    coming: BinaryHeap<Reverse<(u64, Event)>>,
    /// The time of the next decision. Older timers are ignored.
    timer_at: u64,
    /// The owner of each ticket, and the time since which it waits.
    tickets: Vec<(Who, u64)>,
    /// The calls that each job still has to send, and its responses.
    left: Vec<u32>,
    done: Vec<u32>,
    totals: Totals,
}

pub(crate) fn live(plan: Plan, seed: u64) -> Totals {
    let mut day = Day {
        chance: Chance::new(seed),
        server: Server::new(plan.windows, plan.refused_count),
        // Only lists and a few page views use this key.
        turns: Turns::new(Pacer::new(Limits::digicert()), LaneSettings::new(0, 20).unwrap()),
        now: 1_000_000,
        coming: BinaryHeap::new(),
        timer_at: 0,
        tickets: Vec::new(),
        left: plan.jobs.to_vec(),
        done: vec![0; plan.jobs.len()],
        totals: Totals::default(),
        plan,
    };
    day.run();
    day.totals
}

impl Day {
    fn run(&mut self) {
        let began = self.now;
        for job in 0..self.left.len() {
            for _ in 0..AT_ONCE {
                self.next_of(job);
            }
        }
        self.soon(self.plan.people_every_ms, Event::PageView);
        self.soon(self.plan.neighbour_every_ms, Event::NeighbourCalls);
        self.decide();
        while self.done.iter().zip(self.plan.jobs).any(|(done, calls)| done < calls) {
            let Some(Reverse((at, event))) = self.coming.pop() else { panic!("nothing happens any more") };
            self.now = at;
            if event == Event::TimerEnds && at != self.timer_at {
                continue;
            }
            self.happens(event);
            self.decide();
        }
        self.totals.took_ms -= began;
    }

    fn happens(&mut self, event: Event) {
        match event {
            Event::PageView => {
                for _ in 0..CALLS_OF_A_LOOK {
                    let ticket = self.ticket(Who::Person);
                    assert_eq!(self.turns.enqueue_interactive("person", ticket, self.now), Place::Waiting);
                }
                self.soon(self.plan.people_every_ms, Event::PageView);
            }
            Event::NeighbourCalls => {
                self.totals.neighbour_sent += 1;
                self.send(Who::Neighbour);
                self.soon(self.plan.neighbour_every_ms, Event::NeighbourCalls);
            }
            Event::Arrives(who) => {
                let admitted = self.server.admits(self.now);
                let way = self.latency();
                self.coming.push(Reverse((self.now + way, Event::Response(who, admitted))));
            }
            Event::Response(Who::Neighbour, admitted) => self.totals.neighbour_rejected += u32::from(!admitted),
            Event::Response(who, false) => {
                self.totals.refused += 1;
                self.turns.pacer.rate_limited(None, self.now);
                if let Who::Job(job) = who {
                    self.left[job] += 1;
                    self.next_of(job);
                }
            }
            Event::Response(Who::Job(job), true) => {
                self.done[job] += 1;
                if self.done[job] == self.plan.jobs[job] && self.totals.done_by_first.is_empty() {
                    self.totals.done_by_first = self.done.clone();
                }
                self.next_of(job);
            }
            Event::Response(Who::Person, true) | Event::TimerEnds => {}
        }
    }

    /// Sends every call that may be sent now.
    fn decide(&mut self) {
        loop {
            match self.turns.next(self.now) {
                Turn::Granted { ticket } => {
                    let (who, since) = self.tickets[ticket as usize];
                    if who == Who::Person {
                        self.totals.waits_ms.push(self.now - since);
                    } else {
                        self.totals.took_ms = self.now;
                    }
                    self.totals.sent += 1;
                    self.send(who);
                }
                Turn::TooLate { .. } => self.totals.too_late += 1,
                Turn::Wait { ms } => return self.schedule_decision(self.now + ms),
                Turn::Empty => return,
            }
        }
    }

    fn schedule_decision(&mut self, at: u64) {
        if at != self.timer_at {
            self.timer_at = at;
            self.coming.push(Reverse((at, Event::TimerEnds)));
        }
    }

    fn next_of(&mut self, job: usize) {
        if self.left[job] > 0 {
            self.left[job] -= 1;
            let ticket = self.ticket(Who::Job(job));
            self.turns.enqueue_bulk("owner", &job.to_string(), ticket);
        }
    }

    fn ticket(&mut self, who: Who) -> u32 {
        self.tickets.push((who, self.now));
        u32::try_from(self.tickets.len() - 1).unwrap()
    }

    fn send(&mut self, who: Who) {
        let way = self.latency();
        self.coming.push(Reverse((self.now + way, Event::Arrives(who))));
    }

    /// Returns the latency of one call. One in a hundred is much longer.
    fn latency(&mut self) -> u64 {
        let most = if self.chance.one_in(100) { 900 } else { 200 };
        20 + u64::from(self.chance.below(most))
    }

    /// Schedules an event at a random time with this average.
    fn soon(&mut self, every_ms: Option<u32>, event: Event) {
        if let Some(every_ms) = every_ms {
            let many = -self.chance.part().max(1e-9).ln() * f64::from(every_ms);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some milliseconds")]
            self.coming.push(Reverse((self.now + 1 + many as u64, event)));
        }
    }
}
