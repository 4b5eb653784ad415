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
    api::{Fields, Given, Issue, Issues, OrderId, RevocationReason, Rule},
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
    let fields = issues.take(input.fields("options", options, &FIELDS)).unwrap_or_default();
    issues.gather(fields.only(&FIELDS));
    let terms = Terms {
        reason: issues.take(RevocationReason::from_field(&fields, "revocationReason")).flatten(),
        comment: issues.take(fields.text("comment")).flatten(),
        skip_approval: issues.take(fields.truth("skipApproval")).flatten().unwrap_or_default(),
        deadline: issues.take(deadline(options, &fields)).flatten(),
        only_replaced: issues.take(fields.truth("onlyReplaced")).flatten().unwrap_or_default(),
        holds: issues.gather(holds(input, options, &fields)).unwrap_or_default(),
    };
    issues.none_or(Some(terms))
}

/// Reads the deadline: a `Date`, or hours from now.
fn deadline(options: &JsValue, fields: &Fields) -> Result<Option<Deadline>, Issue> {
    match fields.get("deadline") {
        Given::Missing | Given::Number(_) => Ok(fields.whole("deadline", 1, 8784)?.map(Deadline::InHours)),
        Given::Other("a Date") => {
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
    let wrong = |got: &Given| wrong_type("holds", HOLDS, got);
    let one = |issue| Issues(vec![issue]);
    let pairs = match fields.get("holds") {
        Given::Missing => return Ok(BTreeMap::new()),
        Given::Other("a Map") => {
            let map = get(options, "holds").unwrap_or_default();
            let entries = array_from(&map).map_err(|_| one(wrong(&Given::Other("a Map that cannot be read"))))?;
            let pair = |entry: JsValue| {
                let entry = entry.dyn_into::<Array>().unwrap_or_default();
                (input.value(&entry.get(0)), input.value(&entry.get(1)))
            };
            entries.iter().map(pair).collect::<Vec<_>>()
        }
        Given::Other(kind @ ("a Set" | "an array")) => {
            let message = format!("holds must be {HOLDS}, got {kind}; write {{ \"123456789\": \"the reason\" }}");
            return Err(one(Issue::new("holds", Rule::Type, message)));
        }
        Given::Other("an object") => {
            let holds = get(options, "holds").unwrap_or_default();
            let fields = input
                .fields("holds", &holds, &[])
                .map_err(|_| one(wrong(&Given::Other("an object that is not plain"))))?;
            fields.0.into_iter().map(|(order_id, why)| (Given::Text(order_id), why)).collect()
        }
        other => return Err(one(wrong(other))),
    };
    let mut issues = Issues::default();
    let mut holds = BTreeMap::new();
    for (order_id, why) in pairs {
        let order_id = issues.take(OrderId::from_given("holds", &order_id));
        let why = match why {
            Given::Text(why) if !why.trim().is_empty() => Some(why),
            other => {
                issues.0.push(wrong(&other));
                None
            }
        };
        if let (Some(order_id), Some(why)) = (order_id, why) {
            holds.insert(order_id, why);
        }
    }
    issues.none_or(Some(holds))
}
