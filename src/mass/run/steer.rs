//! The commands for a run: pause, resume, cancel, hold, release, skip. Each returns the record that must be in the journal
//! before the command is acknowledged.

use super::{machine::Run, rank::rank, refusal::CommandError, sending::JournalBatch};
use crate::{
    api::OrderId,
    mass::{
        journal::{Entry, PauseReason},
        state::{SkipReason, State},
        status::Status,
    },
    policy::Moment,
};

impl Run {
    /// Pauses the run. Once the record is in the journal, no new revocation is sent. Orders in doubt are still read.
    ///
    /// # Errors
    /// If the run is not running.
    pub fn pause(&mut self, moment: &Moment) -> Result<JournalBatch, CommandError> {
        self.apply(Entry::Paused { reason: PauseReason::Manual, at: moment.unix_ms })
    }

    /// Resumes the run after a pause, or after the API key works again.
    ///
    /// # Errors
    /// If the run is neither paused nor stopped.
    pub fn resume(&mut self, moment: &Moment) -> Result<JournalBatch, CommandError> {
        let record = self.apply(Entry::Resumed { at: moment.unix_ms })?;
        self.doubts.extend(self.later.drain(..));
        self.unknowns = 0;
        self.confirming.restart();
        self.meter.restart();
        Ok(record)
    }

    /// Cancels the run. Once the record is in the journal, no further revocation is sent. Orders in doubt are still read,
    /// then the run is over.
    ///
    /// # Errors
    /// If the run is canceled or over.
    pub fn cancel(&mut self, moment: &Moment) -> Result<JournalBatch, CommandError> {
        let record = self.apply(Entry::Canceled { at: moment.unix_ms })?;
        self.doubts.extend(self.later.drain(..));
        Ok(record)
    }

    /// Brings the next confirming read forward, for example because DigiCert reported a revocation. The read decides. After the
    /// last order it is in addition to the other reads. Does nothing if no read is scheduled.
    pub fn confirm_soon(&mut self, moment: &Moment) {
        if self.confirming.due_ms.is_some_and(|due_ms| due_ms > moment.elapsed_ms) {
            self.confirming.due_ms = Some(moment.elapsed_ms);
            self.confirming.is_extra = true;
        }
    }

    /// Puts an order on hold: it is not sent, or not sent again. An earlier attempt is still read.
    ///
    /// # Errors
    /// If the order is not in the list, or is settled.
    pub fn hold(&mut self, order: OrderId, reason: &str, moment: &Moment) -> Result<JournalBatch, CommandError> {
        let entry = Entry::Held { order, reason: reason.to_owned(), at: moment.unix_ms };
        self.apply_to_order(order, entry)
    }

    /// Releases the hold of an order. The order returns to the queue.
    ///
    /// # Errors
    /// If the order is not on hold.
    pub fn release(&mut self, order: OrderId, moment: &Moment) -> Result<JournalBatch, CommandError> {
        let record = self.apply(Entry::Released { order, at: moment.unix_ms })?;
        let place = self.ledger.place(order);
        if let Some((place, line)) = place.and_then(|place| Some((place, self.ledger.line(place)?)))
            && line.state == State::Waiting
        {
            self.queue.insert((rank(line), place));
            // The rate limit delayed its call when the hold was set. The call starts again.
            self.flights.retain(|flight| flight.place() != Some(place));
        }
        Ok(record)
    }

    /// Skips an order, because there is nothing to revoke.
    ///
    /// # Errors
    /// If the order is not in the list, or was sent.
    pub fn skip(&mut self, order: OrderId, reason: SkipReason, moment: &Moment) -> Result<JournalBatch, CommandError> {
        self.apply_to_order(order, Entry::Skipped { order, reason, hold: None, at: moment.unix_ms })
    }

    /// Whether the run is over.
    #[must_use]
    pub fn is_over(&self) -> bool {
        matches!(self.ledger.status, Status::Finished { .. })
    }

    /// Applies a command to an order and removes it from the queue.
    fn apply_to_order(&mut self, order: OrderId, entry: Entry) -> Result<JournalBatch, CommandError> {
        let place = self.ledger.place(order).ok_or(CommandError::NotInList(order))?;
        let queued =
            self.ledger.line(place).filter(|line| line.state == State::Waiting).map(|line| (rank(line), place));
        let record = self.apply(entry)?;
        if let Some(queued) = queued {
            self.queue.remove(&queued);
            // Its call has sent nothing that counts.
            self.flights.retain(|flight| flight.place() != Some(place));
        }
        Ok(record)
    }

    fn apply(&mut self, entry: Entry) -> Result<JournalBatch, CommandError> {
        self.ledger.apply(&entry, &mut self.outbox.progress)?;
        self.outbox.entries.push(entry);
        Ok(self.take_record())
    }
}
