//! The state that the calls of a client share: settings, queue, and writes in flight.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use wasm_bindgen::JsValue;

use super::{
    admission::Admissions,
    connection::Connection,
    deadline::{Deadline, Ended, Signal},
    host::{self, Host},
    input::Input,
    prepared::{Prepared, converted},
    transport::Transport,
    value::{MAX_ELEMENTS, elements, get},
};
use crate::{
    api::{Cause, Fields, Issues, RawValue},
    input::wrong_type,
    policy::{CallQueue, Wait},
};

/// A client: its settings, its queue, and its writes in flight.
pub(super) struct Client {
    pub(super) connection: Connection,
    pub(super) transport: Transport,
    pub(super) admissions: Admissions,
    pub(super) host: Host,
    /// The paths of the writes in flight.
    writes: RefCell<Vec<String>>,
    name: u64,
    calls: Cell<u32>,
}

/// A write in flight. Two writes to the same path could not distinguish their requests.
pub(super) struct Claim {
    client: Rc<Client>,
    path: String,
}

impl Client {
    pub(super) fn new(connection: Connection, host: Host, cautious: bool) -> Self {
        let (limits, max_in_flight) = (connection.limits.clone(), connection.settings.max_in_flight);
        let queue = if cautious {
            CallQueue::cautious(limits, max_in_flight, host::elapsed_ms())
        } else {
            CallQueue::new(limits, max_in_flight)
        };
        Self {
            transport: connection.transport(),
            admissions: Admissions::new(queue.with_retry(connection.policy.retry.unwrap_or_default())),
            connection,
            host,
            writes: RefCell::default(),
            name: host::random_id(),
            calls: Cell::new(0),
        }
    }

    pub(super) fn claim(self: &Rc<Self>, path: String) -> Result<Claim, Cause> {
        let mut writes = self.writes.borrow_mut();
        if writes.contains(&path) {
            return Err(Cause::InFlight);
        }
        writes.push(path.clone());
        Ok(Claim { client: Rc::clone(self), path })
    }

    /// Waits. Returns the reason if the caller's signal aborts it.
    pub(super) async fn sleep(&self, ms: u32, signal: Option<Signal>) -> Option<JsValue> {
        match Deadline::new(ms, signal).ok()?.elapse().await {
            Ended::Aborted(reason) => Some(reason),
            Ended::TimedOut | Ended::Failed(_) => None,
        }
    }

    /// Names a call, for hooks.
    pub(super) fn next_call_id(&self) -> String {
        let nth = self.calls.get().wrapping_add(1);
        self.calls.set(nth);
        format!("{:x}-{nth}", self.name)
    }

    pub(super) fn input(&self) -> Input<'_> {
        Input::new(self.connection.key.as_ref())
    }

    pub(super) fn fields(&self, name: &str, value: &JsValue, known: &[&str]) -> Result<Fields, Issues> {
        self.input().fields(name, value, known).map_err(|issue| Issues(vec![issue]))
    }

    /// Checks the target and the options of `wait`.
    pub(super) fn wait(&self, target: &JsValue, options: &JsValue) -> Result<Prepared, Issues> {
        let mut issues = Issues::default();
        let fields = issues.collect_all(self.fields("target", target, &Wait::TARGETS)).unwrap_or_default();
        let options = issues.collect_all(self.fields("options", options, &Wait::OPTIONS)).unwrap_or_default();
        let ids = match fields.get("orderIds") {
            RawValue::Missing => None,
            given => {
                let ids = get(target, "orderIds").ok().and_then(|ids| elements(&ids));
                let wanted = format!("an array of at most {MAX_ELEMENTS} ids");
                issues.collect(ids.ok_or_else(|| wrong_type("orderIds", &wanted, given)))
            }
        };
        let ids = ids.map(|ids| ids.iter().map(|id| self.input().value(id)).collect());
        let wait =
            if issues.0.is_empty() { issues.collect_all(Wait::from_input(&fields, ids, &options)) } else { None };
        issues.into_result(wait.map(|wait| Prepared::other(wait.subject(), converted(wait))))
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        self.client.writes.borrow_mut().retain(|path| *path != self.path);
    }
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("settings", &self.connection.settings).finish_non_exhaustive()
    }
}
