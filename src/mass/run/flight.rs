//! The calls of a run that have not ended, and the state of each: ready, in flight, or waiting.

use crate::{
    api::{Cause, Failure, HttpRequest, Method, OrderId, Outcome, Revoke, StatusChanges},
    mass::survey::{Survey, SurveyResult},
    policy::{Call, Change, Event, Moment, Single, Step, WaitReason},
};

/// Identifies one request, so that its response can be assigned. Each ticket is used once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ticket(pub u64);

/// Orders whose status changed, with their current status.
pub(super) type Changes = Vec<(OrderId, String)>;

/// The purpose of a call, with the call itself.
#[derive(Debug)]
pub(super) enum Calling {
    /// The revocation of one order.
    Order { place: u32, call: Box<Call<Change<Revoke>>> },
    /// A read of recent status changes.
    Changes(Box<Call<Single<Changes>>>),
    /// A survey of orders that are not confirmed.
    Survey(Box<Call<Survey>>),
}

/// The result of a call.
#[derive(Debug)]
pub(super) enum Ended {
    Order(u32, Result<Outcome, Failure>),
    Changes(Result<Changes, Failure>),
    Survey(Result<SurveyResult, Failure>),
}

/// The state of a call.
#[derive(Debug)]
pub(super) enum At {
    /// Not started.
    Start,
    /// Ready to send this request once the pacer admits it.
    Ready { request: HttpRequest, timeout_ms: u32 },
    /// A request is in flight.
    Wire { ticket: Ticket, method: Method, since_ms: u64 },
    /// Waits until this time.
    Waits { until_ms: u64 },
}

#[derive(Debug)]
pub(super) struct Flight {
    pub(super) calling: Calling,
    pub(super) at: At,
}

/// The result of a step.
#[derive(Debug)]
pub(super) enum Stepped {
    /// The call continues.
    On(Flight),
    /// The call continues after the rate limit pause.
    Limited(Flight),
    /// The call has ended.
    Ended(Ended),
}

impl Calling {
    pub(super) fn changes(seconds: u32, policy: crate::policy::Policy) -> Self {
        let endpoint = StatusChanges { seconds };
        Self::Changes(Box::new(Call::new(Single::new(endpoint, |changes| changes), policy)))
    }
}

impl Flight {
    pub(super) fn new(calling: Calling) -> Self {
        Self { calling, at: At::Start }
    }

    /// Returns the position of the order in the list. `None` for a read of many orders.
    pub(super) fn place(&self) -> Option<u32> {
        if let Calling::Order { place, .. } = self.calling { Some(place) } else { None }
    }

    /// Whether it is ready to send a write.
    pub(super) fn changes(&self) -> bool {
        matches!(&self.at, At::Ready { request, .. } if request.method == Method::Put)
    }

    pub(super) fn is_on_wire(&self) -> bool {
        matches!(self.at, At::Wire { .. })
    }

    /// Advances the call by one step.
    pub(super) fn step(mut self, event: Event, moment: &Moment) -> Stepped {
        // Only the pacer decides when a request may be sent.
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

    /// Ends the call before its next request. Returns its result.
    pub(super) fn withdrawn(self, moment: &Moment) -> Option<Ended> {
        match self.step(Event::Lost(Cause::Aborted { sent: false }), moment) {
            Stepped::Ended(ended) => Some(ended),
            Stepped::On(_) | Stepped::Limited(_) => None,
        }
    }
}

/// Returns the state of a call after a step and whether the rate limit delays it, or the result of the call.
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
