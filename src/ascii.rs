//! Searching and reading ASCII text byte by byte. `str::split_once`, `str::find` and `str::parse` do the same; each brings
//! a general searcher or a parser for its type of number, and the module is downloaded.

/// Splits a text at the first byte of this value, which must be ASCII.
pub(crate) fn split_once(text: &str, separator: u8) -> Option<(&str, &str)> {
    let (start, rest) = text.split_at_checked(position(text, separator)?)?;
    Some((start, rest.get(1..)?))
}

/// Returns the index of the first byte of this value.
pub(crate) fn position(text: &str, wanted: u8) -> Option<usize> {
    text.bytes().position(|byte| byte == wanted)
}

/// Reads decimal digits, at least one. A sign or a blank is no digit.
#[inline(never)]
pub(crate) fn decimal(digits: &[u8]) -> Option<u64> {
    const MAX_TENTH: u64 = u64::MAX / 10;
    let number = digits.iter().try_fold(0_u64, |number, byte| {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 || number > MAX_TENTH { None } else { (number * 10).checked_add(digit.into()) }
    });
    number.filter(|_| !digits.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn split_once_splits_at_the_first_separator() {
        assert_eq!(split_once("a|b|c", b'|'), Some(("a", "b|c")));
        assert_eq!(split_once("é|", b'|'), Some(("é", "")));
        assert_eq!(split_once("a", b'|'), None);
    }

    #[test]
    fn decimal_is_exact_up_to_the_largest_number() {
        assert_eq!(decimal(b"0"), Some(0));
        assert_eq!(decimal(b"007"), Some(7));
        assert_eq!(decimal(b"18446744073709551615"), Some(u64::MAX));
        for wrong in
            ["18446744073709551616", "18446744073709551620", "99999999999999999999", "", "+1", "-1", " 1", "1a"]
        {
            assert_eq!(decimal(wrong.as_bytes()), None, "{wrong}");
        }
    }
}
