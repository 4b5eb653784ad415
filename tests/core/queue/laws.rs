//! Invariants for any sequence of events.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

#[derive(Clone, Copy, Debug)]
enum Action {
    Enqueue(Class, &'static str, u8),
    Withdraw(prop::sample::Index),
    Finish(prop::sample::Index, How),
    Pass(u64),
    Poll,
    ClockSetBack(u64),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    Answered,
    Lost,
    Refused(Option<u64>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    FollowUp,
    Interactive,
    Bulk,
}

impl Class {
    fn request(self, operation: &'static str) -> QueuedRequest {
        match self {
            Self::FollowUp => follow_up(operation),
            Self::Interactive => interactive(operation),
            Self::Bulk => bulk(operation),
        }
    }
}

fn any_limits() -> impl Strategy<Value = Limits> {
    let window = (1_u32..60, 1_u32..5000);
    (prop::collection::vec(window, 1..4), 0_u32..50).prop_map(|(windows, guard_ms)| limits(&windows, guard_ms))
}

fn any_action() -> impl Strategy<Value = Action> {
    let class = prop_oneof![Just(Class::FollowUp), Just(Class::Interactive), Just(Class::Bulk)];
    let how = prop_oneof![
        6 => Just(How::Answered),
        1 => Just(How::Lost),
        1 => prop::option::of(0_u64..4000).prop_map(How::Refused),
    ];
    prop_oneof![
        4 => (class, prop::sample::select(vec!["a", "b", "c"]), 1_u8..40)
            .prop_map(|(class, operation, count)| Action::Enqueue(class, operation, count)),
        1 => any::<prop::sample::Index>().prop_map(Action::Withdraw),
        8 => (any::<prop::sample::Index>(), how).prop_map(|(index, how)| Action::Finish(index, how)),
        6 => (0_u64..2000).prop_map(Action::Pass),
        12 => Just(Action::Poll),
        1 => (0_u64..100_000).prop_map(Action::ClockSetBack),
    ]
}

/// The queue, with everything that its caller knows about it.
struct World {
    queue: CallQueue,
    limits: Limits,
    max: usize,
    /// The true time, and what the clock says.
    real_ms: u64,
    clock_ms: u64,
    waiting: BTreeMap<QueueTicket, Class>,
    /// Each call in flight, and whether it was admitted after the last 429.
    in_flight: Vec<(QueueTicket, bool)>,
    sent_ms: Vec<u64>,
    /// Whether no response followed the last 429 so far.
    is_probing: bool,
}

impl World {
    fn new(limits: Limits, max: u32, is_cautious: bool) -> Self {
        let now_ms = 1_000_000_000;
        let queue = if is_cautious {
            CallQueue::cautious(limits.clone(), max, now_ms)
        } else {
            CallQueue::new(limits.clone(), max)
        };
        // The crashed queue may have used nine tenths of each window just now.
        let mut sent_ms = Vec::new();
        if is_cautious {
            let calls = limits.windows.iter().map(|window| (window.calls() * 9 / 10).max(1)).min().unwrap();
            sent_ms = vec![now_ms; calls as usize];
        }
        Self {
            queue,
            limits,
            max: max as usize,
            real_ms: now_ms,
            clock_ms: now_ms,
            waiting: BTreeMap::new(),
            in_flight: Vec::new(),
            sent_ms,
            is_probing: is_cautious,
        }
    }

    fn poll(&mut self) -> QueueTurn {
        let admission = self.queue.poll(self.clock_ms);
        let current = self.in_flight.iter().filter(|(_, is_current)| *is_current).count();
        match admission {
            QueueTurn::Admit(ticket) => {
                let class = self.waiting.remove(&ticket);
                let class = class.unwrap_or_else(|| panic!("{ticket:?} does not wait"));
                let is_first =
                    class == Class::FollowUp || !self.waiting.values().any(|class| *class == Class::FollowUp);
                assert!(is_first, "a follow-up waits behind {class:?}");
                assert!(!self.is_probing || current == 0, "one probe after a refusal");
                self.in_flight.push((ticket, true));
                assert!(self.in_flight.len() <= self.max);
                self.sent(ticket);
            }
            QueueTurn::WaitUntil { at_ms } => assert!(at_ms > self.clock_ms && !self.waiting.is_empty()),
            QueueTurn::Blocked => assert!(!self.in_flight.is_empty() && !self.waiting.is_empty()),
            QueueTurn::Empty => assert!(self.waiting.is_empty()),
        }
        admission
    }

    fn sent(&mut self, ticket: QueueTicket) {
        for window in &self.limits.windows {
            let before = self.sent_ms.len().checked_sub(window.calls() as usize).map(|nth| self.sent_ms[nth]);
            let span_ms = u64::from(window.ms() + self.limits.guard_ms);
            assert!(before.is_none_or(|before| before + span_ms <= self.real_ms), "{ticket:?} fills {window:?}");
        }
        self.sent_ms.push(self.real_ms);
    }

    fn finish(&mut self, nth: usize, how: How) {
        let (ticket, is_current) = self.in_flight.swap_remove(nth);
        let end = match how {
            How::Answered => QueueEnd::Responded,
            How::Lost => QueueEnd::Lost,
            How::Refused(retry_after_ms) => QueueEnd::RateLimited { retry_after_ms },
        };
        self.queue.finished(ticket, end, self.clock_ms);
        if is_current {
            match how {
                How::Answered => self.is_probing = false,
                How::Lost => {}
                How::Refused(_) => {
                    self.is_probing = true;
                    self.in_flight.iter_mut().for_each(|(_, is_current)| *is_current = false);
                }
            }
        }
    }

    fn happens(&mut self, event: Action) {
        match event {
            Action::Enqueue(class, operation, count) => {
                for ticket in enqueue(&mut self.queue, count.into(), class.request(operation), self.clock_ms) {
                    assert_eq!(self.waiting.insert(ticket, class), None);
                }
            }
            Action::Withdraw(index) if !self.waiting.is_empty() => {
                let ticket = *self.waiting.keys().nth(index.index(self.waiting.len())).unwrap();
                self.waiting.remove(&ticket);
                self.queue.withdraw(ticket);
            }
            Action::Finish(index, how) if !self.in_flight.is_empty() => {
                self.finish(index.index(self.in_flight.len()), how);
            }
            Action::Pass(ms) => (self.real_ms, self.clock_ms) = (self.real_ms + ms, self.clock_ms + ms),
            Action::ClockSetBack(ms) => self.clock_ms -= ms,
            Action::Poll => {
                self.poll();
            }
            Action::Withdraw(_) | Action::Finish(..) => {}
        }
    }

    /// Responds to all calls until none waits.
    fn settle(&mut self) {
        let longest_ms = self.limits.windows.iter().map(|window| window.ms() + self.limits.guard_ms).max().unwrap();
        let longest_ms = u64::from(longest_ms).max(180_000);
        loop {
            match self.poll() {
                QueueTurn::Admit(_) | QueueTurn::Blocked => self.finish(0, How::Answered),
                QueueTurn::WaitUntil { at_ms } => {
                    let wait_ms = at_ms - self.clock_ms;
                    assert!(wait_ms <= longest_ms, "a wait of {wait_ms} ms");
                    self.happens(Action::Pass(wait_ms));
                }
                QueueTurn::Empty => return,
            }
        }
    }
}

proptest! {
    #[test]
    fn invariants_hold_for_any_sequence_of_events(
        limits in any_limits(), max in 1_u32..8, is_cautious: bool, events in prop::collection::vec(any_action(), 1..150),
    ) {
        let mut world = World::new(limits, max, is_cautious);
        for event in events {
            world.happens(event);
        }
        world.settle();
    }

    #[test]
    fn lines_are_served_in_the_order_of_arrival(
        requests in prop::collection::vec((0_usize..2, 0_usize..3), 1..200),
    ) {
        let mut queue = CallQueue::new(Limits::digicert(), 6);
        let mut tickets = BTreeMap::new();
        for (class, operation) in requests {
            let operation = ["a", "b", "c"][operation];
            let request = [interactive(operation), bulk(operation)][class];
            tickets.insert(queue.enqueue(request, 0), (class, operation));
        }
        let mut last = BTreeMap::new();
        for (ticket, _) in drain(&mut queue, 0) {
            let earlier = last.insert(tickets.remove(&ticket).unwrap(), ticket);
            prop_assert!(earlier.is_none_or(|earlier| earlier < ticket));
        }
        prop_assert!(tickets.is_empty());
    }
}
