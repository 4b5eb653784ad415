//! Starts the run of a plan, after a person has typed the number of orders.

use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

use super::{
    super::{
        connection::signal,
        deadline::Signal,
        host::{moment, random_id},
        input::{Input, not_a_promise},
        output::to_js,
        value::{get, method},
    },
    journal::Journal,
    plan::passed_back,
    run::Run,
    settings::MassSettings,
    shared::Client,
};
use crate::{
    api::{Fields, Issue, Issues, Rule},
    mass::{self, Job, JournalBatch, JournalChain, NotConfirmed, texts},
};

/// The validated options of a run.
#[wasm_bindgen]
#[derive(Clone, Debug)]
pub struct RunOptions {
    journal: JsValue,
    signal: Option<Signal>,
    by_ticks: bool,
    digest: Option<String>,
}

#[wasm_bindgen]
impl RunOptions {
    /// The caller's journal: an object with `open`, `append`, `read` and `close`.
    #[wasm_bindgen(getter)]
    pub fn journal(&self) -> JsValue {
        self.journal.clone()
    }

    /// The caller's signal, or `undefined`.
    #[wasm_bindgen(getter)]
    pub fn signal(&self) -> JsValue {
        self.signal.as_ref().map(|signal| signal.as_js().clone()).unwrap_or_default()
    }

    /// Whether the host drives the run by ticks.
    #[wasm_bindgen(getter, js_name = byTicks)]
    pub fn by_ticks(&self) -> bool {
        self.by_ticks
    }

    /// The digest of the plan whose run the journal must contain, or `undefined`.
    #[wasm_bindgen(getter)]
    pub fn digest(&self) -> Option<String> {
        self.digest.clone()
    }
}

impl RunOptions {
    /// Validates the options of a resumed run.
    pub(super) fn of_resume(input: Input<'_>, journal: &JsValue, options: &JsValue) -> Result<Self, Issues> {
        const FIELDS: [&str; 3] = ["signal", "byTicks", "digest"];
        let mut issues = Issues::default();
        let journal = issues.collect(checked_journal(journal));
        let fields = issues.collect(input.fields("options", options, &FIELDS)).unwrap_or_default();
        issues.collect_all(fields.reject_unknown(&FIELDS));
        let digest = issues.collect(digest(&fields)).flatten();
        let rest = issues.collect_all(Self::rest(options, &fields));
        let options = journal.zip(rest);
        issues.into_result(options.map(|(journal, (signal, by_ticks))| Self { journal, signal, by_ticks, digest }))
    }

    fn rest(options: &JsValue, fields: &Fields) -> Result<(Option<Signal>, bool), Issues> {
        let mut issues = Issues::default();
        let signal = issues.collect(signal(options, fields));
        let by_ticks = issues.collect(fields.boolean("byTicks"));
        issues.into_result(signal.zip(by_ticks).map(|(signal, by_ticks)| (signal, by_ticks.unwrap_or_default())))
    }
}

/// Reads the digest of a plan.
fn digest(fields: &Fields) -> Result<Option<String>, Issue> {
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    match fields.text("digest")? {
        Some(text) if text.len() != 64 || !text.bytes().all(is_digit) => {
            let message = "digest must be that of a plan: 64 hexadecimal digits in lower case";
            Err(Issue::new("digest", Rule::Format, message))
        }
        digest => Ok(digest),
    }
}

/// Returns the journal if it has the methods of one.
fn checked_journal(journal: &JsValue) -> Result<JsValue, Issue> {
    not_a_promise("journal", journal)?;
    if ["open", "append", "read", "close"].iter().all(|name| method(journal, name).is_some()) {
        return Ok(journal.clone());
    }
    let message = "journal must be one: memoryJournal(), fileJournal(path), indexedDbJournal(name), or one of your own \
                   with open, append, read and close";
    Err(Issue::new("journal", Rule::Type, message))
}

/// The validated options of a start.
struct StartOptions {
    options: RunOptions,
    confirm: u32,
    name: String,
}

impl StartOptions {
    const FIELDS: [&'static str; 5] = ["journal", "confirm", "name", "signal", "byTicks"];

    fn new(input: Input<'_>, options: &JsValue) -> Result<Self, Issues> {
        let mut issues = Issues::default();
        let fields = issues.collect(input.fields("options", options, &Self::FIELDS)).unwrap_or_default();
        issues.collect_all(fields.reject_unknown(&Self::FIELDS));
        let journal = issues.collect(checked_journal(&get(options, "journal").unwrap_or_default()));
        let confirm = issues.collect(confirm(&fields));
        let name = issues.collect(fields.text("name")).flatten().unwrap_or_default();
        issues.collect(texts::short("name", &name));
        let rest = issues.collect_all(RunOptions::rest(options, &fields));
        issues.into_result(journal.zip(confirm).zip(rest).map(|((journal, confirm), (signal, by_ticks))| Self {
            options: RunOptions { journal, signal, by_ticks, digest: None },
            confirm,
            name,
        }))
    }
}

/// Reads the number that a person typed. It is required.
fn confirm(fields: &Fields) -> Result<u32, Issue> {
    fields.integer("confirm", 0, u32::MAX)?.ok_or_else(|| {
        let message = "confirm is required: the number of orders that will be revoked, as a person typed it";
        Issue::new("confirm", Rule::Required, message)
    })
}

/// A run whose first record is not in its journal yet.
#[wasm_bindgen]
#[derive(Debug)]
pub struct NewRun {
    run: mass::Run,
    record: JournalBatch,
    options: RunOptions,
    client: Rc<Client>,
}

#[wasm_bindgen]
impl NewRun {
    /// The options of the run.
    #[wasm_bindgen(getter)]
    pub fn options(&self) -> RunOptions {
        self.options.clone()
    }

    /// Writes the first record to the journal. Resolves to the [`Run`] once it is durable.
    pub fn write(self, journal: &Journal) -> Promise {
        let Self { run, record, client, .. } = self;
        let mut chain = JournalChain::default();
        let durable = JsFuture::from(journal.write(&record.to_lines(&mut chain), &record.progress));
        super::promise(async move {
            durable.await?;
            Ok(Run::new(run, chain, &client).into())
        })
    }
}

impl NewRun {
    /// Starts the run of a plan.
    ///
    /// # Errors
    /// An `InvalidInputError`, for example if the typed number differs, or a `PlanRefusedError`.
    pub(super) fn new(client: &Rc<Client>, plan: &JsValue, options: &JsValue) -> Result<Self, JsValue> {
        let mut issues = Issues::default();
        let plan = issues.collect(passed_back(client.input(), plan));
        let options = issues.collect_all(StartOptions::new(client.input(), options));
        let (basis, StartOptions { options, confirm, name }) =
            issues.into_result(plan.zip(options)).map_err(|issues| client.invalid(issues))?;
        let plan = basis.plan();
        let confirmed = plan.confirm(confirm, moment().unix_ms).map_err(|refusal| not_confirmed(client, &refusal))?;
        let started = mass::Run::of_plan(job(&client.settings, name), confirmed.plan(), moment().unix_ms);
        let (run, record) =
            started.map_err(|refusal| client.refused(Issue::new("list", Rule::Conflict, refusal.to_string())))?;
        Ok(Self { run, record, options, client: Rc::clone(client) })
    }
}

fn not_confirmed(client: &Client, refusal: &NotConfirmed) -> JsValue {
    let message = refusal.to_string();
    match refusal {
        NotConfirmed::TooLate(shortfall) => client.host.plan_refused(&message, &to_js(shortfall)),
        NotConfirmed::NothingToSend | NotConfirmed::OtherCount { .. } => {
            client.refused(Issue::new("confirm", Rule::Conflict, message))
        }
    }
}

/// Returns the parameters of the run, apart from those of its plan.
pub(super) fn job(settings: &MassSettings, name: String) -> Job {
    let connection = &settings.connection.settings;
    Job {
        comment_field: connection.comment_field,
        correlation_token: connection.correlation_token.then(|| format!("ccr-{}", random_id())),
        settings: settings.run,
        ..Job::new(name)
    }
}
