//! A field with one of a few values.

use super::{
    fields::Fields,
    issue::{Issue, Rule},
    raw_value::Given,
    suggest::{listed, nearest},
};

/// A field that takes one of a few words, if given.
pub(crate) fn one_of<T: Copy, const N: usize>(
    fields: &Fields,
    name: &str,
    known: [(&str, T); N],
) -> Result<Option<T>, Issue> {
    let nth = nth_of(fields, name, &known.map(|(spelling, _)| spelling))?;
    Ok(nth.and_then(|nth| known.get(nth)).map(|(_, value)| *value))
}

fn nth_of(fields: &Fields, name: &str, spellings: &[&str]) -> Result<Option<usize>, Issue> {
    let given = fields.get(name);
    let text = match given {
        Given::Missing => return Ok(None),
        Given::Text(text) => text.as_str(),
        _ => "",
    };
    let nth = spellings.iter().position(|spelling| *spelling == text);
    nth.map(Some).ok_or_else(|| {
        let hint = nearest(text, spellings).map_or(String::new(), |near| format!("did you mean {near}? "));
        let message = format!("{name} {} is not known; {hint}known are {}", given.describe(), listed(spellings));
        Issue::new(name, Rule::UnknownValue, message)
    })
}
