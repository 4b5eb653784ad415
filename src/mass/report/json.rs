//! A row of the report as JSON, and the start of the document.

use serde::Serialize;

use super::{facts::ReportFacts, in_time::InTime, row::Row, summary::Summary};
use crate::{
    api::{OrderId, Proof, RequestId, RevocationReason},
    json::json_text,
    mass::{Line, SkipReason, State, StateName},
};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Head<'a> {
    #[serde(flatten)]
    facts: &'a ReportFacts,
    summary: &'a Summary,
    orders: [(); 0],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OrderRow<'a> {
    order_id: OrderId,
    state: StateName,
    #[serde(skip_serializing_if = "Option::is_none")]
    proof: Option<Proof>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<RequestId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    skip_reason: Option<SkipReason>,
    #[serde(skip_serializing_if = "Option::is_none")]
    revocation_reason: Option<RevocationReason>,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<&'a str>,
    priority: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    replaced: Option<bool>,
    sends: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    sent_unix_ms: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    known_unix_ms: Option<u64>,
    in_time: InTime,
    #[serde(skip_serializing_if = "Option::is_none")]
    journal_line: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    audit_entry: Option<u64>,
}

/// Returns the document up to the first order.
pub(super) fn head(facts: &ReportFacts, summary: &Summary) -> String {
    let mut text = json_text(&Head { facts, summary, orders: [] });
    text.truncate(text.len().saturating_sub("]}".len()));
    text
}

pub(super) fn push_row(text: &mut String, row: &Row) {
    let Row { line, facts, journal_line, audit_entry } = *row;
    let Line { item, state, sends, sent_unix_ms, known_unix_ms, .. } = line;
    let (code, detail) = match state {
        State::Refused { code, message } => (Some(code.as_str()), Some(message.as_str())),
        State::Unknown { problem: detail } | State::Held { reason: detail } => (None, Some(detail.as_str())),
        _ => (None, None),
    };
    text.push_str(&json_text(&OrderRow {
        order_id: item.order_id,
        state: state.name(),
        proof: state.proof(),
        request_id: if let State::Requested { request_id } = state { Some(*request_id) } else { None },
        code,
        detail,
        skip_reason: if let State::Skipped(skip) = state { Some(*skip) } else { None },
        revocation_reason: item.reason.or(facts.revocation_reason),
        comment: item.comment.as_deref().or(facts.comment.as_deref()),
        priority: item.priority,
        replaced: item.replaced,
        sends: *sends,
        sent_unix_ms: *sent_unix_ms,
        known_unix_ms: *known_unix_ms,
        in_time: InTime::of(line, facts),
        journal_line,
        audit_entry,
    }));
}
