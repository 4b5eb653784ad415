//! The progress of the confirmation of a run.

/// The progress of the confirmation.
#[derive(Debug, Default)]
pub(super) struct Confirming {
    /// The time of the next read. `None` while there is nothing to confirm.
    pub(super) due_ms: Option<u64>,
    /// The time of the last read of status changes.
    pub(super) read_ms: Option<u64>,
    /// The number of reads that are left after the last order. `None` before it.
    pub(super) left: Option<u32>,
    /// Whether the next read is in addition to the rounds after the last order.
    pub(super) is_extra: bool,
    /// Whether a survey has covered the refused orders. After it, no read is needed for them.
    pub(super) surveyed: bool,
    /// Whether the orders with an unknown outcome were read again.
    pub(super) read_again: bool,
}

impl Confirming {
    /// Ends the confirmation, because DigiCert rejects reads.
    pub(super) fn stop(&mut self) {
        self.left = Some(0);
    }

    /// Starts the confirmation again after the run is resumed.
    pub(super) fn restart(&mut self) {
        *self = Self::default();
    }
}
