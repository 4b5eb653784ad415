//! Lets concurrent calls of a client wait for their turn. The rules are in [`CallQueue`].

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
use crate::policy::{Admission, CallQueue, QueueEnd, QueueTurn, QueuedRequest, Ticket};

/// The queue of a client, and the calls that wait in it.
#[derive(Clone)]
pub(super) struct Admissions(Rc<RefCell<State>>);

struct State {
    queue: CallQueue,
    waiting: Vec<(Ticket, Function)>,
    timer: Option<Timer>,
}

/// A request that was admitted. Dropping it without [`finish`](Self::finish) reports it as lost.
pub(super) struct InFlight {
    admissions: Admissions,
    ticket: Option<Ticket>,
}

impl Admissions {
    pub(super) fn new(queue: CallQueue) -> Self {
        Self(Rc::new(RefCell::new(State { queue, waiting: Vec::new(), timer: None })))
    }

    /// How long the whole key still pauses after a 429, in milliseconds.
    pub(super) fn pause_ms(&self) -> u32 {
        u32::try_from(self.0.borrow().queue.pause_ms(elapsed_ms())).unwrap_or(u32::MAX)
    }

    /// Waits for the turn of a request, at most `left_ms`. Returns nothing in flight where the time has passed.
    ///
    /// # Errors
    /// The reason of the caller's signal.
    pub(super) async fn admit(
        &self,
        request: QueuedRequest,
        left_ms: u32,
        signal: Option<Signal>,
    ) -> Result<(Option<InFlight>, Admission), JsValue> {
        let ticket = self.0.borrow_mut().queue.enqueue(request, elapsed_ms());
        let mut resolve = None;
        let turn = Promise::new(&mut |settle, _| resolve = Some(settle));
        if let Some(resolve) = resolve {
            self.0.borrow_mut().waiting.push((ticket, resolve));
        }
        self.pump();
        if !self.is_waiting(ticket) {
            return Ok((Some(self.in_flight(ticket)), Admission::Immediate));
        }
        // One more millisecond: a timer may fire early by the fraction that the clock drops.
        let deadline = Deadline::new(left_ms.saturating_add(1), signal)?;
        let ended = deadline.race(&turn).await;
        if !self.is_waiting(ticket) {
            return Ok((Some(self.in_flight(ticket)), Admission::Delayed));
        }
        self.withdraw(ticket);
        match ended {
            Err(Ended::Aborted(reason)) => Err(reason),
            _ => Ok((None, Admission::Delayed)),
        }
    }

    /// Admits every request that may be sent now, and sets the timer for the next one.
    fn pump(&self) {
        loop {
            let turn = self.0.borrow_mut().queue.poll(elapsed_ms());
            match turn {
                QueueTurn::Admit(ticket) => self.resolve(ticket),
                QueueTurn::WaitUntil { at_ms } => {
                    let timer = self.timer(at_ms);
                    self.0.borrow_mut().timer = Some(timer);
                    return;
                }
                QueueTurn::Blocked | QueueTurn::Empty => {
                    self.0.borrow_mut().timer = None;
                    return;
                }
            }
        }
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

    /// Wakes a call. The promise settles in a microtask, so that nothing else runs here.
    fn resolve(&self, ticket: Ticket) {
        let mut state = self.0.borrow_mut();
        if let Some(at) = state.waiting.iter().position(|(waiting, _)| *waiting == ticket) {
            let (_, resolve) = state.waiting.remove(at);
            let _ = resolve.call0(&JsValue::UNDEFINED);
        }
    }

    fn is_waiting(&self, ticket: Ticket) -> bool {
        self.0.borrow().waiting.iter().any(|(waiting, _)| *waiting == ticket)
    }

    fn withdraw(&self, ticket: Ticket) {
        {
            let mut state = self.0.borrow_mut();
            state.waiting.retain(|(waiting, _)| *waiting != ticket);
            state.queue.withdraw(ticket);
        }
        self.pump();
    }

    fn in_flight(&self, ticket: Ticket) -> InFlight {
        InFlight { admissions: self.clone(), ticket: Some(ticket) }
    }
}

impl InFlight {
    /// Reports how the request ended, and lets the next one go.
    pub(super) fn finish(mut self, end: QueueEnd) {
        self.report(end);
    }

    fn report(&mut self, end: QueueEnd) {
        if let Some(ticket) = self.ticket.take() {
            self.admissions.0.borrow_mut().queue.finished(ticket, end, elapsed_ms());
            self.admissions.pump();
        }
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        self.report(QueueEnd::Lost);
    }
}
