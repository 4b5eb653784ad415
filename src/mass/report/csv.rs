//! A row of the report as CSV (RFC 4180), safe to open in a spreadsheet.

use super::{
    in_time::InTime,
    row::{Row, skipped},
};
use crate::{
    api::{Proof, RevocationReason, Timestamp},
    mass::{Line, State},
};

const COLUMNS: [&str; 15] = [
    "order_id",
    "state",
    "proof",
    "detail",
    "request_id",
    "revocation_reason",
    "comment",
    "priority",
    "replaced",
    "sends",
    "sent_at",
    "known_at",
    "in_time",
    "journal_line",
    "audit_entry",
];

pub(super) fn header() -> String {
    COLUMNS.join(",") + END
}

const END: &str = "\r\n";

pub(super) fn push_row(text: &mut String, row: &Row) {
    let Row { line, facts, journal_line, audit_entry } = *row;
    let Line { item, state, sends, sent_unix_ms, known_unix_ms, .. } = line;
    let (state_text, reason) = describe(state);
    let time = |ms: Option<u64>| ms.map(Timestamp::from_unix_ms);
    let (sent_at, known_at) = (time(*sent_unix_ms), time(*known_unix_ms));
    let number = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
    let cells: [&str; COLUMNS.len()] = [
        &item.order_id.to_string(),
        state_text,
        proof(state),
        &reason,
        &request_id(state),
        item.reason.or(facts.revocation_reason).map_or("", RevocationReason::as_str),
        item.comment.as_deref().or(facts.comment.as_deref()).unwrap_or_default(),
        &item.priority.to_string(),
        item.replaced.map_or("", |replaced| if replaced { "true" } else { "false" }),
        &sends.to_string(),
        sent_at.as_ref().map_or("", Timestamp::as_str),
        known_at.as_ref().map_or("", Timestamp::as_str),
        in_time(InTime::of(line, facts)),
        &number(journal_line),
        &number(audit_entry),
    ];
    for (nth, cell) in cells.into_iter().enumerate() {
        text.push_str(if nth == 0 { "" } else { "," });
        push(text, cell);
    }
    text.push_str(END);
}

fn in_time(in_time: InTime) -> &'static str {
    match in_time {
        InTime::None => "",
        InTime::Met => "met",
        InTime::Missed => "missed",
        InTime::Open => "open",
        InTime::Unknown => "unknown",
    }
}

/// Returns the state in words, and its reason.
fn describe(state: &State) -> (&'static str, String) {
    match state {
        State::Waiting => ("waiting", String::new()),
        State::Sending => ("sending", String::new()),
        State::Revoked { .. } => ("revoked", String::new()),
        State::Requested { .. } => ("requested", String::new()),
        State::Refused { code, message } if message.is_empty() => ("refused", code.clone()),
        State::Refused { code, message } => ("refused", format!("{code}: {message}")),
        State::Unknown { problem } => ("unknown", problem.clone()),
        State::Held { reason } => ("held", reason.clone()),
        State::Skipped(skip) => ("skipped", skipped(*skip).to_owned()),
    }
}

fn proof(state: &State) -> &'static str {
    match state.proof() {
        None => "",
        Some(Proof::Accepted) => "accepted",
        Some(Proof::Approved) => "approved",
        Some(Proof::Revoked) => "revoked",
    }
}

fn request_id(state: &State) -> String {
    if let State::Requested { request_id } = state { request_id.to_string() } else { String::new() }
}

/// Appends a cell. Quotes it if needed, and adds an apostrophe before text that a spreadsheet would evaluate as a formula (OWASP,
/// "CSV Injection"). That includes text after a separator inside the cell: a program with another separator opens a new cell
/// there, and does not treat a quote in the middle of a cell as one.
fn push(text: &mut String, cell: &str) {
    let is_escaped = is_formula(cell) || cell.starts_with(['\t', '\r', '\n']);
    if !is_escaped && !cell.contains('"') && !cell.contains(SEPARATORS) && cell.trim() == cell {
        return text.push_str(cell);
    }
    text.push_str(if is_escaped { "\"'" } else { "\"" });
    let mut is_first = true;
    for part in cell.split_inclusive(SEPARATORS) {
        if !is_first && is_formula(part.trim_start_matches('"')) {
            text.push('\'');
        }
        is_first = false;
        for (nth, part) in part.split('"').enumerate() {
            text.push_str(if nth == 0 { "" } else { "\"\"" });
            text.push_str(part);
        }
    }
    text.push('"');
}

/// The characters that can end a cell.
const SEPARATORS: [char; 5] = [',', ';', '\t', '\r', '\n'];

/// Whether a spreadsheet can evaluate this text at the start of a cell. Invisible characters in front do not prevent it.
fn is_formula(text: &str) -> bool {
    let visible = text.trim_start_matches(is_invisible);
    visible.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// Whether a character is invisible (Unicode category `Cf`) and can stand in front of text.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0001}' | '\u{e0020}'..='\u{e007f}'
    )
}
