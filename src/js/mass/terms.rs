//! Validates the options of a plan, and collects every issue.

use std::collections::BTreeMap;

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};

use super::{
    super::{
        input::Input,
        value::{get, method},
    },
    whole,
};
use crate::{
    api::{Fields, Issue, Issues, OrderId, RawValue, RevocationReason, Rule},
    input::wrong_type,
    mass::{Deadline, Terms},
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
        comment: issues.collect(fields.text("comment")).flatten(),
        skip_approval: issues.collect(fields.boolean("skipApproval")).flatten().unwrap_or_default(),
        deadline: issues.collect(deadline(options, &fields)).flatten(),
        only_replaced: issues.collect(fields.boolean("onlyReplaced")).flatten().unwrap_or_default(),
        holds: issues.collect_all(holds(input, options, &fields)).unwrap_or_default(),
    };
    issues.into_result(Some(terms))
}

/// Reads the deadline: a `Date`, or hours from now.
fn deadline(options: &JsValue, fields: &Fields) -> Result<Option<Deadline>, Issue> {
    match fields.get("deadline") {
        RawValue::Missing | RawValue::Number(_) => Ok(fields.integer("deadline", 1, 8784)?.map(Deadline::InHours)),
        RawValue::Other("a Date") => {
            let date = get(options, "deadline").unwrap_or_default();
            let ms = method(&date, "getTime").and_then(|time| time.call0(&date).ok()).and_then(|ms| ms.as_f64());
            let ms = ms.filter(|ms| *ms >= 0.0);
            let wrong = || Issue::new("deadline", Rule::Range, "deadline must be a valid date after 1970");
            Ok(Some(Deadline::At(whole(ms.ok_or_else(wrong)?))))
        }
        other => Err(wrong_type("deadline", "a Date, or a number of hours from now", other)),
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
            fields.0.into_iter().map(|(order_id, why)| (RawValue::Text(order_id), why)).collect()
        }
        other => return Err(one(wrong(other))),
    };
    let mut issues = Issues::default();
    let mut holds = BTreeMap::new();
    for (order_id, why) in pairs {
        let order_id = issues.collect(OrderId::from_input("holds", &order_id));
        let why = match why {
            RawValue::Text(why) if !why.trim().is_empty() => Some(why),
            other => {
                issues.0.push(wrong(&other));
                None
            }
        };
        if let (Some(order_id), Some(why)) = (order_id, why) {
            holds.insert(order_id, why);
        }
    }
    issues.into_result(Some(holds))
}
