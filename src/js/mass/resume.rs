//! Continues a run from its journal.

use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use super::{client::MassRevocation, host::MassHost, run::Run, view::RunView};
use crate::mass::{self, JournalChain, JournalError, Replay};

/// Reads a journal up to its first invalid line.
#[wasm_bindgen]
#[derive(Debug)]
pub struct JournalReader {
    replay: Result<Replay, JournalError>,
    host: MassHost,
}

#[wasm_bindgen]
impl JournalReader {
    /// Creates a reader.
    #[wasm_bindgen(constructor)]
    pub fn new(host: MassHost) -> JournalReader {
        Self { replay: Ok(Replay::default()), host }
    }

    /// Reads the next lines, with a line break between them.
    pub fn push(&mut self, lines: &str) {
        for line in lines.lines() {
            let Ok(replay) = &mut self.replay else { return };
            if let Err(error) = replay.take_line(line) {
                self.replay = Err(error);
            }
        }
    }

    /// Continues the run. Orders that were in flight are read before they are sent again. Throws a `JournalError`. `digest`:
    /// that of the plan whose run it must be.
    pub fn resume(self, client: &MassRevocation, digest: Option<String>) -> Result<Run, JsValue> {
        let host = self.host.clone();
        let (run, chain) = self.run()?;
        match digest {
            Some(digest) if digest != run.job().digest => {
                let message = format!(
                    "the journal has the run of the plan with digest {}, not of {digest}; pass the journal of that plan",
                    run.job().digest
                );
                Err(host.journal_error(&message))
            }
            _ => Ok(Run::new(run, chain, client.client())),
        }
    }

    /// Returns the read-only view of the run. Throws a `JournalError`.
    pub fn view(self) -> Result<RunView, JsValue> {
        let host = self.host.clone();
        self.run().map(|(run, _)| RunView::of(run, false, host))
    }
}

impl JournalReader {
    fn run(self) -> Result<(mass::Run, JournalChain), JsValue> {
        self.replay.and_then(Replay::finish).map_err(|error| self.host.journal_error(&error.to_string()))
    }
}
