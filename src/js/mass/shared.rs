//! The state that the plans and runs of a client share.

use wasm_bindgen::JsValue;

use super::{super::input::Input, host::MassHost, rate_limiter::RateLimiter, sender::Sender, settings::MassSettings};
use crate::api::{Issue, Issues};

/// The state that the plans and runs of a client share.
#[derive(Debug)]
pub(super) struct Client {
    pub(super) settings: MassSettings,
    pub(super) sender: Sender,
    pub(super) rate_limiter: RateLimiter,
    pub(super) host: MassHost,
}

impl Client {
    /// Returns a reader for input, which must not contain the key of this client.
    pub(super) fn input(&self) -> Input<'_> {
        Input::new(self.sender.key())
    }

    /// Creates the error of invalid input: nothing was sent.
    pub(super) fn invalid(&self, issues: Issues) -> JsValue {
        self.host.invalid(issues, self.sender.key())
    }

    /// Creates the error of one invalid input.
    pub(super) fn refused(&self, issue: Issue) -> JsValue {
        self.host.refused(issue, self.sender.key())
    }
}
