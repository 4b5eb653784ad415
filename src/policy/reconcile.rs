//! After a lost or unclear response, a read shows whether a write took effect.

use crate::api::Endpoint;

/// The conclusion from the read after a write whose response was lost or unclear.
#[derive(Debug, PartialEq, Eq)]
pub enum ReconcileVerdict<A> {
    /// The write took effect.
    Applied(A),
    /// The read shows no trace of the write.
    NotApplied,
    /// The read proves neither.
    Unclear,
}

/// A write whose effect a read can show.
pub trait Reconcile: Endpoint {
    /// The read.
    type Lookup: Endpoint;

    /// Returns the read that shows the effect, if one is documented.
    fn lookup(&self) -> Option<Self::Lookup>;

    /// Concludes from the result of the read. `sent_unix_ms`: the time at which the write was first sent.
    fn judge(
        &self,
        found: <Self::Lookup as Endpoint>::Output,
        sent_unix_ms: u64,
    ) -> ReconcileVerdict<<Self as Endpoint>::Output>;
}
