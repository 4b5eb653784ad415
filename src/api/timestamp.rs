//! An ISO 8601 time with an offset, as DigiCert writes it.

use serde::Serialize;

use crate::ascii::decimal;

/// A validated ISO 8601 date and time with an offset, as DigiCert wrote it, for example `2016-02-10T17:06:15+00:00`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(type = "string"))]
pub struct Timestamp(String);

impl Timestamp {
    /// Validates the text.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        is_timestamp(text).then(|| Self(text.to_owned()))
    }

    /// Returns the original text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Creates a time from milliseconds since 1970, in UTC with milliseconds.
    #[must_use]
    pub fn from_unix_ms(ms: u64) -> Self {
        let (seconds, part) = (ms / 1000, ms % 1000);
        let (year, month, day) = date_of(seconds / 86_400);
        let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
        let mut text = String::new();
        for (number, digits, end) in [
            (year, 4, '-'),
            (month, 2, '-'),
            (day, 2, 'T'),
            (hour, 2, ':'),
            (minute, 2, ':'),
            (second, 2, '.'),
            (part, 3, 'Z'),
        ] {
            push_digits(&mut text, number, digits);
            text.push(end);
        }
        Self(text)
    }

    /// Returns the milliseconds since 1970, in whole seconds; 0 for an earlier time.
    #[must_use]
    pub fn unix_ms(&self) -> u64 {
        let number = |from, to| number(&self.0, from, to).unwrap_or_default();
        let local = unix_seconds(number(0, 4), number(5, 7), number(8, 10))
            + number(11, 13) * 3600
            + number(14, 16) * 60
            + number(17, 19);
        let end = self.0.len();
        let offset =
            number(end.saturating_sub(5), end.saturating_sub(3)) * 3600 + number(end.saturating_sub(2), end) * 60;
        let seconds = match self.0.as_bytes().get(end.saturating_sub(6)) {
            Some(b'+') => local.saturating_sub(offset),
            Some(b'-') if !self.0.ends_with('Z') => local + offset,
            _ => local,
        };
        seconds * 1000
    }
}

/// `{:04}` would add the code for padding to the module.
fn push_digits(text: &mut String, number: u64, digits: u32) {
    for place in (0..digits).rev() {
        let digit = number / 10_u64.pow(place) % 10;
        text.push(char::from(b'0' + u8::try_from(digit).unwrap_or_default()));
    }
}

/// Returns the seconds from 1970 to the start of a Gregorian day; 0 before 1970.
pub(crate) fn unix_seconds(year: u64, month: u64, day: u64) -> u64 {
    // In years that start in March, the leap day is the last day (Howard Hinnant, "chrono-compatible low-level date algorithms").
    let shifted = if month > 2 { year } else { year.saturating_sub(1) };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day;
    let days = shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + day_of_year;
    days.saturating_sub(719_469) * 86_400
}

/// Returns year, month and day of a number of days since 1970.
fn date_of(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let era = days / 146_097;
    let day_of_era = days % 146_097;
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    (year, month, day_of_year - (153 * shifted + 2) / 5 + 1)
}

/// `yyyy-mm-ddThh:mm:ss`, then an optional fraction, then `Z` or `+hh:mm`.
fn is_timestamp(text: &str) -> bool {
    let Some((moment, rest)) = text.split_at_checked(19) else { return false };
    is_date_time(moment) && is_offset(after_fraction(rest))
}

fn is_date_time(text: &str) -> bool {
    let shape = "dddd-dd-ddTdd:dd:dd";
    if !text
        .bytes()
        .zip(shape.bytes())
        .all(|(byte, wanted)| if wanted == b'd' { byte.is_ascii_digit() } else { byte == wanted })
    {
        return false;
    }
    let part = |from, to| number(text, from, to).unwrap_or(u64::MAX);
    let (year, month, day) = (part(0, 4), part(5, 7), part(8, 10));
    (1..=days_in(year, month)).contains(&day) && part(11, 13) < 24 && part(14, 16) < 60 && part(17, 19) <= 60
}

/// Reads the decimal digits of a part of a text.
fn number(text: &str, from: usize, to: usize) -> Option<u64> {
    decimal(text.as_bytes().get(from..to)?)
}

fn days_in(year: u64, month: u64) -> u64 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 0,
    }
}

fn after_fraction(text: &str) -> &str {
    match text.strip_prefix('.') {
        Some(fraction) => {
            let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
            if digits == 0 { text } else { fraction.get(digits..).unwrap_or_default() }
        }
        None => text,
    }
}

fn is_offset(text: &str) -> bool {
    let within = |from, to, max| number(text, from, to).is_some_and(|number| number <= max);
    match text.as_bytes() {
        [b'Z'] => true,
        [b'+' | b'-', _, _, b':', _, _] => within(1, 3, 23) && within(4, 6, 59),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Timestamp, is_timestamp};

    #[test]
    fn timestamp_requires_iso_8601_with_an_offset() {
        for good in [
            "2016-02-10T17:06:15+00:00",
            "2016-02-10T17:06:15Z",
            "2024-02-29T23:59:60.123-07:30",
            "2016-12-31T00:00:00.5+14:00",
        ] {
            assert!(is_timestamp(good), "{good}");
        }
        for bad in [
            "",
            "2016-02-10",
            "2016-02-10T17:06:15",
            "2016-02-10 17:06:15+00:00",
            "2023-02-29T00:00:00Z",
            "2016-13-01T00:00:00Z",
            "2016-00-01T00:00:00Z",
            "2016-02-10T24:00:00Z",
            "2016-02-10T17:06:15+0000",
            "2016-02-10T17:06:15.+00:00",
            "2016-02-10T17:06:15z",
            "+016-02-10T17:06:15Z",
            "2016-02-10T17:06:15++1:00",
            "２016-02-10T17:06:15Z",
            "2016-02-10T17:06:15Z ",
        ] {
            assert!(!is_timestamp(bad), "{bad}");
        }
    }

    #[test]
    fn timestamp_converts_to_and_from_unix_milliseconds() {
        let ms = |text: &str| Timestamp::parse(text).unwrap().unix_ms();
        assert_eq!(ms("1970-01-01T00:00:00Z"), 0);
        assert_eq!(ms("2016-02-10T17:06:15+00:00"), 1_455_123_975_000);
        assert_eq!(ms("2016-02-10T19:06:15.250+02:00"), 1_455_123_975_000);
        assert_eq!(ms("2016-02-10T09:36:15-07:30"), 1_455_123_975_000);
        for (ms, text) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (951_782_400_007, "2000-02-29T00:00:00.007Z"),
            (1_455_123_975_250, "2016-02-10T17:06:15.250Z"),
            (4_107_542_399_999, "2100-02-28T23:59:59.999Z"),
        ] {
            assert_eq!(Timestamp::from_unix_ms(ms).as_str(), text);
        }
        for day in 0..60_000 {
            let moment = Timestamp::from_unix_ms(day * 86_400_000);
            assert_eq!((moment.unix_ms(), is_timestamp(moment.as_str())), (day * 86_400_000, true));
        }
    }
}
