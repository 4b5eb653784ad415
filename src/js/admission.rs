//! Queues the concurrent calls of a client. The rules are in [`CallQueue`].

use std::{
    cell::RefCell,
    rc::{Rc, Weak},
};

use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;

use super::{
    deadline::{Deadline, Ended, Signal, Timer},
    host::elapsed_ms,
};
use crate::policy::{Admission, CallQueue, QueueEnd, QueueTicket, QueueTurn, QueuedRequest};

/// The queue of a client, with the calls that wait in it.
#[derive(Clone)]
pub(super) struct Admissions(Rc<RefCell<State>>);

struct State {
    queue: CallQueue,
    waiting: Vec<Waiting>,
    /// The requests in flight, each with the time at which it counts as lost.
    in_flight: Vec<(QueueTicket, u64)>,
    timer: Option<Timer>,
}

/// A request that waits for its turn.
struct Waiting {
    ticket: QueueTicket,
    resolve: Function,
    timeout_ms: u32,
}

/// The maximum time that a call relies on the timer of the queue, in milliseconds. In an edge worker a timer ends with the request
/// that set it, so each waiting call also checks the queue by a timer of its own.
const WATCH_MS: u32 = 1000;

/// A request that was admitted. Dropping it without [`finish`](Self::finish) reports it as lost.
pub(super) struct InFlight {
    admissions: Admissions,
    ticket: Option<QueueTicket>,
}

impl Admissions {
    pub(super) fn new(queue: CallQueue) -> Self {
        Self(Rc::new(RefCell::new(State { queue, waiting: Vec::new(), in_flight: Vec::new(), timer: None })))
    }

    /// Returns the remaining pause of the whole key after a 429, in milliseconds.
    pub(super) fn pause_ms(&self) -> u32 {
        u32::try_from(self.0.borrow().queue.pause_ms(elapsed_ms())).unwrap_or(u32::MAX)
    }

    /// Waits for the turn of a request, at most `left_ms`. Returns no `InFlight` after that time. `timeout_ms`: the maximum time
    /// that the request can be in flight.
    ///
    /// # Errors
    /// The reason of the caller's signal.
    pub(super) async fn admit(
        &self,
        request: QueuedRequest,
        left_ms: u32,
        timeout_ms: u32,
        signal: Option<Signal>,
    ) -> Result<(Option<InFlight>, Admission), JsValue> {
        let ticket = self.0.borrow_mut().queue.enqueue(request, elapsed_ms());
        let mut resolve = None;
        let turn = Promise::new(&mut |settle, _| resolve = Some(settle));
        if let Some(resolve) = resolve {
            self.0.borrow_mut().waiting.push(Waiting { ticket, resolve, timeout_ms });
        }
        self.pump();
        if !self.is_waiting(ticket) {
            return Ok((Some(self.in_flight(ticket)), Admission::Immediate));
        }
        // One more millisecond, because the clock drops fractions and a timer can fire early.
        let until_ms = elapsed_ms() + u64::from(left_ms) + 1;
        loop {
            let left_ms = u32::try_from(until_ms.saturating_sub(elapsed_ms())).unwrap_or(u32::MAX);
            let ended = Deadline::new(left_ms.min(WATCH_MS), signal.clone())?.race(&turn).await;
            self.pump();
            if !self.is_waiting(ticket) {
                return Ok((Some(self.in_flight(ticket)), Admission::Delayed));
            }
            match ended {
                Err(Ended::Aborted(reason)) => {
                    self.withdraw(ticket);
                    return Err(reason);
                }
                Err(Ended::TimedOut) if left_ms > WATCH_MS => {}
                _ => {
                    self.withdraw(ticket);
                    return Ok((None, Admission::Delayed));
                }
            }
        }
    }

    /// Admits every request that may be sent now, and sets the timer for the next one.
    fn pump(&self) {
        self.expire();
        loop {
            let turn = self.0.borrow_mut().queue.poll(elapsed_ms());
            match turn {
                QueueTurn::Admit(ticket) => self.resolve(ticket),
                QueueTurn::WaitUntil { at_ms } => {
                    let timer = self.timer(at_ms);
                    self.set_timer(Some(timer));
                    return;
                }
                QueueTurn::Blocked | QueueTurn::Empty => {
                    self.set_timer(None);
                    return;
                }
            }
        }
    }

    /// Clears the old timer only after the borrow has ended, because that calls JavaScript.
    fn set_timer(&self, timer: Option<Timer>) {
        let old = std::mem::replace(&mut self.0.borrow_mut().timer, timer);
        drop(old);
    }

    /// Reports requests in flight as lost after their maximum time. The host has ended the code that waited for them, for example
    /// an edge worker after its client disconnected.
    fn expire(&self) {
        let now_ms = elapsed_ms();
        let mut state = self.0.borrow_mut();
        let State { queue, in_flight, .. } = &mut *state;
        in_flight.retain(|(ticket, until_ms)| {
            let is_current = now_ms < *until_ms;
            if !is_current {
                queue.finished(*ticket, QueueEnd::Lost, now_ms);
            }
            is_current
        });
    }

    fn timer(&self, at_ms: u64) -> Timer {
        let state: Weak<RefCell<State>> = Rc::downgrade(&self.0);
        let wait_ms = u32::try_from(at_ms.saturating_sub(elapsed_ms())).unwrap_or(u32::MAX).max(1);
        Timer::new(wait_ms, move || {
            if let Some(state) = state.upgrade() {
                Self(state).pump();
            }
        })
    }

    /// Wakes a call. The promise settles in a microtask, so no other code runs here.
    fn resolve(&self, ticket: QueueTicket) {
        let mut state = self.0.borrow_mut();
        if let Some(at) = state.waiting.iter().position(|waiting| waiting.ticket == ticket) {
            let Waiting { resolve, timeout_ms, .. } = state.waiting.remove(at);
            let until_ms = elapsed_ms() + u64::from(timeout_ms) + u64::from(WATCH_MS);
            state.in_flight.push((ticket, until_ms));
            drop(state);
            let _ = resolve.call0(&JsValue::UNDEFINED);
        }
    }

    fn is_waiting(&self, ticket: QueueTicket) -> bool {
        self.0.borrow().waiting.iter().any(|waiting| waiting.ticket == ticket)
    }

    fn withdraw(&self, ticket: QueueTicket) {
        {
            let mut state = self.0.borrow_mut();
            state.waiting.retain(|waiting| waiting.ticket != ticket);
            state.queue.withdraw(ticket);
        }
        self.pump();
    }

    fn in_flight(&self, ticket: QueueTicket) -> InFlight {
        InFlight { admissions: self.clone(), ticket: Some(ticket) }
    }
}

impl InFlight {
    /// Reports how the request ended, and admits the next one.
    pub(super) fn finish(mut self, end: QueueEnd) {
        self.report(end);
    }

    fn report(&mut self, end: QueueEnd) {
        if let Some(ticket) = self.ticket.take() {
            {
                let mut state = self.admissions.0.borrow_mut();
                state.in_flight.retain(|(other, _)| *other != ticket);
                state.queue.finished(ticket, end, elapsed_ms());
            }
            self.admissions.pump();
        }
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        self.report(QueueEnd::Lost);
    }
}
