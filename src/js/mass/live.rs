//! A run in progress: the state that its loop and its exported type share.

use std::{cell::Cell, rc::Rc};

use super::{bell::Bell, shared::Client, view::Seen};
use crate::mass;

/// A run with its client and the bell of its loop.
#[derive(Debug)]
pub(super) struct Live {
    pub(super) seen: Rc<Seen>,
    pub(super) client: Rc<Client>,
    pub(super) bell: Bell,
    pub(super) is_driven: Cell<bool>,
}

impl Live {
    /// Borrows the run. `act` must not call into JavaScript.
    pub(super) fn run_mut<T>(&self, act: impl FnOnce(&mut mass::Run) -> T) -> T {
        act(&mut self.seen.run.borrow_mut())
    }

    pub(super) fn needs_attention(&self) -> bool {
        self.seen.run.borrow().needs_attention()
    }
}
