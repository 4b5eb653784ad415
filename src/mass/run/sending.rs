//! The output of a run. The types guarantee that a request is available only after its journal entries.

use super::flight::Ticket;
use crate::{
    api::HttpRequest,
    mass::{
        journal::{Entry, JournalChain},
        status::Progress,
    },
};

/// New journal entries, to be appended in this order, and the progress events for observers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use = "entries that are not appended are missing after a crash"]
pub struct JournalBatch {
    /// The journal entries.
    pub entries: Vec<Entry>,
    /// The changes, by order.
    pub progress: Vec<Progress>,
}

impl JournalBatch {
    /// Returns the entries as lines to append, without line ends. Call it once for each record, in the order in which the run
    /// returned them.
    #[must_use]
    pub fn to_lines(&self, chain: &mut JournalChain) -> Vec<String> {
        self.entries.iter().map(|entry| chain.line(entry)).collect()
    }
}

/// A request to send. It is sealed until its intent is durable.
#[derive(Debug)]
#[must_use = "the run counts it as in flight: send it, or report that it was not sent"]
pub struct Sending {
    pub(super) record: JournalBatch,
    pub(super) request: ToSend,
}

/// A request whose intent is not durable yet.
#[derive(Debug)]
#[must_use = "the run counts it as in flight: send it, or report that it was not sent"]
pub struct Sealed {
    ticket: Ticket,
    request: ToSend,
}

/// A request that may be sent now.
#[derive(Debug)]
pub struct ToSend {
    /// Identifies the request when its result is reported.
    pub ticket: Ticket,
    /// The request.
    pub request: HttpRequest,
    /// The timeout for the complete response, in milliseconds.
    pub timeout_ms: u32,
}

impl Sending {
    /// Puts an earlier record in front of its own.
    pub(in crate::mass) fn after(mut self, mut before: JournalBatch) -> Self {
        before.entries.append(&mut self.record.entries);
        before.progress.append(&mut self.record.progress);
        self.record = before;
        self
    }

    /// Returns the record that must be durable, after all records returned before, and the sealed request.
    #[must_use = "the entries must be durable before the seal is opened"]
    pub fn write_ahead(self) -> (JournalBatch, Sealed) {
        (self.record, Sealed { ticket: self.request.ticket, request: self.request })
    }
}

impl Sealed {
    /// Returns the request. Call it only after the entries are durable.
    #[must_use]
    pub fn once_durable(self) -> ToSend {
        self.request
    }

    /// Returns the ticket. If the journal could not be written, report `Event::Lost(Cause::Aborted { sent: false })` with it, and
    /// send nothing.
    #[must_use]
    pub fn ticket(&self) -> Ticket {
        self.ticket
    }
}
