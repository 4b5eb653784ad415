//! The limits of the texts of a run: each text becomes part of a journal line, of the report, and of what an approver reads.

use crate::api::{Issue, Rule, without_characters, without_control_characters};

/// The maximum length of a text, in characters. DigiCert documents no limit for comments. This one keeps 250 orders with comments
/// below the size of a journal line, and lets an approver read a comment.
pub const MAX_TEXT_CHARS: usize = 1000;

/// Checks the comment of a row, or of the whole list.
///
/// # Errors
/// If it is too long, or contains a control character that an approver cannot see.
pub(crate) fn comment(field: &str, text: &str) -> Result<(), Issue> {
    short(field, text)?;
    without_control_characters(field, text)?;
    without_characters(field, text, "bidirectional control character", is_bidi_control)
}

/// Whether a character has the Unicode property `Bidi_Control`: text around it can be shown in another order than it is stored.
fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Checks the name of a run, or the reason of a hold.
///
/// # Errors
/// If it is too long.
pub(crate) fn short(field: &str, text: &str) -> Result<(), Issue> {
    let chars = text.chars().count();
    if chars <= MAX_TEXT_CHARS {
        return Ok(());
    }
    let message = format!("{field} has {chars} characters; shorten it to {MAX_TEXT_CHARS} at most");
    Err(Issue::new(field, Rule::Range, message))
}
