//! The rate limiter of one key. The caller supplies the time, in milliseconds of any one clock.
//!
//! | file | subject |
//! |---|---|
//! | `limits.rs` | the windows of a key, and the part of them for bulk calls |
//! | `log.rs` | the times of the recent calls |
//! | `share.rs` | the part of the windows that other users of the key leave free |
//! | `pacer.rs` | whether a call may be sent now, and when a number of calls is sent |
//! | `estimate.rs` | when a number of calls is sent, and the use of each window |
//! | `turns.rs` | the order of waiting calls: interactive calls first, then jobs in rotation |
//!
//! ```
//! use certcentral_revoke::policy::{Lane, Limits, Permit, Pacer};
//!
//! let mut pacer = Pacer::new(Limits::digicert());
//! assert_eq!(pacer.try_acquire(Lane::Bulk, 0), Permit::Granted);
//! // 83,266 orders, one call each, take a little more than four hours.
//! assert_eq!(pacer.ms_until(Lane::Bulk, 83_266, 0) / 60_000, 252);
//! // A 429 pauses the whole key.
//! pacer.rate_limited(Some(3000), 0);
//! assert_eq!(pacer.try_acquire(Lane::Interactive, 1000), Permit::Wait { ms: 2000 });
//! ```

mod estimate;
mod limits;
mod log;
mod pacer;
mod share;
mod turns;

pub use estimate::{RateEstimate, WindowUse};
pub use limits::{Limits, Window};
pub use pacer::{Lane, Pacer, PacerState, Permit};
pub use share::Share;
pub use turns::{Turn, Turns};
