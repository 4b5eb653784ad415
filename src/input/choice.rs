//! A field with one of a few values.

use super::{
    fields::Fields,
    issue::{Issue, Rule},
    raw_value::RawValue,
    suggest::{listed, nearest},
};

/// Reads an optional field with one of a few values.
pub(crate) fn one_of<T: Copy, const N: usize>(
    fields: &Fields,
    name: &str,
    known: [(&str, T); N],
) -> Result<Option<T>, Issue> {
    one_of_value(fields.get(name), name, known)
}

/// A value that is one of a few words. `None` if it is missing.
pub(crate) fn one_of_value<T: Copy, const N: usize>(
    value: &RawValue,
    name: &str,
    known: [(&str, T); N],
) -> Result<Option<T>, Issue> {
    let index = index_of(value, name, &known.map(|(spelling, _)| spelling))?;
    Ok(index.and_then(|index| known.get(index)).map(|(_, meaning)| *meaning))
}

fn index_of(value: &RawValue, name: &str, spellings: &[&str]) -> Result<Option<usize>, Issue> {
    let text = match value {
        RawValue::Missing => return Ok(None),
        RawValue::Text(text) => text.as_str(),
        _ => "",
    };
    let index = spellings.iter().position(|spelling| *spelling == text);
    index.map(Some).ok_or_else(|| {
        let hint = nearest(text, spellings).map_or(String::new(), |near| format!("did you mean {near}? "));
        let message = format!("{name} {} is not known; {hint}known are {}", value.describe(), listed(spellings));
        Issue::new(name, Rule::UnknownValue, message)
    })
}
