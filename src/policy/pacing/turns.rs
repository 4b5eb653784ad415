//! The order of the calls that wait for one key: writes, then interactive calls, then jobs. In each lane people take turns, and
//! so do the jobs of one person. A lane below its guarantee goes first.

use std::collections::VecDeque;

use super::{
    lanes::{Lane, LaneSettings},
    pacer::Pacer,
    people::{People, PersonId},
    quota::{FreeTimes, Quota},
    rotation::Rotation,
    sent_log::{SentCall, SentLog},
};

/// The decision about the next call. Call [`Turns::next`] until it returns `Wait` or `Empty`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// The call may be sent now, and counts as sent.
    Granted {
        /// The call.
        ticket: u32,
    },
    /// The call would wait too long for a person. It leaves the queue and was not sent.
    TooLate {
        /// The call.
        ticket: u32,
        /// The milliseconds after which another try may succeed.
        wait_ms: u64,
    },
    /// No call may be sent now.
    Wait {
        /// The milliseconds until the next decision, if no other call is added and there is no 429.
        ms: u64,
    },
    /// No call waits.
    Empty,
}

/// Whether a call of a person was added to the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Place {
    /// The call waits.
    Waiting,
    /// As many calls of the person as may wait in this lane wait already. The call was not added.
    TooMany {
        /// The milliseconds until the next of them may be sent; at least 1.
        wait_ms: u64,
    },
}

/// The longest wait of a call of a person, in milliseconds. Calls of jobs have no limit.
const MAX_WAIT_MS: u64 = 20_000;
/// The number of people after which those without a waiting or recent call are forgotten.
const MANY_PEOPLE: usize = 4096;

/// The calls that wait for one key.
#[derive(Clone, Debug)]
pub struct Turns {
    /// The rate limiter of the key.
    pub pacer: Pacer,
    settings: LaneSettings,
    people: People,
    sent: SentLog,
    writes: Waiting,
    interactive: Waiting,
    bulk: Rotation<PersonId, Rotation<String, VecDeque<u32>>>,
}

#[derive(Clone, Debug)]
struct WaitingCall {
    ticket: u32,
    since_ms: u64,
}

type Waiting = Rotation<PersonId, VecDeque<WaitingCall>>;

/// A lane in which people wait for the response.
#[derive(Clone, Copy)]
enum PersonalLane {
    Write,
    Interactive,
}

impl From<PersonalLane> for Lane {
    fn from(lane: PersonalLane) -> Self {
        match lane {
            PersonalLane::Write => Self::Write,
            PersonalLane::Interactive => Self::Interactive,
        }
    }
}

impl Turns {
    /// Creates an empty queue.
    #[must_use]
    pub fn new(pacer: Pacer, settings: LaneSettings) -> Self {
        Self {
            pacer: pacer.with_write_reserve(settings.write_reserve()),
            settings,
            people: People::default(),
            sent: SentLog::default(),
            writes: Rotation::default(),
            interactive: Rotation::default(),
            bulk: Rotation::default(),
        }
    }

    /// Restores the lane and the person of the recent calls, the earliest first. The pacer has their times already.
    #[must_use]
    pub fn with_sent(mut self, calls: impl IntoIterator<Item = SentCall>) -> Self {
        for SentCall { at_ms, lane, person } in calls {
            let person = self.people.id(&person);
            self.sent.push(at_ms, lane, person, self.pacer.history_size());
        }
        self
    }

    /// Adds a write, or a read that decides about one. `ticket`: a number that no other waiting call has.
    pub fn enqueue_write(&mut self, person: &str, ticket: u32, now_ms: u64) -> Place {
        self.enqueue(PersonalLane::Write, person, ticket, now_ms)
    }

    /// Adds an interactive call.
    pub fn enqueue_interactive(&mut self, person: &str, ticket: u32, now_ms: u64) -> Place {
        self.enqueue(PersonalLane::Interactive, person, ticket, now_ms)
    }

    /// Adds a call of a job of this person.
    pub fn enqueue_bulk(&mut self, person: &str, job: &str, ticket: u32) {
        let person = self.person(person);
        self.bulk.add(person, |jobs| jobs.add(job.to_owned(), |calls| calls.push_back(ticket)));
    }

    /// Removes the calls of a job that was paused or has ended. Returns their tickets.
    pub fn remove_job(&mut self, job: &str) -> Vec<u32> {
        let job = job.to_owned();
        let removed = self.bulk.iter_mut().filter_map(|jobs| jobs.remove(&job)).flatten().collect();
        self.bulk.prune();
        removed
    }

    /// Decides which call is sent next.
    pub fn next(&mut self, now_ms: u64) -> Turn {
        self.pacer.limit_to(now_ms);
        self.sent.limit_to(now_ms);
        let quota = Quota { pacer: &self.pacer, sent: &self.sent, now_ms };
        let writes: Vec<u64> = self.writes.iter().map(|(person, _)| quota.write_ms(*person)).collect();
        let interactive: Vec<FreeTimes> =
            self.interactive.iter().map(|(person, _)| quota.interactive(*person)).collect();
        let bulk = self.bulk.iter().next().map(|_| quota.bulk());

        let is_free = |at_ms: u64| at_ms <= now_ms;
        let is_bulk_free = |free_ms: fn(FreeTimes) -> u64| bulk.is_some_and(|bulk| is_free(free_ms(bulk)));
        let interactive_free =
            |free_ms: fn(FreeTimes) -> u64| interactive.iter().position(|free| is_free(free_ms(*free)));
        if is_bulk_free(|bulk| bulk.guaranteed_ms) {
            return self.send_bulk(now_ms);
        }
        if let Some(nth) = interactive_free(|free| free.guaranteed_ms) {
            return self.send(PersonalLane::Interactive, nth, now_ms);
        }
        if let Some(nth) = writes.iter().position(|at_ms| is_free(*at_ms)) {
            return self.send(PersonalLane::Write, nth, now_ms);
        }
        if let Some(nth) = interactive_free(|free| free.regular_ms) {
            return self.send(PersonalLane::Interactive, nth, now_ms);
        }
        if is_bulk_free(|bulk| bulk.regular_ms) {
            return self.send_bulk(now_ms);
        }
        let interactive: Vec<u64> = interactive.into_iter().map(FreeTimes::first_ms).collect();
        for (lane, free_ms) in [(PersonalLane::Write, &writes), (PersonalLane::Interactive, &interactive)] {
            if let Some(turn) = self.too_late(lane, free_ms, now_ms) {
                return turn;
            }
        }
        let all = writes.into_iter().chain(interactive).chain(bulk.map(FreeTimes::first_ms));
        all.min().map_or(Turn::Empty, |at_ms| Turn::Wait { ms: at_ms - now_ms })
    }

    /// Returns the milliseconds until `calls` more calls of a job of this person are sent, if the other waiting jobs continue as
    /// long.
    #[must_use]
    pub fn ms_until(&self, person: &str, job: &str, calls: u64, now_ms: u64) -> u64 {
        let person = self.people.find(person);
        let others = self.bulk.iter().filter(|(other, _)| Some(**other) != person).count();
        let own = person.and_then(|person| self.bulk.get(&person));
        let own_others = own.map_or(0, |jobs| jobs.iter().filter(|(other, _)| *other != job).count());
        let shares = (others as u64 + 1) * (own_others as u64 + 1);
        self.pacer.ms_until(Lane::Bulk, calls.saturating_mul(shares), now_ms)
    }

    fn enqueue(&mut self, lane: PersonalLane, name: &str, ticket: u32, now_ms: u64) -> Place {
        let person = self.person(name);
        let max = self.settings.max_waiting_per_person() as usize;
        if self.waiting(lane).get(&person).is_some_and(|calls| calls.len() >= max) {
            let quota = Quota { pacer: &self.pacer, sent: &self.sent, now_ms };
            let free_ms = match lane {
                PersonalLane::Write => quota.write_ms(person),
                PersonalLane::Interactive => quota.interactive(person).first_ms(),
            };
            return Place::TooMany { wait_ms: free_ms.saturating_sub(now_ms).max(1) };
        }
        self.waiting_mut(lane).add(person, |calls| calls.push_back(WaitingCall { ticket, since_ms: now_ms }));
        Place::Waiting
    }

    /// Sends the next call of the nth person.
    fn send(&mut self, lane: PersonalLane, nth: usize, now_ms: u64) -> Turn {
        let Some((person, call)) = self.waiting_mut(lane).serve(nth) else { return Turn::Empty };
        self.record(lane.into(), person, now_ms);
        Turn::Granted { ticket: call.ticket }
    }

    fn send_bulk(&mut self, now_ms: u64) -> Turn {
        let Some((person, ticket)) = self.bulk.serve(0) else { return Turn::Empty };
        self.record(Lane::Bulk, person, now_ms);
        Turn::Granted { ticket }
    }

    fn record(&mut self, lane: Lane, person: PersonId, now_ms: u64) {
        self.sent.push(now_ms, lane, person, self.pacer.history_size());
        self.pacer.sent(now_ms);
    }

    /// Removes a call that would wait too long. `free_ms`: the time of the next call of each person.
    fn too_late(&mut self, lane: PersonalLane, free_ms: &[u64], now_ms: u64) -> Option<Turn> {
        let is_late = |((_, calls), at_ms): &((&PersonId, &VecDeque<WaitingCall>), &u64)| {
            let left_ms = at_ms.saturating_sub(now_ms);
            calls.front().is_some_and(|call| now_ms.saturating_sub(call.since_ms).saturating_add(left_ms) > MAX_WAIT_MS)
        };
        let nth = self.waiting(lane).iter().zip(free_ms).position(|entry| is_late(&entry))?;
        let wait_ms = free_ms.get(nth)?.saturating_sub(now_ms);
        let (_, call) = self.waiting_mut(lane).serve(nth)?;
        Some(Turn::TooLate { ticket: call.ticket, wait_ms })
    }

    fn waiting(&self, lane: PersonalLane) -> &Waiting {
        match lane {
            PersonalLane::Write => &self.writes,
            PersonalLane::Interactive => &self.interactive,
        }
    }

    fn waiting_mut(&mut self, lane: PersonalLane) -> &mut Waiting {
        match lane {
            PersonalLane::Write => &mut self.writes,
            PersonalLane::Interactive => &mut self.interactive,
        }
    }

    /// Returns the number of a person. Forgets former people from time to time.
    fn person(&mut self, name: &str) -> PersonId {
        if self.people.len() > MANY_PEOPLE {
            let Self { people, sent, writes, interactive, bulk, .. } = self;
            people.retain(|person| {
                let waits = writes.get(&person).is_some() || interactive.get(&person).is_some();
                waits || bulk.get(&person).is_some() || sent.has(person)
            });
        }
        self.people.id(name)
    }
}
