//! The progress of the confirmation of a run.

/// How far confirmation is.
#[derive(Debug, Default)]
pub(super) struct Confirming {
    /// Before this nobody looks. Nothing, while there is nothing to look for.
    pub(super) due_ms: Option<u64>,
    /// When the changes were last asked for.
    pub(super) asked_ms: Option<u64>,
    /// Nothing, until the last order has been sent; then the looks that are left.
    pub(super) left: Option<u32>,
    /// A survey has told of every order that was refused: none of them is revoked, or it is known.
    pub(super) surveyed: bool,
    /// Orders of which nobody could tell were read once more.
    pub(super) read_again: bool,
}

impl Confirming {
    /// DigiCert refuses to be asked.
    pub(super) fn give_up(&mut self) {
        self.left = Some(0);
    }

    /// The run goes on: what was given up is worth another try.
    pub(super) fn begin_again(&mut self) {
        *self = Self::default();
    }
}
