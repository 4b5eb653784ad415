//! What people do to a run: pause, resume, cancel, exempt orders. Not here: its beginning (`begin.rs`), and what the run
//! does of itself (`mod.rs`). Each says what has to be in the journal before it is acknowledged.

use super::{machine::Run, rank::rank, refusal::Refusal, sending::Record};
use crate::{
    api::OrderId,
    mass::{
        journal::{Entry, Pause},
        state::{Skip, State},
        status::Status,
    },
    policy::Moment,
};

impl Run {
    /// No new revoke is sent once the record is in the journal; what is in doubt is read on.
    ///
    /// # Errors
    /// If it does not run.
    pub fn pause(&mut self, moment: &Moment) -> Result<Record, Refusal> {
        self.do_now(Entry::Paused { why: Pause::Asked, at: moment.unix_ms })
    }

    /// It goes on: after a pause, or after somebody has seen to the key.
    ///
    /// # Errors
    /// If it is neither paused nor stopped.
    pub fn resume(&mut self, moment: &Moment) -> Result<Record, Refusal> {
        let record = self.do_now(Entry::Resumed { at: moment.unix_ms })?;
        self.doubts.extend(self.later.drain(..));
        self.unknowns = 0;
        self.confirming.begin_again();
        self.meter.begin_again();
        Ok(record)
    }

    /// No revoke is sent any more once the record is in the journal; what is in doubt is read on, and then it is over.
    ///
    /// # Errors
    /// If it was cancelled before, or is over.
    pub fn cancel(&mut self, moment: &Moment) -> Result<Record, Refusal> {
        let record = self.do_now(Entry::Cancelled { at: moment.unix_ms })?;
        self.doubts.extend(self.later.drain(..));
        Ok(record)
    }

    /// Exempts an order, before it is sent for the first time or again. What was sent before is read on.
    ///
    /// # Errors
    /// If it is not in the list, or is settled.
    pub fn hold(&mut self, order: OrderId, why: &str, moment: &Moment) -> Result<Record, Refusal> {
        let entry = Entry::Held { order, why: why.to_owned(), at: moment.unix_ms };
        self.do_to(order, entry)
    }

    /// An order is exempted no longer: its turn comes.
    ///
    /// # Errors
    /// If it is not exempted.
    pub fn release(&mut self, order: OrderId, moment: &Moment) -> Result<Record, Refusal> {
        let record = self.do_now(Entry::Released { order, at: moment.unix_ms })?;
        let place = self.ledger.place(order);
        if let Some((place, line)) = place.and_then(|place| Some((place, self.ledger.line(place)?)))
            && line.state == State::Waiting
        {
            self.queue.insert((rank(line), place));
            // A call that the rate limit held when it was exempted: it begins anew.
            self.flights.retain(|flight| flight.place() != Some(place));
        }
        Ok(record)
    }

    /// There is nothing to do for an order, as the plan has found.
    ///
    /// # Errors
    /// If it is not in the list, or was sent.
    pub fn skip(&mut self, order: OrderId, why: Skip, moment: &Moment) -> Result<Record, Refusal> {
        self.do_to(order, Entry::Skipped { order, why, at: moment.unix_ms })
    }

    /// Where it stands, by itself.
    #[must_use]
    pub fn is_over(&self) -> bool {
        matches!(self.ledger.status, Status::Over { .. })
    }

    /// Takes an order out of the queue, if it may be.
    fn do_to(&mut self, order: OrderId, entry: Entry) -> Result<Record, Refusal> {
        let place = self.ledger.place(order).ok_or(Refusal::NotInList(order))?;
        let queued =
            self.ledger.line(place).filter(|line| line.state == State::Waiting).map(|line| (rank(line), place));
        let record = self.do_now(entry)?;
        if let Some(queued) = queued {
            self.queue.remove(&queued);
            // What was begun for it has sent nothing that counts.
            self.flights.retain(|flight| flight.place() != Some(place));
        }
        Ok(record)
    }

    fn do_now(&mut self, entry: Entry) -> Result<Record, Refusal> {
        self.ledger.apply(&entry, &mut self.outbox.progress)?;
        self.outbox.entries.push(entry);
        Ok(self.handed_out())
    }
}
