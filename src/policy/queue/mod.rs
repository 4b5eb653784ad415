//! The queue of the calls that share one key. The caller supplies the time, in milliseconds of any one clock, and sends
//! what the queue admits.
//!
//! | file | subject |
//! |---|---|
//! | `call_queue.rs` | the queue: which call is admitted next, and when |
//! | `lines.rs` | the calls that wait: one line for each operation, served in rotation |
//! | `flight.rs` | the calls in flight: their limit, and the probe after a 429 |
//! | `request.rs` | the requests: ticket, priority, operation |
//! | `turn.rs` | the decision of the queue, and the end of a request |
//! | `spread.rs` | the rate of a long line |
//!
//! Part of each rate window that a call may use, in thousandths. The log of `pacing` keeps each window exactly.
//!
//! | call | part | spread |
//! |---|--:|---|
//! | a follow-up; an interactive call in a line of at most 10; a call that was passed over 4 times | 900 | no |
//! | an interactive call in a longer line | 800 | yes |
//! | a bulk call | 700 | yes |
//! | any call in the first window after a crash | 100 | no |
//!
//! The last tenth belongs to other users of the key.
//!
//! ```
//! use certcentral_revoke::policy::{QueueTurn, CallQueue, QueueEnd, Limits, Priority, QueuedRequest};
//!
//! let mut queue = CallQueue::new(Limits::digicert(), 1);
//! let request = |priority| QueuedRequest { priority, operation: "revokeOrder", follow_up: false };
//! let bulk = queue.enqueue(request(Priority::Bulk), 0);
//! let interactive = queue.enqueue(request(Priority::Interactive), 0);
//! assert_eq!(queue.poll(0), QueueTurn::Admit(interactive));
//! assert_eq!(queue.poll(0), QueueTurn::Blocked);
//! queue.finished(interactive, QueueEnd::RateLimited { retry_after_ms: Some(3000) }, 100);
//! assert_eq!(queue.poll(100), QueueTurn::WaitUntil { at_ms: 3100 });
//! assert_eq!(queue.poll(3100), QueueTurn::Admit(bulk));
//! ```

mod call_queue;
mod flight;
mod lines;
mod request;
mod spread;
mod turn;

pub use call_queue::CallQueue;
pub use request::{Priority, QueueTicket, QueuedRequest};
pub use turn::{QueueEnd, QueueTurn};
