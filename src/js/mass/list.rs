//! A list of orders on its way in, piece by piece. What comes out is text, which anybody can keep: `plan.rs` takes it.

use std::cell::RefCell;

use serde::Serialize;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::wasm_bindgen;

use super::{gone, refused, slots::Slots};
use crate::{
    api::{Rule, json_text},
    mass::{Format, Input, InputLimits, Item, List, Rejected, RowIssue},
};

enum Reading {
    On(Box<Input>),
    /// In a format that there is not.
    Unknown,
    Done(Vec<Item>),
}

thread_local! {
    static LISTS: RefCell<Slots<Reading>> = const { RefCell::new(Slots::new()) };
}

/// What is told of a list that was read.
#[derive(Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct ListSummary {
    /// How many orders it names, each once.
    pub orders: usize,
    /// How many rows were about an order that had come before, and agreed with it.
    pub merged: u32,
    /// The names of columns that mean nothing here, once each; no more than a hundred.
    pub ignored: Vec<String>,
}

#[derive(Serialize)]
struct Wrong<'a> {
    message: String,
    rows: &'a [RowIssue],
    more: u32,
}

/// Begins a list: `csv`, `json-lines`, `ids`, or nothing to let its first character tell.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen(js_name = listBegin))]
pub fn list_begin(format: &str) -> usize {
    let reading = |format| Reading::On(Box::new(Input::new(format, InputLimits::default())));
    let reading = match format {
        "" => reading(None),
        "csv" => reading(Some(Format::Csv)),
        "json-lines" => reading(Some(Format::JsonLines)),
        "ids" => reading(Some(Format::Ids)),
        _ => Reading::Unknown,
    };
    LISTS.with_borrow_mut(|lists| lists.put(reading))
}

/// The next bytes. They may end anywhere.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen(js_name = listPush))]
pub fn list_push(list: usize, bytes: &[u8]) {
    LISTS.with_borrow_mut(|lists| {
        if let Some(Reading::On(input)) = lists.get(list) {
            input.push(bytes);
        }
    });
}

/// The end: `{"list":…}`, and then `listItems` gives it; or `{"rejected":…}`, every bad row named.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen(js_name = listFinish))]
pub fn list_finish(list: usize) -> String {
    let input = match LISTS.with_borrow_mut(|lists| lists.take(list)) {
        Some(Reading::On(input)) => input,
        Some(Reading::Unknown) => {
            return refused("format", Rule::UnknownValue, "format is not known; known are csv, json-lines, ids");
        }
        _ => return gone(),
    };
    match input.finish() {
        Ok(List { items, merged, ignored }) => {
            let summary = ListSummary { orders: items.len(), merged, ignored };
            let number = LISTS.with_borrow_mut(|lists| lists.put(Reading::Done(items)));
            format!("{{\"list\":{},\"number\":{number}}}", json_text(&summary))
        }
        Err(rejected) => format!("{{\"rejected\":{}}}", json_text(&wrong(&rejected))),
    }
}

fn wrong(rejected: &Rejected) -> Wrong<'_> {
    let message = format!("nothing of the list is taken: {rejected}");
    Wrong { message, rows: &rejected.issues, more: rejected.more }
}

/// The orders of a list that is right, as text; it is kept here no longer.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen(js_name = listItems))]
pub fn list_items(list: usize) -> String {
    match LISTS.with_borrow_mut(|lists| lists.take(list)) {
        Some(Reading::Done(items)) => json_text(&items),
        _ => String::new(),
    }
}

/// It is read no further: nobody wants it any more.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen(js_name = listDrop))]
pub fn list_drop(list: usize) {
    LISTS.with_borrow_mut(|lists| lists.take(list));
}
