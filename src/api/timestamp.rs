//! A moment as DigiCert writes it: ISO 8601 with an offset, kept as text. Not here: arithmetic with time.

use serde::Serialize;

/// A checked ISO 8601 date and time with an offset, exactly as it came, for example `2016-02-10T17:06:15+00:00`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(type = "string"))]
pub struct Timestamp(String);

impl Timestamp {
    /// The text, if it is such a moment.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        is_timestamp(text).then(|| Self(text.to_owned()))
    }

    /// The text as it came.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// `yyyy-mm-ddThh:mm:ss`, then an optional fraction, then `Z` or `+hh:mm`.
fn is_timestamp(text: &str) -> bool {
    let Some((moment, rest)) = text.split_at_checked(19) else { return false };
    moment_is_real(moment) && offset_is_real(after_fraction(rest))
}

fn moment_is_real(text: &str) -> bool {
    let shape = "dddd-dd-ddTdd:dd:dd";
    if !text
        .bytes()
        .zip(shape.bytes())
        .all(|(byte, wanted)| if wanted == b'd' { byte.is_ascii_digit() } else { byte == wanted })
    {
        return false;
    }
    let part =
        |from: usize, to: usize| text.get(from..to).and_then(|digits| digits.parse::<u16>().ok()).unwrap_or(u16::MAX);
    let (year, month, day) = (part(0, 4), part(5, 7), part(8, 10));
    (1..=days_in(year, month)).contains(&day) && part(11, 13) < 24 && part(14, 16) < 60 && part(17, 19) <= 60
}

fn days_in(year: u16, month: u16) -> u16 {
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
        Some(fraction) if fraction.starts_with(|first: char| first.is_ascii_digit()) => {
            fraction.trim_start_matches(|digit: char| digit.is_ascii_digit())
        }
        _ => text,
    }
}

fn offset_is_real(text: &str) -> bool {
    if text == "Z" {
        return true;
    }
    let Some((hours, minutes)) = text.strip_prefix(['+', '-']).and_then(|offset| offset.split_once(':')) else {
        return false;
    };
    let within = |digits: &str, most: u8| digits.len() == 2 && digits.parse::<u8>().is_ok_and(|value| value <= most);
    !text.get(1..).unwrap_or("").contains(['+', '-']) && within(hours, 23) && within(minutes, 59)
}

#[cfg(test)]
mod tests {
    use super::is_timestamp;

    #[test]
    fn takes_iso_8601_with_an_offset_and_nothing_else() {
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
}
