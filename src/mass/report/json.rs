//! A row of the report as JSON, and the start of the document.

use serde::Serialize;

use super::{facts::ReportFacts, in_time::InTime, row::Row, summary::Summary};
use crate::{
    api::{OrderId, Proof, RequestId, RevocationReason, Timestamp},
    json::json_text,
    mass::{Line, Skip, State, StateName},
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
    why: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    skip: Option<Skip>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<RevocationReason>,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<&'a str>,
    priority: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    replaced: Option<bool>,
    sends: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    sent_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    known_at: Option<Timestamp>,
    in_time: InTime,
    #[serde(skip_serializing_if = "Option::is_none")]
    journal_line: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    record_entry: Option<u64>,
}

/// Returns the document up to the first order.
pub(super) fn head(facts: &ReportFacts, summary: &Summary) -> String {
    let mut text = json_text(&Head { facts, summary, orders: [] });
    text.truncate(text.len().saturating_sub("]}".len()));
    text
}

pub(super) fn push_row(text: &mut String, row: &Row) {
    let Row { line, facts, journal_line, record_entry } = *row;
    let Line { item, state, sends, sent_unix_ms, known_unix_ms, .. } = line;
    let (code, why) = match state {
        State::Refused { code, message } => (Some(code.as_str()), Some(message.as_str())),
        State::Unknown { why } | State::Held { why } => (None, Some(why.as_str())),
        _ => (None, None),
    };
    text.push_str(&json_text(&OrderRow {
        order_id: item.order_id,
        state: state.name(),
        proof: state.proof(),
        request_id: if let State::Requested { request_id } = state { Some(*request_id) } else { None },
        code,
        why,
        skip: if let State::Skipped(skip) = state { Some(*skip) } else { None },
        reason: item.reason.or(facts.reason),
        comment: item.comment.as_deref().or(facts.comment.as_deref()),
        priority: item.priority,
        replaced: item.replaced,
        sends: *sends,
        sent_at: sent_unix_ms.map(Timestamp::from_unix_ms),
        known_at: known_unix_ms.map(Timestamp::from_unix_ms),
        in_time: InTime::of(line, facts),
        journal_line,
        record_entry,
    }));
}
