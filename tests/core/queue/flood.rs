//! Many calls at once on one client, beside a second client that calls `me` with the same key every second: in virtual
//! time, against a key that also counts rejected calls.

use std::{cmp::Reverse, collections::BinaryHeap};

use super::{chance::Chance, *};

/// A call that waited in the queue longer than this is too late for the default deadline.
const DEADLINE_MS: u64 = 300_000;
/// The second client waits this long after a 429 without `Retry-After`.
const OTHER_BACKOFF_MS: u64 = 1000;

/// The windows of the sandbox: calls and milliseconds.
const WINDOWS: [(usize, u64); 2] = [(100, 5000), (1000, 180_000)];

/// A key as the sandbox keeps it, without any code of the pacer.
#[derive(Default)]
struct Key {
    /// The arrival of each call, including rejected ones.
    arrived_ms: Vec<u64>,
}

impl Key {
    /// Whether the windows have room for a call that arrives now. A rejected call counts too.
    fn admits(&mut self, now_ms: u64) -> bool {
        let has_room = |(calls, ms): (usize, u64)| {
            let recent = self.arrived_ms.iter().rev().take_while(|at_ms| **at_ms + ms > now_ms);
            recent.take(calls).count() < calls
        };
        let admits = WINDOWS.into_iter().all(has_room);
        self.arrived_ms.push(now_ms);
        admits
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Arrives(Who),
    Response(Who, bool),
    /// The second client starts a call: one second after the last one, or when its response arrives.
    OtherBegins,
    /// The second client sends a call that it started at this time.
    OtherSends(u64),
    Poll,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Who {
    Ours(QueueTicket),
    Other(u64),
}

#[derive(Debug, Default)]
struct Figures {
    answered: usize,
    last_admitted_ms: u64,
    sent: usize,
    refused: usize,
    other_sent: usize,
    other_refused: usize,
    other_answered: usize,
    other_started: usize,
    /// The longest time from the start of a call of the second client to its response.
    other_longest_ms: u64,
}

struct World {
    queue: CallQueue,
    key: Key,
    chance: Chance,
    now_ms: u64,
    retry_after_ms: Option<u64>,
    events: BinaryHeap<Reverse<(u64, Event)>>,
    figures: Figures,
}

impl World {
    fn latency_ms(&mut self) -> u64 {
        let most = if self.chance.one_in(100) { 900 } else { 200 };
        20 + u64::from(self.chance.below(most))
    }

    fn after(&mut self, ms: u64, event: Event) {
        self.events.push(Reverse((self.now_ms + ms, event)));
    }

    fn send(&mut self, who: Who) {
        let way_ms = self.latency_ms();
        self.after(way_ms, Event::Arrives(who));
    }

    fn poll(&mut self) {
        loop {
            match self.queue.poll(self.now_ms) {
                QueueTurn::Admit(ticket) => {
                    self.figures.sent += 1;
                    self.figures.last_admitted_ms = self.now_ms;
                    self.send(Who::Ours(ticket));
                }
                QueueTurn::WaitUntil { at_ms } => return self.events.push(Reverse((at_ms, Event::Poll))),
                QueueTurn::Blocked | QueueTurn::Empty => return,
            }
        }
    }

    fn happens(&mut self, event: Event) {
        match event {
            Event::Poll => {}
            Event::Arrives(who) => {
                let admits = self.key.admits(self.now_ms);
                let way_ms = self.latency_ms();
                self.after(way_ms, Event::Response(who, admits));
            }
            Event::Response(Who::Ours(ticket), true) => {
                self.figures.answered += 1;
                self.queue.finished(ticket, QueueEnd::Responded, self.now_ms);
            }
            Event::Response(Who::Ours(ticket), false) => {
                self.figures.refused += 1;
                let end = QueueEnd::RateLimited { retry_after_ms: self.retry_after_ms };
                self.queue.finished(ticket, end, self.now_ms);
                self.queue.enqueue(follow_up("revokeOrder"), self.now_ms);
            }
            Event::OtherBegins => {
                self.figures.other_started += 1;
                self.happens(Event::OtherSends(self.now_ms));
            }
            Event::OtherSends(started_ms) => {
                self.figures.other_sent += 1;
                self.send(Who::Other(started_ms));
            }
            Event::Response(Who::Other(started_ms), true) => {
                self.figures.other_answered += 1;
                let took_ms = self.now_ms - started_ms;
                self.figures.other_longest_ms = self.figures.other_longest_ms.max(took_ms);
                self.after(1000_u64.saturating_sub(took_ms), Event::OtherBegins);
            }
            Event::Response(Who::Other(started_ms), false) => {
                self.figures.other_refused += 1;
                self.after(self.retry_after_ms.unwrap_or(OTHER_BACKOFF_MS), Event::OtherSends(started_ms));
            }
        }
    }
}

struct Flood {
    /// The number of calls that start at once.
    calls: usize,
    make: fn(&'static str) -> QueuedRequest,
    /// The number of calls that another program has just sent with the key.
    used: usize,
    retry_after_ms: Option<u64>,
}

fn run(flood: &Flood, seed: u64) -> Figures {
    let Flood { calls, make, used, retry_after_ms } = *flood;
    let mut world = World {
        queue: CallQueue::new(Limits::digicert(), 6),
        key: Key::default(),
        chance: Chance::new(seed),
        now_ms: 0,
        retry_after_ms,
        events: BinaryHeap::new(),
        figures: Figures::default(),
    };
    for _ in 0..used {
        world.key.admits(0);
    }
    enqueue(&mut world.queue, calls, make("revokeOrder"), 0);
    world.after(0, Event::OtherBegins);
    world.poll();
    while let Some(Reverse((at_ms, event))) = world.events.pop() {
        if at_ms > DEADLINE_MS {
            break;
        }
        world.now_ms = at_ms;
        world.happens(event);
        world.poll();
    }
    world.figures
}

#[test]
fn flood_is_admitted_in_time_and_others_are_answered() {
    for (calls, make, name) in [
        (400, interactive as fn(_) -> _, "interactive"),
        (1200, interactive, "interactive"),
        (400, bulk, "bulk"),
        (1200, bulk, "bulk"),
    ] {
        for (seed, retry_after_ms) in [(1, None), (2, Some(5000))] {
            let figures = run(&Flood { calls, make, used: 0, retry_after_ms }, seed);
            println!("{calls} {name}, Retry-After {retry_after_ms:?}: {figures:?}");
            assert_eq!(figures.answered, calls);
            assert!(figures.last_admitted_ms < DEADLINE_MS, "{figures:?}");
            assert!(figures.refused * 50 <= figures.sent, "{figures:?}");
            assert!(figures.other_refused * 50 <= figures.other_sent, "{figures:?}");
            assert!(figures.other_started - figures.other_answered <= 1, "the last may be on the way: {figures:?}");
            assert!(figures.other_longest_ms < 2000, "{figures:?}");
        }
    }
}

#[test]
fn flood_on_a_used_key_is_rarely_rejected() {
    for used in [100, 300, 500, 700, 1000] {
        for (seed, retry_after_ms) in [(1, None), (2, Some(5000)), (3, Some(1000))] {
            let figures = run(&Flood { calls: 600, make: interactive, used, retry_after_ms }, seed);
            assert_eq!(figures.answered, 600);
            assert!(figures.refused * 20 <= figures.sent, "{figures:?}");
            println!("600 on a key with {used} calls, Retry-After {retry_after_ms:?}: {figures:?}");
        }
    }
}
