//! How fast calls with one key may follow each other, and who goes first: never more in any span of a window than it
//! allows. Not here: a clock and waiting; times are given, in milliseconds of any one clock.
//!
//! | file | what it holds |
//! |---|---|
//! | `limits.rs` | the windows of a key, and how bulk calls are spread over them |
//! | `log.rs` | what was sent: the exact sliding log |
//! | `share.rs` | how much of the windows others with the same key leave us |
//! | `pacer.rs` | may a call go now, and when will so many have gone |
//! | `turns.rs` | who of several waiting goes: people before jobs, and jobs in turn |
//!
//! ```
//! use certcentral_revoke::policy::{Lane, Limits, Pace, Pacer};
//!
//! let mut pacer = Pacer::new(Limits::digicert());
//! assert_eq!(pacer.ask(Lane::Bulk, 0), Pace::Go);
//! // The July 2024 list, one call each: a bit more than four hours.
//! assert_eq!(pacer.ms_until(Lane::Bulk, 83_266, 0) / 60_000, 252);
//! // A 429 pauses everybody.
//! pacer.refused(Some(3000), 0);
//! assert_eq!(pacer.ask(Lane::Interactive, 1000), Pace::Wait { ms: 2000 });
//! ```

mod limits;
mod log;
mod pacer;
mod share;
mod turns;

pub use limits::{Limits, Window};
pub use pacer::{Lane, Pace, Pacer, PacerState};
pub use share::Share;
pub use turns::{Turn, Turns};
