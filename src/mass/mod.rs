//! Bulk revocation: from the list of orders to the report. Sans I/O: events and time in, actions out. The rules for one
//! order are in `policy::Change`, the rate limiter is `policy::Pacer`.
//!
//! A [`Run`] is polled and never calls back. Its driver (a Durable Object, Node.js, a page, a simulator) repeats:
//!
//! 1. [`Run::poll`] returns what to do next: send a request, wait until a time, or stop because the run is over.
//! 2. To send, acquire a turn from the pacer of the key, then call [`Run::start_next`].
//! 3. [`Sending::write_ahead`] returns the journal entries and the sealed request. Append the entries, wait until they are
//!    durable, and only then open the seal and send the request.
//! 4. Pass the result of every request to [`Run::handle_event`]. Report a rate limit in its return value to the pacer.
//!
//! A [`Runner`] performs step 2 where no one else sends with the key.
//!
//! Append every other record too ([`RunPoll`], [`EventOutcome`], the result of [`Run::pause`] and similar methods), in the order of
//! the calls, and before the change is acknowledged. After a crash, [`Run::replay`] continues from the journal. It reads
//! every order that was in flight before it sends the order again, and never sends an order more than three times.
//!
//! ```
//! use certcentral_revoke::{api::HttpResponse, mass::{Item, Job, JournalChain, JournalLines, Line, Next, Run, StateName}, policy::{Event, Moment}};
//!
//! let mut journal = Vec::new(); // In a host: a file, a table, or IndexedDB.
//! let mut chain = JournalChain::default();
//! let mut append = |record: certcentral_revoke::mass::JournalBatch| {
//!     record.to_lines(&mut chain).iter().for_each(|line| journal.extend(format!("{line}\n").into_bytes()));
//! };
//! let moment = |ms| Moment { elapsed_ms: ms, unix_ms: 1_760_000_000_000 + ms, paused_until_ms: 0, random: 0.5 };
//!
//! // `Run::of_plan` starts the run of a plan.
//! let lines = [Line::new(Item::new("123456789".parse()?)), Line::new(Item::new("123456790".parse()?))];
//! let (mut run, record) = Run::begin(Job::new("July"), &lines, moment(0).unix_ms)?;
//! append(record);
//!
//! let wanted = run.poll(&moment(0));
//! append(wanted.record);
//! assert_eq!(wanted.next, Next::Send);
//! let (record, sealed) = run.start_next(&moment(0)).unwrap().write_ahead();
//! append(record); // Durable from here on.
//! let send = sealed.once_durable();
//! assert_eq!(send.request.path, "/order/certificate/123456789/revoke");
//! let reply = run.handle_event(send.ticket, Event::Response(HttpResponse::new(204, "")), &moment(300));
//! append(reply.record);
//! assert_eq!(run.lines()[0].state.name(), StateName::Revoked);
//!
//! // The process crashes after the second order was sent.
//! let (record, sealed) = run.start_next(&moment(400)).unwrap().write_ahead();
//! append(record);
//! drop((sealed, run));
//!
//! // After the restart the order is read, and not sent again.
//! let (mut run, _) = Run::replay(JournalLines::new(&journal))?;
//! assert_eq!(run.poll(&moment(0)).next, Next::Send);
//! let (_, sealed) = run.start_next(&moment(0)).unwrap().write_ahead();
//! assert_eq!(sealed.once_durable().request.path, "/order/certificate/123456790");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod canonical;
mod input;
mod item;
mod job;
mod journal;
mod ledger;
mod plan;
mod rehearsal;
mod report;
mod run;
mod runner;
mod safe_integer;
mod sha256;
mod state;
mod status;
mod survey;
pub(crate) mod texts;
#[cfg(test)]
mod types;

pub use input::{Format, InputLimits, List, ListInput, ListSummary, Rejected, RowIssue};
pub use item::Item;
pub use job::{AfterDeadline, Job, RunSettings};
pub use journal::{Entry, JournalChain, JournalError, JournalLines, JournalProblem, PauseReason, Settlement, whole};
pub use plan::{
    Basis, ConfirmedPlan, Disposition, NotConfirmed, PaceSettings, Plan, PlanFigures, PlanTotals, Planned, Shortfall,
    Terms,
};
pub use rehearsal::Rehearsal;
pub use report::{AuditEntry, Ccadb, DeadlineCounts, InTime, Report, ReportFacts, ReportHead, SkipCounts, Summary};
pub use run::{
    Bottleneck, Calls, CommandError, EventOutcome, JournalBatch, Limited, Next, Replay, Run, RunOrder, RunOrders,
    RunPoll, Sealed, Sending, Snapshot, Ticket, ToSend,
};
pub use runner::{Act, Runner};
pub use state::{Counts, Line, ProofCounts, SkipReason, State, StateName};
pub use status::{Progress, Status};
pub use survey::{Survey, SurveyFinding, SurveyProgress, SurveyResult, SurveyedOrder};
pub use texts::MAX_TEXT_CHARS;
