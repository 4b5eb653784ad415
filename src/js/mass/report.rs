//! The report of a run at one moment, in pieces. Later changes of the run do not affect it.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};

use super::super::{input::Input, number::whole, value::get};
use crate::{
    api::{Issue, Issues, RawValue, Rule},
    input::wrong_type,
    mass::{self, AuditEntry, Line, ReportFacts},
};

/// A report with every order.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Report {
    facts: ReportFacts,
    lines: Vec<Line>,
    audit_entries: Vec<AuditEntry>,
    format: ReportFormat,
    next: usize,
}

/// The format of a report.
#[derive(Clone, Copy, Debug)]
pub(super) enum ReportFormat {
    Csv,
    Json,
}

#[wasm_bindgen]
impl Report {
    /// Returns the next piece. `undefined` after the last one.
    pub fn next(&mut self) -> Option<String> {
        let report = mass::Report::new(&self.facts, &self.lines).with_audit_entries(&self.audit_entries);
        let piece = match self.format {
            ReportFormat::Csv => report.csv(self.next),
            ReportFormat::Json => report.json(self.next),
        };
        self.next += 1;
        piece
    }
}

impl Report {
    pub(super) fn new(
        facts: ReportFacts,
        lines: Vec<Line>,
        audit_entries: Vec<AuditEntry>,
        format: ReportFormat,
    ) -> Self {
        Self { facts, lines, audit_entries, format, next: 0 }
    }
}

/// The additional input of a report.
pub(super) struct ReportOptions {
    /// The audit log entries with digests of the journal, in the order of the lines.
    pub(super) audit_entries: Vec<AuditEntry>,
    /// The time of the report, in milliseconds since 1970. `None`: now.
    pub(super) at_unix_ms: Option<u64>,
}

impl ReportOptions {
    const FIELDS: [&'static str; 2] = ["auditEntries", "atUnixMs"];

    /// Checks the options of a report.
    pub(super) fn new(options: &JsValue) -> Result<Self, Issues> {
        let mut issues = Issues::default();
        let fields = issues.collect(Input::without_key().fields("options", options, &Self::FIELDS)).unwrap_or_default();
        issues.collect_all(fields.reject_unknown(&Self::FIELDS));
        let at_unix_ms = match fields.get("atUnixMs") {
            RawValue::Missing => None,
            RawValue::Number(ms) if *ms >= 0.0 => Some(whole(*ms)),
            other => issues.collect(Err(wrong_type("atUnixMs", "milliseconds since 1970", other))),
        };
        let audit_entries = match fields.get("auditEntries") {
            RawValue::Missing => Vec::new(),
            _ => issues.collect(audit_entries(options)).unwrap_or_default(),
        };
        issues.into_result(Some(Self { audit_entries, at_unix_ms }))
    }
}

fn audit_entries(options: &JsValue) -> Result<Vec<AuditEntry>, Issue> {
    let wrong = || {
        let message = "auditEntries must be a list of { first, last, entry } with whole numbers";
        Issue::new("auditEntries", Rule::Type, message)
    };
    let list = get(options, "auditEntries").ok().and_then(|list| list.dyn_into::<Array>().ok()).ok_or_else(wrong)?;
    let one = |value: JsValue| {
        let number = |name| {
            let number = get(&value, name).ok()?.as_f64()?;
            (number.fract() == 0.0 && number >= 0.0).then(|| whole(number))
        };
        Some(AuditEntry { first: number("first")?, last: number("last")?, entry: number("entry")? })
    };
    let mut audit_entries: Vec<_> = list.iter().map(one).collect::<Option<_>>().ok_or_else(wrong)?;
    audit_entries.sort_unstable_by_key(|entry| entry.last);
    Ok(audit_entries)
}
