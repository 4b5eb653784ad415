//! The cells of one CSV record, as RFC 4180 has them. Not here: where a record ends (`records.rs`), and what a cell means.

use std::borrow::Cow;

/// What may stand between cells.
pub(super) const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// A quote where RFC 4180 allows none; the number of its cell, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct StrayQuote(pub u32);

/// The separator of a header: the one that stands most often outside of quotes. Names hold none of them.
pub(super) fn separator_of(header: &str) -> u8 {
    let mut counts = SEPARATORS.map(|separator| (0, separator));
    let mut quoted = false;
    for byte in header.bytes() {
        quoted ^= byte == b'"';
        for (count, separator) in &mut counts {
            *count += u32::from(!quoted && byte == *separator);
        }
    }
    // The first of equals: a comma, where there is no separator at all.
    counts.into_iter().rev().max_by_key(|(count, _)| *count).map_or(b',', |(_, separator)| separator)
}

/// The cells of a record.
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

/// What stands in quotes, without the quotes, and what follows; nothing if they do not close.
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
