//! What a run has begun and not ended: a call, what it is about, and whether it is ready, on the wire, or waiting. Not
//! here: which of them goes next, and what follows from an end (`mod.rs`).

use crate::{
    api::{Cause, Failure, HttpRequest, Method, OrderId, Outcome, Revoke, StatusChanges},
    mass::survey::{Survey, Surveyed},
    policy::{Call, Change, Event, Moment, Single, Step, WaitReason},
};

/// The number of one request, for the answer to find its way back. Each is used once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ticket(pub u64);

/// Orders whose status changed, and the status they have.
pub(super) type Changes = Vec<(OrderId, String)>;

/// What is under way.
#[derive(Debug)]
pub(super) enum Calling {
    /// One order's revocation.
    Order { place: u32, call: Box<Call<Change<Revoke>>> },
    /// Which orders changed their status lately.
    Changes(Box<Call<Single<Changes>>>),
    /// What DigiCert knows of orders that are not proven yet.
    Survey(Box<Call<Survey>>),
}

/// What a call has ended in.
#[derive(Debug)]
pub(super) enum Ended {
    Order(u32, Result<Outcome, Failure>),
    Changes(Result<Changes, Failure>),
    Survey(Result<Surveyed, Failure>),
}

/// Where a call is.
#[derive(Debug)]
pub(super) enum At {
    /// It has not begun.
    Start,
    /// It waits for leave to send this.
    Ready { request: HttpRequest, timeout_ms: u32 },
    /// This was handed to the network.
    Wire { ticket: Ticket, method: Method, since_ms: u64 },
    /// It does nothing before this time.
    Waits { until_ms: u64 },
}

#[derive(Debug)]
pub(super) struct Flight {
    pub(super) calling: Calling,
    pub(super) at: At,
}

/// What comes of a step.
#[derive(Debug)]
pub(super) enum Stepped {
    /// It goes on.
    On(Flight),
    /// It goes on once the rate limit lets it.
    Limited(Flight),
    /// It has ended.
    Ended(Ended),
}

impl Calling {
    pub(super) fn changes(seconds: u32, policy: crate::policy::Policy) -> Self {
        let asked = StatusChanges { seconds };
        Self::Changes(Box::new(Call::new(Single::new(asked, |changes| changes), policy)))
    }
}

impl Flight {
    pub(super) fn new(calling: Calling) -> Self {
        Self { calling, at: At::Start }
    }

    /// Which order it is about, where it is about one.
    pub(super) fn place(&self) -> Option<u32> {
        if let Calling::Order { place, .. } = self.calling { Some(place) } else { None }
    }

    /// Whether it is about to send a change.
    pub(super) fn changes(&self) -> bool {
        matches!(&self.at, At::Ready { request, .. } if request.method == Method::Put)
    }

    pub(super) fn is_on_wire(&self) -> bool {
        matches!(self.at, At::Wire { .. })
    }

    /// The next step of its call.
    pub(super) fn step(mut self, event: Event, moment: &Moment) -> Stepped {
        // Leave to send is given by the pacer alone.
        let moment = Moment { paused_until_ms: 0, ..*moment };
        let (at, limited) = match &mut self.calling {
            Calling::Order { place, call } => match at(call.step(event, &moment), &moment) {
                Ok(at) => at,
                Err(end) => return Stepped::Ended(Ended::Order(*place, end)),
            },
            Calling::Changes(call) => match at(call.step(event, &moment), &moment) {
                Ok(at) => at,
                Err(end) => return Stepped::Ended(Ended::Changes(end)),
            },
            Calling::Survey(call) => match at(call.step(event, &moment), &moment) {
                Ok(at) => at,
                Err(end) => return Stepped::Ended(Ended::Survey(end)),
            },
        };
        self.at = at;
        if limited { Stepped::Limited(self) } else { Stepped::On(self) }
    }

    /// Ends it before it sends again, and tells what it leaves behind.
    pub(super) fn withdrawn(self, moment: &Moment) -> Option<Ended> {
        match self.step(Event::Lost(Cause::Aborted { sent: false }), moment) {
            Stepped::Ended(ended) => Some(ended),
            Stepped::On(_) | Stepped::Limited(_) => None,
        }
    }
}

/// Where a call is after a step, and whether the rate limit holds it; or its end.
fn at<A>(step: Step<A>, moment: &Moment) -> Result<(At, bool), Result<A, Failure>> {
    match step {
        Step::Send { request, timeout_ms } => Ok((At::Ready { request, timeout_ms }, false)),
        Step::Wait { ms, reason } => {
            let until_ms = moment.elapsed_ms + u64::from(ms);
            Ok((At::Waits { until_ms }, reason == WaitReason::RateLimited))
        }
        Step::Done(end) => Err(end),
    }
}
