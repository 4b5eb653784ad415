//! Reads JSON lines: one object per line. The crate's own JSON reader keeps ids exact and detects duplicate names.

use super::{csv::duplicate, fields::Field, rows::Rows, values::Value};
use crate::{
    api::{Issue, Rule},
    json::{self, Json, JsonError},
};

pub(super) fn row(record: &str, line: u32, rows: &mut Rows) {
    let fields = match json::parse(record.trim()) {
        Ok(Json::Object(fields)) => fields,
        Ok(_) => return rows.refuse(line, None, no_object("the line is not a JSON object")),
        Err(JsonError::DuplicateName) => {
            let issue = Issue::new("row", Rule::Conflict, "the object has a name twice; keep one");
            return rows.refuse(line, None, issue);
        }
        Err(_) => return rows.refuse(line, None, no_object("the line is not JSON")),
    };
    let mut known: Vec<(Field, Option<u32>, Value<'_>)> = Vec::new();
    let mut is_valid = true;
    for (name, json) in &fields {
        match Field::named(name) {
            Ok(Some(field)) if known.iter().any(|(other, ..)| *other == field) => {
                rows.refuse(line, None, duplicate(name));
                is_valid = false;
            }
            Ok(Some(field)) => known.push((field, None, value(json))),
            Ok(None) => rows.ignore(name),
            Err(issue) => {
                rows.refuse(line, None, issue);
                is_valid = false;
            }
        }
    }
    if is_valid {
        rows.add(line, known);
    }
}

fn no_object(problem: &str) -> Issue {
    let fix = r#"write one complete object per line, for example {"order_id":"123456789"}"#;
    Issue::new("row", Rule::Format, format!("{problem}; {fix}"))
}

fn value<'a>(json: &'a Json<'_>) -> Value<'a> {
    match json {
        Json::Null => Value::Nothing,
        Json::Bool(truth) => Value::Truth(*truth),
        Json::Integer(number) => Value::Whole(*number),
        Json::OtherNumber => Value::Other("a number that is negative, not whole, or over 2^64-1"),
        Json::Text(text) => Value::of_cell(text),
        Json::List(_) => Value::Other("a list"),
        Json::Object(_) => Value::Other("an object"),
    }
}
