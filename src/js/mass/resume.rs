//! Continues a run from its journal.

use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use super::{client::MassRevocation, host::MassHost, run::Run, view::RunView};
use crate::mass::{self, JournalError, Replay};

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

    /// Continues the run. Orders that were in flight are read before they are sent again. Throws a `JournalError`.
    pub fn resume(self, client: &MassRevocation) -> Result<Run, JsValue> {
        let client = client.client();
        self.run().map(|run| Run::new(run, client))
    }

    /// Returns the read-only view of the run. Throws a `JournalError`.
    pub fn view(self) -> Result<RunView, JsValue> {
        let host = self.host.clone();
        self.run().map(|run| RunView::of(run, false, host))
    }
}

impl JournalReader {
    fn run(self) -> Result<mass::Run, JsValue> {
        self.replay.and_then(Replay::finish).map_err(|error| self.host.journal_error(&error.to_string()))
    }
}
