//! Who watches over a run and knows the truth: what was sent although it must not be, and what was claimed although it is
//! not so. Not here: how things come about (`world.rs`).

use certcentral_revoke::mass::{Counts, Line, Skip, State};

use crate::server::{Meaning, Server};

/// What was seen of one order.
#[derive(Clone, Copy, Debug, Default)]
struct Watched {
    /// PUTs that may have been carried out.
    puts: u32,
    /// The last of them was not answered with a no: it must not be sent again blindly.
    in_doubt: bool,
    /// When reads since then showed no trace: the first and the last.
    clear: Option<(u64, u64)>,
    /// The same before the last PUT.
    before: (bool, Option<(u64, u64)>),
    on_wire: bool,
    held: bool,
}

#[derive(Debug, Default)]
pub(crate) struct Oracle {
    watched: Vec<Watched>,
    /// After a crash a run cannot know that what it meant to send was never sent, or was refused.
    crashed: bool,
    /// It was acknowledged that no revoke is sent any more.
    pub(crate) stopped: bool,
    pub(crate) puts: u32,
    pub(crate) resends: u32,
    pub(crate) blind: u32,
    pub(crate) wrong: Vec<String>,
    settle_ms: u64,
}

impl Oracle {
    pub(crate) fn new(orders: u32, settle_ms: u32) -> Self {
        Self { watched: vec![Watched::default(); orders as usize], settle_ms: u64::from(settle_ms), ..Self::default() }
    }

    pub(crate) fn wrong(&mut self, what: impl Into<String>) {
        self.wrong.push(what.into());
    }

    pub(crate) fn put_sent(&mut self, place: u32) {
        let settle_ms = self.settle_ms;
        let watched = &mut self.watched[place as usize];
        let clear = watched.clear.is_some_and(|(first, last)| last - first >= settle_ms);
        let faults = [
            (watched.in_doubt && !clear, "sent again without two clear reads"),
            (watched.puts >= 3, "sent a fourth time"),
            (watched.on_wire, "two revokes of one order on their way"),
            (watched.held, "sent although it was held"),
            (self.stopped, "sent after a pause or the end was acknowledged"),
        ];
        self.puts += 1;
        self.resends += u32::from(watched.puts > 0);
        self.blind += u32::from(faults[0].0);
        watched.before = (watched.in_doubt, watched.clear);
        (watched.puts, watched.in_doubt, watched.clear, watched.on_wire) = (watched.puts + 1, true, None, true);
        for (_, what) in faults.into_iter().filter(|(is_so, _)| *is_so) {
            self.wrong.push(format!("order {place}: {what}"));
        }
    }

    /// An answer reached the run. `put`: it was to a revoke.
    pub(crate) fn answered(&mut self, place: u32, put: bool, meaning: Meaning) {
        let watched = &mut self.watched[place as usize];
        if put {
            watched.on_wire = false;
        }
        match (put, meaning) {
            (true, Meaning::NotProcessed) => {
                watched.puts -= 1;
                (watched.in_doubt, watched.clear) = watched.before;
            }
            (true, Meaning::Refused) => (watched.in_doubt, watched.clear) = watched.before,
            (false, Meaning::Clear(at)) => {
                watched.clear = Some((watched.clear.map_or(at, |(first, _)| first), at));
            }
            _ => {}
        }
    }

    /// Nothing of the process is left: what is on its way has nobody who waits for it.
    pub(crate) fn crashed(&mut self) {
        self.crashed = true;
        self.watched.iter_mut().for_each(|watched| watched.on_wire = false);
    }

    pub(crate) fn held(&mut self, place: u32, held: bool) {
        self.watched[place as usize].held = held;
    }

    /// Holds what is claimed at the end against what is so, once everything that was on its way has arrived.
    pub(crate) fn judge(&mut self, lines: &[Line], counts: &Counts, cancelled: bool, server: &mut Server) {
        server.arrived_by(u64::MAX);
        if counts.total() as usize != lines.len() || lines.len() != self.watched.len() {
            self.wrong(format!("{} of {} orders are counted", counts.total(), self.watched.len()));
        }
        for (place, line) in (0_u32..).zip(lines) {
            let acted = server.acted(place) > 0;
            let wrong = match &line.state {
                State::Revoked { .. } if !server.is_revoked(place) => Some("revoked was claimed, and it is not"),
                State::Requested { request_id } if !server.knows_request(place, &request_id.to_string()) => {
                    Some("a request was claimed that never was")
                }
                State::Refused { .. } | State::Held { .. } | State::Skipped(_) | State::Waiting if acted => {
                    Some("nothing was claimed to have happened, and something has")
                }
                State::Skipped(Skip::AlreadyRevoked) if !server.is_revoked(place) => {
                    Some("already revoked was claimed, and it is not")
                }
                State::Unknown { .. } if self.watched[place as usize].puts == 0 && !self.crashed => {
                    Some("unknown was claimed, and nothing can have happened")
                }
                State::Sending => Some("it is over, and this order has no end"),
                State::Waiting if !cancelled => Some("it is over, and this order was forgotten"),
                _ => None,
            };
            if let Some(what) = wrong {
                self.wrong.push(format!("order {place}: {what} ({:?})", line.state));
            }
        }
    }
}
