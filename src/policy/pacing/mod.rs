//! The rate limiter of one key. The caller supplies the time, in milliseconds of any one clock.
//!
//! | file | subject |
//! |---|---|
//! | `limits.rs` | the windows of a key, and the part of them for bulk calls |
//! | `log.rs` | the times of the recent calls |
//! | `share.rs` | the part of the windows that other users of the key leave free |
//! | `pacer.rs` | whether a call may be sent now, and when a number of calls is sent |
//! | `estimate.rs` | when a number of calls is sent, and the use of each window |
//! | `lanes.rs` | the kinds of calls that share a key, and the settings of their shares |
//! | `people.rs`, `sent_log.rs` | the lane and the person of each recent call |
//! | `quota.rs` | when a lane and a person may send their next call |
//! | `rotation.rs` | owners of waiting calls that are served in turn |
//! | `turns.rs` | the order of waiting calls: writes, interactive calls, jobs; people in turn in each lane |
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
mod lanes;
mod limits;
mod log;
mod pacer;
mod people;
mod quota;
mod rotation;
mod sent_log;
mod share;
mod turns;

pub use estimate::{RateEstimate, WindowUse};
pub use lanes::{Lane, LaneSettings};
pub use limits::{Limits, Window};
pub use pacer::{Pacer, PacerState, Permit};
pub use sent_log::SentCall;
pub use share::Share;
pub use turns::{Place, Turn, Turns};
