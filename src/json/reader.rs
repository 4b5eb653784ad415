//! Reads JSON text by RFC 8259. A library would add conversions of fractions and exponents, a sixth of the module, and accepts an
//! object with a duplicate name. Tests compare this reader with the JSON test suite (`tests/package/json-suite.test.js`) and, on generated documents, with `serde_json` (below).

use std::{borrow::Cow, collections::BinaryHeap};

use super::value::Json;
use crate::ascii::decimal;

/// The maximum nesting of lists and objects: deeper than any response, and safe for the stack.
const MAX_DEPTH: u8 = 128;
/// The initial capacity for the fields of an object.
const TYPICAL_FIELDS: usize = 8;
/// Up to this number of fields, names are compared in pairs.
const MAX_PAIRWISE: usize = 12;

/// Why a text is not a JSON document that has one meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum JsonError {
    /// The text is not JSON.
    Invalid,
    /// An object has two fields with one name.
    DuplicateName,
}

/// Reads a whole document.
pub(crate) fn parse(text: &str) -> Result<Json<'_>, JsonError> {
    match read(text) {
        Some((_, true)) => Err(JsonError::DuplicateName),
        Some((json, false)) => Ok(json),
        None => Err(JsonError::Invalid),
    }
}

/// Returns the document, and whether one of its objects has two fields with one name; `None` if the text is not JSON.
fn read(text: &str) -> Option<(Json<'_>, bool)> {
    let mut reader = Reader { text, at: 0, ambiguous: false };
    let json = reader.value(MAX_DEPTH)?;
    (reader.at == text.len()).then_some((json, reader.ambiguous))
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    ambiguous: bool,
}

impl<'a> Reader<'a> {
    /// Returns the next byte; 0 at the end, which is not valid in JSON.
    fn peek(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or_default()
    }

    fn consume(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == byte && byte != 0;
        self.at += usize::from(is_next);
        is_next
    }

    fn skip_whitespace(&mut self) {
        while matches!(self.peek(), b' ' | b'\t' | b'\n' | b'\r') {
            self.at += 1;
        }
    }

    /// Reads a value and the whitespace around it. `depth`: the remaining depth.
    fn value(&mut self, depth: u8) -> Option<Json<'a>> {
        self.skip_whitespace();
        let value = match self.peek() {
            b'{' => self.object(depth.checked_sub(1)?)?,
            b'[' => self.list(depth.checked_sub(1)?)?,
            b'"' => Json::Text(self.string()?),
            b't' => self.word("true", Json::Bool(true))?,
            b'f' => self.word("false", Json::Bool(false))?,
            b'n' => self.word("null", Json::Null)?,
            _ => self.number()?,
        };
        self.skip_whitespace();
        Some(value)
    }

    fn word(&mut self, word: &str, value: Json<'a>) -> Option<Json<'a>> {
        let is_next = self.text.as_bytes().get(self.at..)?.starts_with(word.as_bytes());
        self.at += word.len();
        is_next.then_some(value)
    }

    fn list(&mut self, depth: u8) -> Option<Json<'a>> {
        let mut values = Vec::new();
        self.at += 1;
        self.skip_whitespace();
        if self.consume(b']') {
            return Some(Json::List(values));
        }
        loop {
            values.push(self.value(depth)?);
            if !self.consume(b',') {
                return self.consume(b']').then_some(Json::List(values));
            }
        }
    }

    fn object(&mut self, depth: u8) -> Option<Json<'a>> {
        let mut fields = Vec::with_capacity(TYPICAL_FIELDS);
        self.at += 1;
        self.skip_whitespace();
        if self.consume(b'}') {
            return Some(Json::Object(fields));
        }
        loop {
            self.skip_whitespace();
            let name = self.string()?;
            self.skip_whitespace();
            if !self.consume(b':') {
                return None;
            }
            fields.push((name, self.value(depth)?));
            if !self.consume(b',') {
                break;
            }
        }
        self.ambiguous |= has_duplicate(&fields);
        self.consume(b'}').then_some(Json::Object(fields))
    }

    /// Reads a string. It borrows from the document unless it has an escape sequence.
    fn string(&mut self) -> Option<Cow<'a, str>> {
        if !self.consume(b'"') {
            return None;
        }
        let start = self.plain()?;
        if self.consume(b'"') {
            return Some(Cow::Borrowed(start));
        }
        let mut string = start.to_owned();
        loop {
            string.push(self.escaped()?);
            string.push_str(self.plain()?);
            if self.consume(b'"') {
                return Some(Cow::Owned(string));
            }
        }
    }

    /// Reads the characters up to the next quote, backslash or control character.
    fn plain(&mut self) -> Option<&'a str> {
        let rest = self.text.as_bytes().get(self.at..)?;
        let length = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f))?;
        let start = self.at;
        self.at += length;
        self.text.get(start..self.at)
    }

    fn escaped(&mut self) -> Option<char> {
        if !self.consume(b'\\') {
            return None;
        }
        let letter = self.peek();
        self.at += 1;
        Some(match letter {
            b'"' | b'\\' | b'/' => letter.into(),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => match self.unit()? {
                high @ 0xd800..=0xdbff if self.consume(b'\\') && self.consume(b'u') => match self.unit()? {
                    low @ 0xdc00..=0xdfff => char::from_u32(0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00))?,
                    _ => return None,
                },
                // A lone surrogate is not a character.
                unit => char::from_u32(unit)?,
            },
            _ => return None,
        })
    }

    /// Reads four hexadecimal digits.
    fn unit(&mut self) -> Option<u32> {
        let mut unit = 0;
        for _ in 0..4 {
            unit = unit * 16 + char::from(self.peek()).to_digit(16)?;
            self.at += 1;
        }
        Some(unit)
    }

    fn number(&mut self) -> Option<Json<'a>> {
        let start = self.at;
        let mut is_plain = !self.consume(b'-');
        // No digit follows a leading zero.
        if !self.consume(b'0') {
            self.digits()?;
        }
        let whole = self.text.get(start..self.at)?;
        if self.consume(b'.') {
            is_plain = false;
            self.digits()?;
        }
        if self.consume(b'e') || self.consume(b'E') {
            is_plain = false;
            let _ = self.consume(b'+') || self.consume(b'-');
            self.digits()?;
        }
        let integer = if is_plain { decimal(whole.as_bytes()) } else { None };
        Some(integer.map_or(Json::OtherNumber, Json::Integer))
    }

    /// Reads at least one digit.
    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.peek().is_ascii_digit() {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }
}

/// Returns whether two fields have the same name. Objects of the API have few fields, so comparing pairs is faster than sorting.
fn has_duplicate(fields: &[(Cow<'_, str>, Json<'_>)]) -> bool {
    if fields.len() <= MAX_PAIRWISE {
        let mut rest = fields.iter();
        while let Some((name, _)) = rest.next() {
            if rest.as_slice().iter().any(|(other, _)| other == name) {
                return true;
            }
        }
        return false;
    }
    // A heap adds the least code to the module.
    let mut names: BinaryHeap<&str> = fields.iter().map(|(name, _)| &**name).collect();
    let mut last = None;
    std::iter::from_fn(|| names.pop()).any(|name| last.replace(name) == Some(name))
}

// The tests compare with serde_json on generated documents; `proptest` is not for WebAssembly.
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::{Json, read};

    /// What `serde_json` makes of a document. It takes the last of two fields of one name, and refuses a number that no
    /// float can hold.
    fn peer(value: &Value) -> Json<'_> {
        match value {
            Value::Null => Json::Null,
            Value::Bool(truth) => Json::Bool(*truth),
            Value::Number(number) => number.as_u64().map_or(Json::OtherNumber, Json::Integer),
            Value::String(text) => Json::Text(text.into()),
            Value::Array(values) => Json::List(values.iter().map(peer).collect()),
            Value::Object(fields) => {
                Json::Object(fields.iter().map(|(name, value)| (name.into(), peer(value))).collect())
            }
        }
    }

    fn sorted(json: Json<'_>) -> Json<'_> {
        match json {
            Json::List(values) => Json::List(values.into_iter().map(sorted).collect()),
            Json::Object(fields) => {
                let mut fields: Vec<_> = fields.into_iter().map(|(name, value)| (name, sorted(value))).collect();
                fields.sort_by(|(a, _), (b, _)| a.cmp(b));
                Json::Object(fields)
            }
            json => json,
        }
    }

    fn same_as_peer(text: &str) -> Result<(), TestCaseError> {
        match (read(text), serde_json::from_str::<Value>(text)) {
            (Some((json, false)), Ok(value)) => prop_assert_eq!(sorted(json), peer(&value)),
            (Some((_, true)), Ok(_)) | (None, Err(_)) => {}
            (ours, theirs) => {
                prop_assert!(theirs.is_err_and(|error| error.to_string().contains("out of range")), "{:?}", ours);
            }
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        #[test]
        fn json_and_nearly_json_read_as_serde_json_reads_it(
            parts in prop::collection::vec(prop::sample::select(vec![
                "{", "}", "[", "]", ",", ":", "\"a\"", "\"b\"", "\"", "\\", "\\u", "d83d", "\\ude00", "\\n", "00e9", " ", "\t", "\u{1}",
                "true", "false", "null", "0", "1", "-", "18446744073709551615", "18446744073709551616", ".5", "e", "E+", "7", "é", "\u{feff}",
            ]), 0..12),
        ) {
            same_as_peer(&parts.concat())?;
        }

        #[test]
        fn a_document_reads_as_serde_json_wrote_it(text in "\\PC*", id in any::<u64>(), float in any::<f64>(), deep in 0_usize..100) {
            let value = serde_json::json!({ text.clone(): [id, float, null], "list": [{ "text": text }, [], {}] });
            let nested = "[".repeat(deep) + &value.to_string() + &"]".repeat(deep);
            same_as_peer(&nested)?;
            // Cut anywhere, it is no document.
            let half: String = nested.chars().take(nested.chars().count() / 2).collect();
            same_as_peer(&half)?;
        }
    }

    #[test]
    fn a_name_twice_is_told_and_depth_has_an_end() {
        assert_eq!(read(r#"{"a":1,"b":{"c":1,"c":1}}"#).map(|(_, twice)| twice), Some(true));
        assert_eq!(read(r#"{"a":1,"\u0061":2}"#).map(|(_, twice)| twice), Some(true));
        let many = (0..40).fold(String::new(), |all, nth| all + &format!("\"n{nth}\":0,"));
        assert_eq!(read(&format!("{{{many}\"m\":0}}")).map(|(_, twice)| twice), Some(false));
        assert_eq!(read(&format!("{{{many}\"n7\":0}}")).map(|(_, twice)| twice), Some(true));
        let nested = |deep| "[".repeat(deep) + &"]".repeat(deep);
        assert!(read(&nested(128)).is_some() && read(&nested(129)).is_none() && read(&nested(1_000_000)).is_none());
    }
}
