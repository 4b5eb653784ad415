//! Validates the options of a plan, and collects every issue.

use std::collections::BTreeMap;

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};

use super::super::{
    input::Input,
    number::whole,
    value::{get, method},
};
use crate::{
    api::{Fields, Issue, Issues, OrderId, RawValue, RevocationReason, Rule, Timestamp},
    input::wrong_type,
    mass::{Terms, texts},
};

#[wasm_bindgen]
extern "C" {
    /// Returns the items of an iterable. Its iterator can throw.
    #[wasm_bindgen(catch, js_namespace = ["Array"], js_name = from)]
    fn array_from(iterable: &JsValue) -> Result<Array, JsValue>;
}

const FIELDS: [&str; 6] = ["revocationReason", "comment", "skipApproval", "deadline", "onlyReplaced", "holds"];
const HOLDS: &str = "an object with a reason for each order id";

/// Reads the options of a plan.
pub(super) fn terms(input: Input<'_>, options: &JsValue) -> Result<Terms, Issues> {
    let mut issues = Issues::default();
    let fields = issues.collect(input.fields("options", options, &FIELDS)).unwrap_or_default();
    issues.collect_all(fields.reject_unknown(&FIELDS));
    let terms = Terms {
        reason: issues.collect(RevocationReason::from_field(&fields, "revocationReason")).flatten(),
        comment: issues.collect(comment(&fields)).flatten(),
        skip_approval: issues.collect(fields.boolean("skipApproval")).flatten().unwrap_or_default(),
        deadline_unix_ms: issues.collect(deadline_unix_ms(options, &fields)).flatten(),
        only_replaced: issues.collect(fields.boolean("onlyReplaced")).flatten().unwrap_or_default(),
        holds: issues.collect_all(holds(input, options, &fields)).unwrap_or_default(),
    };
    issues.into_result(Some(terms))
}

fn comment(fields: &Fields) -> Result<Option<String>, Issue> {
    let text = fields.text("comment")?;
    text.as_deref().map_or(Ok(()), |text| texts::comment("comment", text))?;
    Ok(text)
}

/// Reads the deadline: a `Date`, or an ISO 8601 date and time with an offset. A number is refused, because hours and
/// milliseconds look alike.
fn deadline_unix_ms(options: &JsValue, fields: &Fields) -> Result<Option<u64>, Issue> {
    let out_of_range = || Issue::new("deadline", Rule::Range, "deadline must be a valid date after 1970");
    match fields.get("deadline") {
        RawValue::Missing => Ok(None),
        RawValue::Text(text) => {
            let wrong = || {
                let message = "deadline must be an ISO 8601 date and time with an offset, for example \
                               2026-12-01T12:00:00Z";
                Issue::new("deadline", Rule::Format, message)
            };
            let unix_ms = Timestamp::parse(text).ok_or_else(wrong)?.unix_ms();
            if unix_ms > 0 { Ok(Some(unix_ms)) } else { Err(out_of_range()) }
        }
        RawValue::Number(_) => {
            let message = "deadline must be a Date or an ISO 8601 string, got a number; for 24 hours from now, pass \
                           new Date(Date.now() + 24 * 3_600_000)";
            Err(Issue::new("deadline", Rule::Type, message))
        }
        RawValue::Other("a Date") => {
            let date = get(options, "deadline").unwrap_or_default();
            let ms = method(&date, "getTime").and_then(|time| time.call0(&date).ok()).and_then(|ms| ms.as_f64());
            Ok(Some(whole(ms.filter(|ms| *ms >= 0.0).ok_or_else(out_of_range)?)))
        }
        other => Err(wrong_type("deadline", "a Date or an ISO 8601 string", other)),
    }
}

/// Reads the holds, each with a reason: an object or a Map.
fn holds(input: Input<'_>, options: &JsValue, fields: &Fields) -> Result<BTreeMap<OrderId, String>, Issues> {
    let wrong = |got: &RawValue| wrong_type("holds", HOLDS, got);
    let one = |issue| Issues(vec![issue]);
    let pairs = match fields.get("holds") {
        RawValue::Missing => return Ok(BTreeMap::new()),
        RawValue::Other("a Map") => {
            let map = get(options, "holds").unwrap_or_default();
            let entries = array_from(&map).map_err(|_| one(wrong(&RawValue::Other("a Map that cannot be read"))))?;
            let pair = |entry: JsValue| {
                let entry = entry.dyn_into::<Array>().unwrap_or_default();
                (input.value(&entry.get(0)), input.value(&entry.get(1)))
            };
            entries.iter().map(pair).collect::<Vec<_>>()
        }
        RawValue::Other(kind @ ("a Set" | "an array")) => {
            let message = format!("holds must be {HOLDS}, got {kind}; write {{ \"123456789\": \"the reason\" }}");
            return Err(one(Issue::new("holds", Rule::Type, message)));
        }
        RawValue::Other("an object") => {
            let holds = get(options, "holds").unwrap_or_default();
            let fields = input
                .fields("holds", &holds, &[])
                .map_err(|_| one(wrong(&RawValue::Other("an object that is not plain"))))?;
            fields.0.into_iter().map(|(order_id, reason)| (RawValue::Text(order_id), reason)).collect()
        }
        other => return Err(one(wrong(other))),
    };
    let mut issues = Issues::default();
    let mut holds = BTreeMap::new();
    for (order_id, reason) in pairs {
        let order_id = issues.collect(OrderId::from_input("holds", &order_id));
        let reason = match reason {
            RawValue::Text(reason) if !reason.trim().is_empty() => {
                issues.collect(texts::short("holds", &reason));
                Some(reason)
            }
            other => {
                issues.0.push(wrong(&other));
                None
            }
        };
        if let (Some(order_id), Some(reason)) = (order_id, reason) {
            holds.insert(order_id, reason);
        }
    }
    issues.into_result(Some(holds))
}
