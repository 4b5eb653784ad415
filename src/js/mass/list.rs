//! Reads a list of orders from bytes. The orders are returned as text, which the caller can keep and pass to a plan.

use serde::Serialize;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use super::{
    super::{input::Input, output::to_js},
    host::MassHost,
};
use crate::{
    api::{Fields, Issue, Issues, Rule},
    json::json_text,
    mass::{Format, InputLimits, Item, List, ListInput, ListSummary},
};

/// A valid list.
#[derive(Serialize)]
struct ReadList {
    #[serde(flatten)]
    summary: ListSummary,
    items: String,
}

/// Reads a list in pieces. The file is never in memory as a whole.
#[wasm_bindgen]
#[derive(Debug)]
pub struct ListReader {
    input: ListInput,
    host: MassHost,
}

#[wasm_bindgen]
impl ListReader {
    /// Begins to read a list. `options`: `format` is `csv`, `json-lines` or `ids`; without it the first character distinguishes CSV
    /// from JSON lines. `maxRows` is the maximum number of rows.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &JsValue, host: MassHost) -> Result<ListReader, JsValue> {
        let (format, limits) = read(options).map_err(|issues| host.invalid(issues, None))?;
        Ok(Self { input: ListInput::new(format, limits), host })
    }

    /// Reads the next bytes. They may end anywhere.
    pub fn push(&mut self, bytes: &[u8]) {
        self.input.push(bytes);
    }

    /// Returns the list: `{ orders, mergedRows, ignoredColumns, items }`. Throws an `InvalidListError` that names every bad row.
    pub fn finish(self) -> Result<JsValue, JsValue> {
        let Self { input, host } = self;
        let List { items, merged_rows, ignored_columns } = input.finish().map_err(|rejected| {
            let message = format!("the list is rejected: {rejected}");
            host.invalid_list(&message, &to_js(&rejected.issues), rejected.more)
        })?;
        let summary = ListSummary { orders: items.len(), merged_rows, ignored_columns };
        Ok(to_js(&ReadList { summary, items: json_text(&items) }))
    }
}

fn read(options: &JsValue) -> Result<(Option<Format>, InputLimits), Issues> {
    const FIELDS: [&str; 2] = ["format", "maxRows"];
    let mut issues = Issues::default();
    let fields = issues.collect(Input::without_key().fields("options", options, &FIELDS)).unwrap_or_default();
    issues.collect_all(fields.reject_unknown(&FIELDS));
    let format = issues.collect(format(&fields)).flatten();
    let limits = InputLimits::default();
    let rows = issues.collect(fields.integer("maxRows", 1, limits.rows)).flatten().unwrap_or(limits.rows);
    issues.into_result(Some((format, InputLimits { rows, ..limits })))
}

fn format(fields: &Fields) -> Result<Option<Format>, Issue> {
    match fields.text("format")?.as_deref() {
        None => Ok(None),
        Some("csv") => Ok(Some(Format::Csv)),
        Some("json-lines") => Ok(Some(Format::JsonLines)),
        Some("ids") => Ok(Some(Format::Ids)),
        Some(_) => {
            let message = "format is not known; known are csv, json-lines, ids";
            Err(Issue::new("format", Rule::UnknownValue, message))
        }
    }
}

/// Reads the orders of a list that the caller passes back.
pub(super) fn items(input: Input<'_>, list: &JsValue) -> Result<Vec<Item>, Issue> {
    super::super::input::not_a_promise("list", list)?;
    let wrong = || Issue::new("list", Rule::Type, "list must be the result of readList()");
    let fields = input.known_fields("list", list, &["items"]).map_err(|_| wrong())?;
    let text = fields.text("items").ok().flatten().ok_or_else(wrong)?;
    serde_json::from_str(&text).map_err(|_| wrong())
}
