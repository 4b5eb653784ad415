//! What a run hands out, in shapes that hold the one rule: a request can be had only after what has to be durable before
//! it. Not here: how a run comes to it.

use super::flight::Ticket;
use crate::{
    api::HttpRequest,
    mass::{journal::Entry, status::Progress},
};

/// What has happened, to be appended to the journal in this order, and told to whoever looks on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use = "entries that are not appended are missing after a crash"]
pub struct Record {
    /// For the journal.
    pub entries: Vec<Entry>,
    /// For whoever looks on: the same, order by order.
    pub progress: Vec<Progress>,
}

/// A request to send, sealed until its intent is durable.
#[derive(Debug)]
#[must_use = "the run counts it as on its way: send it, or tell that it was not sent"]
pub struct Sending {
    pub(super) record: Record,
    pub(super) request: ToSend,
}

/// A request whose intent is being made durable.
#[derive(Debug)]
#[must_use = "the run counts it as on its way: send it, or tell that it was not sent"]
pub struct Sealed {
    ticket: Ticket,
    request: ToSend,
}

/// A request that may leave now.
#[derive(Debug)]
pub struct ToSend {
    /// What its answer is told with.
    pub ticket: Ticket,
    /// What to send.
    pub request: HttpRequest,
    /// How long to wait for the whole answer, in milliseconds.
    pub timeout_ms: u32,
}

impl Sending {
    /// The same, with what has come about before it.
    pub(in crate::mass) fn after(mut self, mut before: Record) -> Self {
        before.entries.append(&mut self.record.entries);
        before.progress.append(&mut self.record.progress);
        self.record = before;
        self
    }

    /// Takes it apart: first what has to be durable, with everything that was handed out before it, and then the request.
    #[must_use = "the entries have to be durable before the seal is opened"]
    pub fn write_ahead(self) -> (Record, Sealed) {
        (self.record, Sealed { ticket: self.request.ticket, request: self.request })
    }
}

impl Sealed {
    /// The request. To be called once the entries are durable, and not before.
    #[must_use]
    pub fn once_durable(self) -> ToSend {
        self.request
    }

    /// For a journal that could not be written: tell `Event::Lost(Cause::Aborted { sent: false })` with it, and send nothing.
    #[must_use]
    pub fn ticket(&self) -> Ticket {
        self.ticket
    }
}
