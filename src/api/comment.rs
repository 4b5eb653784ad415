//! Which characters a comment may contain.

use crate::input::{Fields, Issue, Rule};

/// Reads an optional comment.
///
/// # Errors
/// If it is not text, or contains a control character.
pub(crate) fn comment(fields: &Fields, name: &str) -> Result<Option<String>, Issue> {
    let text = fields.text(name)?;
    text.as_deref().map_or(Ok(()), |text| without_control_characters(name, text))?;
    Ok(text)
}

/// Rejects control characters except tabs and line breaks: they are invisible, and some change what a terminal or a log shows.
/// DigiCert documents no limit for the characters of a comment.
///
/// # Errors
/// One issue that names the first such character and its position.
pub(crate) fn without_control_characters(field: &str, text: &str) -> Result<(), Issue> {
    let is_rejected = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    without_characters(field, text, "control character", is_rejected)
}

/// Rejects characters. `kind`: their name, for the message.
///
/// # Errors
/// One issue that names the first such character and its position.
pub(crate) fn without_characters(
    field: &str,
    text: &str,
    kind: &str,
    is_rejected: impl Fn(char) -> bool,
) -> Result<(), Issue> {
    let found = (1..).zip(text.chars()).find(|(_, c)| is_rejected(*c));
    found.map_or(Ok(()), |(nth, c): (usize, char)| Err(rejected(field, kind, nth, c)))
}

#[cold]
#[inline(never)]
fn rejected(field: &str, kind: &str, nth: usize, c: char) -> Issue {
    let message = format!("{field} contains the {kind} U+{:04X} as character {nth}; remove it", u32::from(c));
    Issue::new(field, Rule::Format, message)
}
