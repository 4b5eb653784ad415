//! A finished plan: its figures, its canonical text, and its own text, which the caller can keep.

use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use super::{
    super::{
        input::{Input, not_a_promise},
        output::to_js,
    },
    host::MassHost,
};
use crate::{
    api::{Issue, Issues, RawValue, Rule},
    mass::{Basis, PlanFigures},
};

/// A finished plan.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Plan {
    text: String,
    canonical: String,
    digest: String,
    figures: PlanFigures,
}

#[wasm_bindgen]
impl Plan {
    /// Restores a plan from its text.
    #[wasm_bindgen(js_name = fromText)]
    pub fn from_text(text: &JsValue, host: &MassHost) -> Result<Plan, JsValue> {
        let (basis, text) = basis_of(text).map_err(|issue| host.refused(issue, None))?;
        Ok(Self::new(basis, text))
    }

    /// Returns a page of the orders of a plan, as `PlanOrderPage` of `pkg/mass/types.d.ts`. `which`: `{ onlySent, offset, limit }`.
    pub fn orders(text: &JsValue, which: &JsValue, host: &MassHost) -> Result<JsValue, JsValue> {
        const FIELDS: [&str; 3] = ["onlySent", "offset", "limit"];
        const DEFAULT_LIMIT: u32 = 100;
        let basis = basis_of(text).map_err(|issue| host.refused(issue, None))?.0;
        let mut issues = Issues::default();
        let fields = issues.collect(Input::without_key().fields("which", which, &FIELDS)).unwrap_or_default();
        issues.collect_all(fields.reject_unknown(&FIELDS));
        let only_sent = issues.collect(fields.boolean("onlySent")).flatten().unwrap_or_default();
        let mut whole = |name| issues.collect(fields.integer(name, 0, u32::MAX)).flatten();
        let (offset, limit) = (whole("offset").unwrap_or_default(), whole("limit").unwrap_or(DEFAULT_LIMIT));
        issues.into_result(Some(())).map_err(|issues| host.invalid(issues, None))?;
        Ok(to_js(&basis.plan().order_page(only_sent, offset as usize, limit as usize)))
    }

    /// The plan as text.
    #[wasm_bindgen(getter)]
    pub fn text(&self) -> String {
        self.text.clone()
    }

    /// The canonical text that people approve.
    #[wasm_bindgen(getter)]
    pub fn canonical(&self) -> String {
        self.canonical.clone()
    }

    /// The SHA-256 digest of the canonical text.
    #[wasm_bindgen(getter)]
    pub fn digest(&self) -> String {
        self.digest.clone()
    }

    /// Its figures, as `PlanFigures` of `pkg/mass/types.d.ts`.
    #[wasm_bindgen(getter)]
    pub fn figures(&self) -> JsValue {
        to_js(&self.figures)
    }
}

/// Reads the text of a plan.
fn basis_of(text: &JsValue) -> Result<(Basis, String), Issue> {
    not_a_promise("text", text)?;
    match Input::without_key().value(text) {
        RawValue::Text(text) => Ok((Basis::from_text(&text).ok_or_else(not_a_plan)?, text)),
        _ => Err(not_a_plan()),
    }
}

impl Plan {
    pub(super) fn new(basis: Basis, text: String) -> Self {
        let plan = basis.plan();
        Self { text, canonical: plan.canonical(), digest: plan.digest(), figures: plan.figures().clone() }
    }
}

fn not_a_plan() -> Issue {
    Issue::new("plan", Rule::Type, "plan must be the result of plan(), or its text")
}

/// Reads a plan that the caller passes back. Its text must be that of its digest.
pub(super) fn passed_back(input: Input<'_>, plan: &JsValue) -> Result<Basis, Issue> {
    not_a_promise("plan", plan)?;
    let fields = input.known_fields("plan", plan, &["text", "digest"]).map_err(|_| not_a_plan())?;
    let text = |name| fields.text(name).ok().flatten().ok_or_else(not_a_plan);
    let basis = Basis::from_text(&text("text")?).ok_or_else(not_a_plan)?;
    let (digest, expected) = (text("digest")?, basis.clone().plan().digest());
    if digest == expected {
        return Ok(basis);
    }
    let message = format!("the text of plan has the digest {expected}; pass the text and the digest of one plan");
    Err(Issue::new("plan", Rule::Conflict, message))
}
