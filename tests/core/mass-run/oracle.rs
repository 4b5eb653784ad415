//! Checks a run against the truth of the server: revocations that must not be sent, and reported states that are false.

use certcentral_revoke::mass::{Counts, Line, SkipReason, State};

use crate::{reply::Meaning, server::Server};

/// The observed history of one order.
#[derive(Clone, Copy, Debug, Default)]
struct History {
    /// PUT requests that the server can have executed.
    puts: u32,
    /// Whether the last PUT was not refused. It must not be sent again without reads.
    in_doubt: bool,
    /// The times of the first and the last read since then that show no revocation.
    clear: Option<(u64, u64)>,
    /// The two fields before the last PUT.
    before: (bool, Option<(u64, u64)>),
    in_flight: bool,
    held: bool,
}

#[derive(Debug, Default)]
pub(crate) struct Oracle {
    histories: Vec<History>,
    /// Whether the process has crashed. Then a run cannot know that an intended request was never sent, or was refused.
    crashed: bool,
    /// Whether a pause or cancel was acknowledged.
    pub(crate) stopped: bool,
    pub(crate) puts: u32,
    pub(crate) resends: u32,
    pub(crate) blind: u32,
    pub(crate) wrong: Vec<String>,
    settle_ms: u64,
}

impl Oracle {
    pub(crate) fn new(orders: u32, settle_ms: u32) -> Self {
        Self {
            histories: vec![History::default(); orders as usize],
            settle_ms: u64::from(settle_ms),
            ..Self::default()
        }
    }

    pub(crate) fn wrong(&mut self, what: impl Into<String>) {
        self.wrong.push(what.into());
    }

    pub(crate) fn put_sent(&mut self, place: u32) {
        let settle_ms = self.settle_ms;
        let histories = &mut self.histories[place as usize];
        let clear = histories.clear.is_some_and(|(first, last)| last - first >= settle_ms);
        let faults = [
            (histories.in_doubt && !clear, "sent again without two clear reads"),
            (histories.puts >= 3, "sent a fourth time"),
            (histories.in_flight, "two revocations of one order in flight"),
            (histories.held, "sent while on hold"),
            (self.stopped, "sent after an acknowledged pause or cancel"),
        ];
        self.puts += 1;
        self.resends += u32::from(histories.puts > 0);
        self.blind += u32::from(faults[0].0);
        histories.before = (histories.in_doubt, histories.clear);
        (histories.puts, histories.in_doubt, histories.clear, histories.in_flight) =
            (histories.puts + 1, true, None, true);
        for (_, what) in faults.into_iter().filter(|(applies, _)| *applies) {
            self.wrong.push(format!("order {place}: {what}"));
        }
    }

    /// Records a response that reached the run. `put`: it belongs to a revocation.
    pub(crate) fn answered(&mut self, place: u32, put: bool, meaning: Meaning) {
        let histories = &mut self.histories[place as usize];
        if put {
            histories.in_flight = false;
        }
        match (put, meaning) {
            (true, Meaning::NotProcessed) => {
                histories.puts -= 1;
                (histories.in_doubt, histories.clear) = histories.before;
            }
            (true, Meaning::Refused) => (histories.in_doubt, histories.clear) = histories.before,
            (false, Meaning::Clear(at)) => {
                histories.clear = Some((histories.clear.map_or(at, |(first, _)| first), at));
            }
            _ => {}
        }
    }

    /// Records a crash. No process waits for the requests in flight any more.
    pub(crate) fn crashed(&mut self) {
        self.crashed = true;
        self.histories.iter_mut().for_each(|histories| histories.in_flight = false);
    }

    pub(crate) fn held(&mut self, place: u32, held: bool) {
        self.histories[place as usize].held = held;
    }

    /// Compares the reported states with the truth, after every request in flight has arrived.
    pub(crate) fn judge(&mut self, lines: &[Line], counts: &Counts, canceled: bool, server: &mut Server) {
        server.execute_due(u64::MAX);
        if counts.total() as usize != lines.len() || lines.len() != self.histories.len() {
            self.wrong(format!("{} of {} orders are counted", counts.total(), self.histories.len()));
        }
        for (place, line) in (0_u32..).zip(lines) {
            let acted = server.acted(place) > 0;
            let wrong = match &line.state {
                State::Revoked { .. } if !server.is_revoked(place) => Some("reported as revoked, but not revoked"),
                State::Requested { request_id } if !server.knows_request(place, &request_id.to_string()) => {
                    Some("reported request does not exist")
                }
                State::Refused { .. } | State::Held { .. } | State::Skipped(_) | State::Waiting if acted => {
                    Some("reported as unchanged, but changed")
                }
                State::Skipped(SkipReason::AlreadyRevoked) if !server.is_revoked(place) => {
                    Some("reported as already revoked, but not revoked")
                }
                State::Unknown { .. } if self.histories[place as usize].puts == 0 && !self.crashed => {
                    Some("reported as unknown, but never sent")
                }
                State::Sending => Some("the run is over, but the order is not settled"),
                State::Waiting if !canceled => Some("the run is over, but the order was not sent"),
                _ => None,
            };
            if let Some(what) = wrong {
                self.wrong.push(format!("order {place}: {what} ({:?})", line.state));
            }
        }
    }
}
