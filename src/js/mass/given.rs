//! What a caller gave, read from the JSON that `pkg/given.js` makes of JavaScript values. Text, truth and `null` stand for
//! themselves; anything else is an object that names what it is: `{"number":"1.5"}`, `{"bigint":"7"}`, `{"list":[…]}`,
//! `{"fields":[["name",…]]}`, `{"other":"a function"}`, and `{}` for nothing at all.

use crate::api::{Fields, Given, Issue, Json, Rule};

/// What else a value can be, as a sentence names it.
const KINDS: [&str; 12] = [
    "a function",
    "a symbol",
    "an array",
    "an object",
    "text that is not valid UTF-16",
    "an object that does not let itself be read",
    "a field that cannot be read",
    "an AbortSignal",
    "bytes",
    A_KEY,
    NO_KEY,
    ODD_KEY,
];
/// A key that can stand in a header.
pub(super) const A_KEY: &str = "a string";
/// A key without a character.
pub(super) const NO_KEY: &str = "an empty string";
/// A key with a character that cannot stand in a header.
pub(super) const ODD_KEY: &str = "a string that cannot stand in a header";

/// One value.
pub(super) fn given(json: &Json) -> Given {
    let named = |name| json.field(name).as_text();
    match json {
        Json::Null => Given::Null,
        Json::Bool(truth) => Given::Bool(*truth),
        Json::Text(text) => Given::Text(text.clone()),
        _ if json.field("fields").as_list().is_some() => Given::Other("an object"),
        _ if json.field("list").as_list().is_some() => Given::Other("an array"),
        _ => match (named("number"), named("bigint"), named("other")) {
            (Some(number), ..) => Given::Number(number.parse().map_or(f64::NAN, whole)),
            (_, Some(digits), _) => Given::BigInt(digits.to_owned()),
            (_, _, Some(kind)) => Given::Other(KINDS.into_iter().find(|known| *known == kind).unwrap_or("a value")),
            _ => Given::Missing,
        },
    }
}

fn whole(number: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "it was a JavaScript number before it was text")]
    let number = number as f64;
    number
}

/// The named fields of an object; no object at all is no fields.
pub(super) fn fields(name: &str, json: &Json) -> Result<Fields, Issue> {
    let Some(fields) = json.field("fields").as_list() else {
        return match given(json) {
            Given::Missing => Ok(Fields::default()),
            other => {
                let message = format!("{name} must be an object with named fields, got {}", other.describe());
                Err(Issue::new(name, Rule::Type, message))
            }
        };
    };
    let pair = |pair: &Json| match pair.as_list() {
        Some([Json::Text(name), value]) => Some((name.clone(), given(value))),
        _ => None,
    };
    Ok(Fields(fields.iter().filter_map(pair).collect()))
}

/// One of the fields as it came, for what is more than a plain value.
pub(super) fn field<'a>(json: &'a Json, name: &str) -> Option<&'a Json> {
    json.field("fields").as_list()?.iter().find_map(|pair| match pair.as_list() {
        Some([Json::Text(given), value]) if given == name => Some(value),
        _ => None,
    })
}
