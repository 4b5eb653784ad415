//! Splits one CSV record into cells (RFC 4180).

use std::borrow::Cow;

/// The characters that can separate cells.
pub(super) const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// A quote where RFC 4180 does not allow one, with the number of its cell, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct StrayQuote(pub u32);

/// Returns the separator of a header: the most frequent one outside quotes. Column names contain no separators.
pub(super) fn separator_of(header: &str) -> u8 {
    let mut counts = SEPARATORS.map(|separator| (0, separator));
    let mut quoted = false;
    for byte in header.bytes() {
        quoted ^= byte == b'"';
        for (count, separator) in &mut counts {
            *count += u32::from(!quoted && byte == *separator);
        }
    }
    // On a tie the first one wins. Without any separator that is the comma.
    counts.into_iter().rev().max_by_key(|(count, _)| *count).map_or(b',', |(_, separator)| separator)
}

/// Returns the cells of a record.
pub(super) fn cells(record: &str, separator: u8) -> Result<Vec<Cow<'_, str>>, StrayQuote> {
    let separator = char::from(separator);
    let mut cells = Vec::new();
    let mut rest = record;
    loop {
        let stray = StrayQuote(u32::try_from(cells.len() + 1).unwrap_or(u32::MAX));
        let (cell, after) = if let Some(inside) = rest.strip_prefix('"') {
            quoted(inside).ok_or(stray)?
        } else {
            let (cell, after) = rest.split_at(rest.find(separator).unwrap_or(rest.len()));
            if cell.contains('"') {
                return Err(stray);
            }
            (Cow::Borrowed(cell), after)
        };
        cells.push(cell);
        match after.strip_prefix(separator) {
            Some(next) => rest = next,
            None if after.is_empty() => return Ok(cells),
            None => return Err(stray),
        }
    }
}

/// Returns the quoted text without its quotes, and the rest of the record. `None` if the quotes are not closed.
fn quoted(inside: &str) -> Option<(Cow<'_, str>, &str)> {
    let (first, mut rest) = inside.split_once('"')?;
    let mut cell = Cow::Borrowed(first);
    while let Some(more) = rest.strip_prefix('"') {
        let (part, after) = more.split_once('"')?;
        let cell = cell.to_mut();
        cell.push('"');
        cell.push_str(part);
        rest = after;
    }
    Some((cell, rest))
}
