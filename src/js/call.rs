//! How one call runs.

use std::rc::Rc;

use wasm_bindgen::JsValue;

use super::{connection::CallOptions, io::CallIo, output, prepared::Prepared, shared::Client};
use crate::{
    api::{Action, Failure},
    policy::{Call, Operation, drive},
};

impl Client {
    /// Drives a call to its end. One state machine serves every operation.
    pub(super) async fn run(
        self: Rc<Self>,
        operation: Operation,
        options: CallOptions,
        prepared: Prepared,
        progress: JsValue,
    ) -> Result<JsValue, JsValue> {
        let Prepared { plan, subject, write } = prepared;
        let is_write = plan.action() == Action::Write;
        let io = CallIo::new(&self, operation, subject.as_ref(), &options, &progress);
        let (result, attempts) = match write.map(|path| self.claim(path)).transpose() {
            Ok(_claim) => drive(Call::new(plan, options.policy), &io).await,
            Err(cause) => (Err(Failure { action: Action::Write, cause }), Vec::new()),
        };
        match result {
            Ok(value) if is_write => Ok(output::with_attempts(value, &attempts)),
            Ok(value) => Ok(value),
            Err(failure) => {
                let details = output::failure(failure, subject.as_ref(), &attempts);
                Err(self.host.error(&details, &io.into_cause(), self.connection.key.as_ref()))
            }
        }
    }
}
