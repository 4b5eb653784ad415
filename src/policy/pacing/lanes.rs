//! The lanes of a key: the kinds of calls that share its windows, and the settings of their shares.

use super::share::WHOLE;

/// The kind of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// A write, or a read that decides about a write. It may use the whole of each window.
    Write,
    /// A read whose response a person waits for. It leaves the share that is reserved for writes.
    Interactive,
    /// A call of a job. These calls leave the reserved share too, are spread evenly, leave a part of each window free for
    /// interactive calls, and yield to other users of the key.
    Bulk,
}

/// The settings of the lanes of a key that people and jobs share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LaneSettings {
    write_reserve_percent: u32,
    max_waiting_per_person: u32,
}

impl Default for LaneSettings {
    /// 20 of 100 calls are reserved for writes: with three reads for each write, five revocations at once.
    fn default() -> Self {
        Self { write_reserve_percent: 20, max_waiting_per_person: 20 }
    }
}

impl LaneSettings {
    /// The largest reserve. Reads and jobs keep at least half of each window.
    pub const MAX_WRITE_RESERVE_PERCENT: u32 = 50;
    /// The largest queue of one person in one lane.
    pub const MAX_WAITING: u32 = 1000;

    /// Returns `None` if the reserve is larger than half of a window, or if no call of a person could wait.
    #[must_use]
    pub fn new(write_reserve_percent: u32, max_waiting_per_person: u32) -> Option<Self> {
        let fits = write_reserve_percent <= Self::MAX_WRITE_RESERVE_PERCENT
            && (1..=Self::MAX_WAITING).contains(&max_waiting_per_person);
        fits.then_some(Self { write_reserve_percent, max_waiting_per_person })
    }

    /// The part of each window that only the write lane may use, in percent.
    #[must_use]
    pub fn write_reserve_percent(self) -> u32 {
        self.write_reserve_percent
    }

    /// The number of calls of one person that may wait in one lane.
    #[must_use]
    pub fn max_waiting_per_person(self) -> u32 {
        self.max_waiting_per_person
    }

    /// Returns the reserve in units of `WHOLE`.
    pub(super) fn write_reserve(self) -> u32 {
        self.write_reserve_percent * (WHOLE / 100)
    }
}
