//! Who of several waiting with one key goes next: people before jobs, jobs in turn. Not here: whether anybody may go now
//! (`pacer.rs`).

use std::collections::VecDeque;

use super::pacer::{Lane, Pace, Pacer};

/// What to do now. Ask again after each, until it is `Wait` or `Nobody`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// This one may send now, and counts as sent.
    Go {
        /// Whose turn it is.
        ticket: u32,
    },
    /// This one would wait longer than anybody looks at a page: it is told to come again, and nothing was sent.
    TooLate {
        /// Who.
        ticket: u32,
        /// When it may be worth trying, in milliseconds from now.
        wait_ms: u64,
    },
    /// Nobody may go yet.
    Wait {
        /// When to ask again, if nobody comes and nothing is refused until then.
        ms: u64,
    },
    /// Nobody waits.
    Nobody,
}

/// The longest that somebody is left waiting, in milliseconds. Jobs wait as long as it takes.
const LONGEST_MS: u64 = 20_000;

/// Who waits to send with one key.
#[derive(Clone, Debug)]
pub struct Turns {
    /// Its pace.
    pub pacer: Pacer,
    people: VecDeque<Person>,
    /// The one whose turn is next first; none without tickets.
    jobs: VecDeque<Job>,
}

#[derive(Clone, Debug)]
struct Person {
    ticket: u32,
    since_ms: u64,
}

#[derive(Clone, Debug)]
struct Job {
    name: String,
    tickets: VecDeque<u32>,
}

impl Turns {
    /// Nobody waits yet.
    #[must_use]
    pub fn new(pacer: Pacer) -> Self {
        Self { pacer, people: VecDeque::new(), jobs: VecDeque::new() }
    }

    /// Somebody waits from now on. `ticket`: any number that nobody else has who waits.
    pub fn person(&mut self, ticket: u32, now_ms: u64) {
        self.people.push_back(Person { ticket, since_ms: now_ms });
    }

    /// A call of a job waits from now on.
    pub fn job(&mut self, name: &str, ticket: u32) {
        match self.jobs.iter_mut().find(|job| job.name == name) {
            Some(job) => job.tickets.push_back(ticket),
            None => self.jobs.push_back(Job { name: name.to_owned(), tickets: VecDeque::from([ticket]) }),
        }
    }

    /// A job was paused or has ended: none of its calls waits any more. Gives their tickets.
    pub fn leave(&mut self, name: &str) -> Vec<u32> {
        let at = self.jobs.iter().position(|job| job.name == name);
        at.and_then(|at| self.jobs.remove(at)).map(|job| job.tickets.into()).unwrap_or_default()
    }

    /// Whose turn it is.
    pub fn next(&mut self, now_ms: u64) -> Turn {
        if let Some(&Person { ticket, since_ms }) = self.people.front() {
            return match self.pacer.ask(Lane::Interactive, now_ms) {
                Pace::Wait { ms } if now_ms.saturating_sub(since_ms).saturating_add(ms) <= LONGEST_MS => {
                    Turn::Wait { ms }
                }
                pace => {
                    self.people.pop_front();
                    match pace {
                        Pace::Go => Turn::Go { ticket },
                        Pace::Wait { ms } => Turn::TooLate { ticket, wait_ms: ms },
                    }
                }
            };
        }
        if self.jobs.is_empty() {
            return Turn::Nobody;
        }
        match self.pacer.ask(Lane::Bulk, now_ms) {
            Pace::Wait { ms } => Turn::Wait { ms },
            Pace::Go => self.next_of_jobs().map_or(Turn::Nobody, |ticket| Turn::Go { ticket }),
        }
    }

    /// How long until so many more calls of a job will have been sent, if the other jobs that wait now go on as long.
    #[must_use]
    pub fn ms_until(&self, name: &str, calls: u64, now_ms: u64) -> u64 {
        let others = self.jobs.iter().filter(|job| job.name != name).count();
        self.pacer.ms_until(Lane::Bulk, calls.saturating_mul(others as u64 + 1), now_ms)
    }

    /// One call of the job that was not served for the longest time; then it is the others' turn.
    fn next_of_jobs(&mut self) -> Option<u32> {
        let mut job = self.jobs.pop_front()?;
        let ticket = job.tickets.pop_front();
        if !job.tickets.is_empty() {
            self.jobs.push_back(job);
        }
        ticket
    }
}
