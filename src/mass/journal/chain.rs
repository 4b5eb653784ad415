//! The chain of a journal: each line ends with a digest over itself and every line before it. A line that was changed, removed,
//! inserted or moved breaks the chain where it happened. Lines that were removed at the end do not: an append that a crash
//! prevented looks the same.

use super::{entry::Entry, parse::unreadable, problem::JournalProblem};
use crate::{
    json::json_text,
    mass::sha256::{DIGEST_BYTES, digest, push_hex},
};

/// The text between an entry and its link, and after the link.
const BEFORE: &str = r#","chain":""#;
const AFTER: &str = r#""}"#;
/// The number of bytes of the digest that a line contains: enough that no two journals have the same links by chance.
const LINK_BYTES: usize = 16;

/// The digest over the lines of a journal. Each line of one journal must be written with the same chain, in the order of the
/// journal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JournalChain([u8; DIGEST_BYTES]);

impl JournalChain {
    /// Returns an entry as the next line of the journal, without a line end.
    #[must_use]
    pub fn line(&mut self, entry: &Entry) -> String {
        let mut line = json_text(entry);
        // The brace that ends the entry follows the link.
        line.pop();
        self.0 = digest(&[&self.0, line.as_bytes()]);
        line.push_str(BEFORE);
        self.push_link(&mut line);
        line.push_str(AFTER);
        line
    }

    /// Reads the next line of the journal.
    ///
    /// # Errors
    /// If it is not an entry, has another version, or does not follow the line before it. The chain has not changed then.
    pub fn read(&mut self, line: &str) -> Result<Entry, JournalProblem> {
        let (entry, hex) = split(line).ok_or_else(|| unreadable(line))?;
        let next = Self(digest(&[&self.0, entry.as_bytes()]));
        let mut expected = String::new();
        next.push_link(&mut expected);
        let mut text = entry.to_owned();
        text.push('}');
        let entry = Entry::from_json(&text)?;
        if hex != expected {
            return Err(JournalProblem::BrokenChain);
        }
        *self = next;
        Ok(entry)
    }

    fn push_link(&self, text: &mut String) {
        push_hex(text, self.0.get(..LINK_BYTES).unwrap_or_default());
    }
}

/// Returns the entry of a line without its last brace, and the link.
fn split(line: &str) -> Option<(&str, &str)> {
    let rest = line.strip_suffix(AFTER)?;
    let (entry, hex) = rest.split_at_checked(rest.len().checked_sub(2 * LINK_BYTES)?)?;
    Some((entry.strip_suffix(BEFORE)?, hex))
}
