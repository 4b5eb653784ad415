//! A mass revocation: a list of orders from its input to its report. Sans I/O: events and time in, actions out.
//! Not here: what may be done with one order (`policy::Change`), how fast calls may follow each other
//! (`policy::Pacer`), and carrying anything out.
//!
//! A [`Run`] is asked; it never calls back. Whoever drives it (a Durable Object, Node, a page, a simulator) goes round:
//!
//! 1. [`Run::wants`]: send something, nothing before some time, or it is over.
//! 2. To send, ask the pacer of the key for leave, and then [`Run::grant`].
//! 3. [`Sending::write_ahead`] gives first what has to be durable, and then the request. Append the entries, make sure of
//!    them, and only then open the seal and send.
//! 4. [`Run::told`] what became of the request, always; a rate limit it speaks of goes to the pacer.
//!
//! A [`Runner`] does the second for whoever shares the key's pacer with nobody.
//!
//! Every other record ([`Wanted`], [`Told`], what [`Run::pause`] and the like give) is appended too, in the order in which
//! it came, and before anybody is told that it is done. After a crash [`Run::replay`] takes up the journal; what was on its
//! way then is read before it is sent again, and nothing is sent more than three times, ever.
//!
//! ```
//! use certcentral_revoke::{api::HttpResponse, mass::{Item, Job, Line, Lines, Next, Run, StateName}, policy::{Event, Moment}};
//!
//! let mut journal = Vec::new(); // Where a host would keep it: a file, a table, a store of the browser.
//! let mut append = |record: certcentral_revoke::mass::Record| {
//!     record.entries.iter().for_each(|entry| journal.extend((entry.to_line() + "\n").into_bytes()));
//! };
//! let moment = |ms| Moment { elapsed_ms: ms, unix_ms: 1_760_000_000_000 + ms, paused_until_ms: 0, random: 0.5 };
//!
//! // As `Plan::lines` has them.
//! let lines = [Line::new(Item::new("123456789".parse()?)), Line::new(Item::new("123456790".parse()?))];
//! let (mut run, record) = Run::begin(Job::new("July", "digest of the list"), &lines, moment(0).unix_ms)?;
//! append(record);
//!
//! let wanted = run.wants(&moment(0));
//! append(wanted.record);
//! assert_eq!(wanted.next, Next::Send);
//! let (record, sealed) = run.grant(&moment(0)).unwrap().write_ahead();
//! append(record); // Durable from here on.
//! let send = sealed.once_durable();
//! assert_eq!(send.request.path, "/order/certificate/123456789/revoke");
//! let told = run.told(send.ticket, Event::Answered(HttpResponse::new(204, "")), &moment(300));
//! append(told.record);
//! assert_eq!(run.lines()[0].state.name(), StateName::Revoked);
//!
//! // The second order is sent, and then the process ends.
//! let (record, sealed) = run.grant(&moment(400)).unwrap().write_ahead();
//! append(record);
//! drop((sealed, run));
//!
//! // It is read, and not sent again.
//! let mut run = Run::replay(Lines::new(&journal))?;
//! assert_eq!(run.wants(&moment(0)).next, Next::Send);
//! let (_, sealed) = run.grant(&moment(0)).unwrap().write_ahead();
//! assert_eq!(sealed.once_durable().request.path, "/order/certificate/123456790");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

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
mod state;
mod status;
mod survey;
#[cfg(test)]
mod types;

pub use input::{Format, Input, InputLimits, List, ListSummary, Rejected, RowIssue};
pub use item::Item;
pub use job::{AfterDeadline, Job, Settings};
pub use journal::{Entry, JournalError, JournalProblem, Lines, Pause, Settlement, whole};
pub use plan::{
    Basis, ConfirmedPlan, Deadline, Disposition, Figures, NotConfirmed, PaceSettings, Plan, Planned, Shortfall, Terms,
    Totals,
};
pub use rehearsal::Rehearsal;
pub use report::{Ccadb, DeadlineCounts, InTime, Recorded, Report, ReportFacts, ReportHead, SkipCounts, Summary};
pub use run::{
    Calls, Limited, Next, Outlook, Record, Refusal, Replay, Run, RunOrder, RunOrders, Sealed, Sending, Slowest,
    Snapshot, Ticket, ToSend, Told, Wanted, WindowUse,
};
pub use runner::{Act, Runner};
pub use state::{Counts, Line, Proven, Skip, State, StateName};
pub use status::{Progress, Status};
pub use survey::{Finding, Standing, Survey, SurveyProgress, Surveyed};
