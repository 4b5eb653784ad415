//! The header `Retry-After`: seconds, or a date in one of three formats (RFC 9110, 10.2.3 and 5.6.7).

use crate::{api::unix_seconds, ascii::decimal};

/// Returns the wait in milliseconds, or `None` if the header is invalid. A date in the past is a wait of 0.
#[must_use]
pub fn retry_after_ms(header: &str, now_unix_ms: u64) -> Option<u64> {
    let header = header.trim_ascii();
    if let Some(seconds) = decimal(header.as_bytes()).filter(|seconds| *seconds <= u32::MAX.into()) {
        return Some(seconds * 1000);
    }
    Some(http_date(header)?.saturating_mul(1000).saturating_sub(now_unix_ms))
}

/// Returns the seconds since 1970 of `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` or
/// `Sun Nov  6 08:49:37 1994`. Each has the name of a month and five numbers; only the last format has the year at the end.
fn http_date(text: &str) -> Option<u64> {
    const MONTHS: &[u8; 36] = b"janfebmaraprmayjunjulaugsepoctnovdec";
    let mut month = None;
    let mut numbers = [0_u64; 5];
    let mut count = 0;
    for word in text.as_bytes().split(|byte| matches!(byte, b' ' | b',' | b'-' | b':')) {
        if let Some(number) = decimal(word).filter(|number| *number <= u16::MAX.into()) {
            *numbers.get_mut(count)? = number;
            count += 1;
        } else if let (None, Some(start)) = (month, word.get(..3)) {
            month = MONTHS.chunks(3).position(|name| name.eq_ignore_ascii_case(start));
        }
    }
    let asctime = text.as_bytes().last().is_some_and(u8::is_ascii_digit);
    let [day, second, third, fourth, fifth] = numbers;
    let (year, hour, minute, second) =
        if asctime { (fifth, second, third, fourth) } else { (second, third, fourth, fifth) };
    let year = if year < 100 { year + 2000 } else { year };
    let real = count == 5 && (1..=31).contains(&day) && year >= 1970 && hour < 24 && minute < 60 && second <= 60;
    let start = unix_seconds(year, month? as u64 + 1, day);
    real.then(|| start + hour * 3600 + minute * 60 + second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_accepts_every_format_of_the_rfc() {
        let now = 784_111_777_000; // Sun, 06 Nov 1994 08:49:37 GMT
        for (header, wait) in [
            ("0", Some(0)),
            ("120", Some(120_000)),
            (" 7 ", Some(7000)),
            ("Sun, 06 Nov 1994 08:50:07 GMT", Some(30_000)),
            ("Sunday, 06-Nov-94 08:49:37 GMT", Some(3_155_760_000_000)),
            ("Sun Nov  6 08:49:47 1994", Some(10_000)),
            ("Sun, 06 Nov 1994 08:49:07 GMT", Some(0)),
            ("-1", None),
            ("1.5", None),
            ("99999999999999999999", None),
            ("soon", None),
            ("", None),
            ("Sun, 06 Brumaire 1994 08:49:37 GMT", None),
            ("Sun, 06 Nov 1994 25:49:37 GMT", None),
            ("Sun, 00 Nov 1994 08:49:37 GMT", None),
            ("Sun, 32 Nov 1994 08:49:37 GMT", None),
            ("Sun, 06 Nov 1969 08:49:37 GMT", None),
            ("Sun, 06 Nov 100 08:49:37 GMT", None),
            ("Sun, 06 Nov 1994 24:00:00 GMT", None),
            ("Sun, 06 Nov 1994 08:60:00 GMT", None),
            // A minute may have a leap second.
            ("Sun, 06 Nov 1994 08:49:60 GMT", Some(23_000)),
            ("Sun, 06 Nov 1994 08:49:61 GMT", None),
            ("Sun, 06 Nov 1994 08:49 GMT", None),
            ("1 2 3 4 5 6 Nov", None),
        ] {
            assert_eq!(retry_after_ms(header, now), wait, "{header}");
        }
    }
}
