//! The exported client for bulk revocation.

use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use super::{
    super::host::elapsed_ms,
    begin::{NewRun, RunOptions, job},
    host::MassHost,
    list::items,
    pacer::KeyPacer,
    plan::passed_back,
    planning::{PlanInProgress, PlanRequest},
    progress::ProgressOptions,
    rate_limiter::RateLimiter,
    rehearsal::rehearse,
    sender::Sender,
    settings::MassSettings,
    shared::Client,
    terms::terms,
};
use crate::{
    api::{Issue, Issues, Rule},
    mass,
};

/// A client for bulk revocation in one `CertCentral` account.
#[wasm_bindgen]
#[derive(Debug)]
pub struct MassRevocation(Rc<Client>);

#[wasm_bindgen]
impl MassRevocation {
    /// Checks the settings. Throws an `InvalidInputError` with every issue at once.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: &JsValue, host: MassHost) -> Result<MassRevocation, JsValue> {
        let settings = MassSettings::new(settings, &host).map_err(|issues| host.invalid(issues, None))?;
        let sender = Sender::new(&settings, &host);
        let rate_limiter = settings.rate_limiter.clone().or_else(|| RateLimiter::from_value(host.rate_limiter()));
        let rate_limiter = rate_limiter.ok_or_else(|| {
            let message = "rateLimiter is required: an object with acquire and onRejected";
            host.refused(Issue::new("rateLimiter", Rule::Required, message), None)
        })?;
        Ok(Self(Rc::new(Client { settings, sender, rate_limiter, host })))
    }

    /// Returns the pacer of the key. `cautious`: the recent use of the key is unknown.
    pub fn pacer(&self, cautious: bool) -> KeyPacer {
        KeyPacer::new(self.0.settings.connection.limits.clone(), cautious, elapsed_ms())
    }

    /// Starts a plan. `call`: `{ signal, onProgress }`.
    pub fn plan(&self, list: &JsValue, options: &JsValue, call: &JsValue) -> Result<PlanInProgress, JsValue> {
        let mut issues = Issues::default();
        let items = issues.collect(items(self.0.input(), list));
        let terms = issues.collect_all(terms(self.0.input(), options));
        let call = issues.collect_all(ProgressOptions::new(self.0.input(), "call", call));
        let all = issues.into_result(items.zip(terms).zip(call)).map_err(|issues| self.0.invalid(issues))?;
        let ((items, terms), call) = all;
        Ok(PlanInProgress::new(&self.0, PlanRequest { items, terms, call }))
    }

    /// Rehearses a plan. Resolves to a `Rehearsal`. `options`: `{ signal, onProgress }`.
    pub fn rehearse(&self, plan: &JsValue, options: &JsValue) -> Promise {
        let mut issues = Issues::default();
        let plan = issues.collect(passed_back(self.0.input(), plan));
        let options = issues.collect_all(ProgressOptions::new(self.0.input(), "options", options));
        let rehearsal = issues.into_result(plan.zip(options)).and_then(|(basis, options)| {
            let rehearsal = mass::Rehearsal::new(basis, job(&self.0.settings, String::new()))
                .map_err(|refusal| Issues(vec![Issue::new("list", Rule::Conflict, refusal.to_string())]))?;
            Ok((rehearsal, options))
        });
        match rehearsal {
            Ok((rehearsal, options)) => super::promise(rehearse(rehearsal, options, self.0.host.clone())),
            Err(issues) => Promise::reject(&self.0.invalid(issues)),
        }
    }

    /// Starts the run of a plan. `options`: `{ journal, confirm, name, signal, byTicks }`.
    pub fn start(&self, plan: &JsValue, options: &JsValue) -> Result<NewRun, JsValue> {
        NewRun::new(&self.0, plan, options)
    }

    /// Validates the options of a resumed run. `options`: `{ signal, byTicks, digest }`.
    #[wasm_bindgen(js_name = resumeOptions)]
    pub fn resume_options(&self, journal: &JsValue, options: &JsValue) -> Result<RunOptions, JsValue> {
        RunOptions::of_resume(self.0.input(), journal, options).map_err(|issues| self.0.invalid(issues))
    }

    /// The timeout of one request, in milliseconds.
    #[wasm_bindgen(getter, js_name = timeoutMs)]
    pub fn timeout_ms(&self) -> u32 {
        self.0.settings.run.timeout_ms
    }
}

impl MassRevocation {
    pub(super) fn client(&self) -> &Rc<Client> {
        &self.0
    }
}
