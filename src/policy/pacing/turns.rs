//! The order of the calls that wait for one key: interactive calls first, then jobs in rotation.

use std::collections::VecDeque;

use super::pacer::{Lane, Pacer, Permit};

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

/// The longest wait of an interactive call, in milliseconds. Calls of jobs have no limit.
const MAX_WAIT_MS: u64 = 20_000;

/// The calls that wait for one key.
#[derive(Clone, Debug)]
pub struct Turns {
    /// The rate limiter of the key.
    pub pacer: Pacer,
    interactive: VecDeque<WaitingCall>,
    /// The job that is served next first. Each job has waiting calls.
    jobs: VecDeque<JobCalls>,
}

#[derive(Clone, Debug)]
struct WaitingCall {
    ticket: u32,
    since_ms: u64,
}

#[derive(Clone, Debug)]
struct JobCalls {
    name: String,
    tickets: VecDeque<u32>,
}

impl Turns {
    /// Creates an empty queue.
    #[must_use]
    pub fn new(pacer: Pacer) -> Self {
        Self { pacer, interactive: VecDeque::new(), jobs: VecDeque::new() }
    }

    /// Adds an interactive call. `ticket`: a number that no other waiting call has.
    pub fn enqueue_interactive(&mut self, ticket: u32, now_ms: u64) {
        self.interactive.push_back(WaitingCall { ticket, since_ms: now_ms });
    }

    /// Adds a call of a job.
    pub fn enqueue_job(&mut self, name: &str, ticket: u32) {
        match self.jobs.iter_mut().find(|job| job.name == name) {
            Some(job) => job.tickets.push_back(ticket),
            None => self.jobs.push_back(JobCalls { name: name.to_owned(), tickets: VecDeque::from([ticket]) }),
        }
    }

    /// Removes the calls of a job that was paused or has ended. Returns their tickets.
    pub fn remove_job(&mut self, name: &str) -> Vec<u32> {
        let at = self.jobs.iter().position(|job| job.name == name);
        at.and_then(|at| self.jobs.remove(at)).map(|job| job.tickets.into()).unwrap_or_default()
    }

    /// Decides which call is sent next.
    pub fn next(&mut self, now_ms: u64) -> Turn {
        if let Some(&WaitingCall { ticket, since_ms }) = self.interactive.front() {
            return match self.pacer.try_acquire(Lane::Interactive, now_ms) {
                Permit::Wait { ms } if now_ms.saturating_sub(since_ms).saturating_add(ms) <= MAX_WAIT_MS => {
                    Turn::Wait { ms }
                }
                permit => {
                    self.interactive.pop_front();
                    match permit {
                        Permit::Granted => Turn::Granted { ticket },
                        Permit::Wait { ms } => Turn::TooLate { ticket, wait_ms: ms },
                    }
                }
            };
        }
        if self.jobs.is_empty() {
            return Turn::Empty;
        }
        match self.pacer.try_acquire(Lane::Bulk, now_ms) {
            Permit::Wait { ms } => Turn::Wait { ms },
            Permit::Granted => self.next_of_jobs().map_or(Turn::Empty, |ticket| Turn::Granted { ticket }),
        }
    }

    /// Returns the milliseconds until `calls` more calls of a job are sent, if the other waiting jobs continue as long.
    #[must_use]
    pub fn ms_until(&self, name: &str, calls: u64, now_ms: u64) -> u64 {
        let others = self.jobs.iter().filter(|job| job.name != name).count();
        self.pacer.ms_until(Lane::Bulk, calls.saturating_mul(others as u64 + 1), now_ms)
    }

    /// Returns one call of the front job, and moves the job to the end of the rotation.
    fn next_of_jobs(&mut self) -> Option<u32> {
        let mut job = self.jobs.pop_front()?;
        let ticket = job.tickets.pop_front();
        if !job.tickets.is_empty() {
            self.jobs.push_back(job);
        }
        ticket
    }
}
