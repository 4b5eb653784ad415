//! A run in progress: the state that its loop and its exported type share.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use js_sys::Promise;

use super::{bell::Bell, journal::Journal, shared::Client, view::Seen};
use crate::mass::{self, JournalBatch, JournalChain};

/// A run with its client and the bell of its loop.
#[derive(Debug)]
pub(super) struct Live {
    pub(super) seen: Rc<Seen>,
    pub(super) chain: RefCell<JournalChain>,
    pub(super) client: Rc<Client>,
    pub(super) bell: Bell,
    pub(super) is_driven: Cell<bool>,
}

impl Live {
    /// Borrows the run. `act` must not call into JavaScript.
    pub(super) fn run_mut<T>(&self, act: impl FnOnce(&mut mass::Run) -> T) -> T {
        act(&mut self.seen.run.borrow_mut())
    }

    /// Appends a record to the journal. The promise resolves once it is durable, together with everything appended before.
    pub(super) fn write(&self, journal: &Journal, record: &JournalBatch) -> Promise {
        let lines = record.to_lines(&mut self.chain.borrow_mut());
        journal.write(&lines, &record.progress)
    }

    pub(super) fn needs_attention(&self) -> bool {
        self.seen.run.borrow().needs_attention()
    }
}
