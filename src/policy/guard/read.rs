//! Reads the input of the rules from JSON. One small tree replaces one decoder for each type, because the module is downloaded.
//! Every value that is not understood is an issue with its path. Its place is taken by a placeholder until the whole input is read,
//! because an early return from each field is the larger part of a decoder.

use std::num::NonZeroU8;

use super::time::{Minutes, UnixMs};
use crate::{
    api::{Decision, Issue, Issues, OrderId, RevocationReason, Rule},
    input::listed,
    json::{Json, JsonError, parse},
};

/// A type that can be read from JSON.
pub(crate) trait Read {
    /// Reads a value, or adds an issue and returns a placeholder.
    fn read(json: &Json<'_>, reader: &mut Reader) -> Self;
}

/// The issues so far, and the path of the current value.
#[derive(Default)]
pub(crate) struct Reader {
    path: String,
    issues: Issues,
}

/// Reads a whole text.
///
/// # Errors
/// Every issue, with the path of the value.
pub(crate) fn from_json<T: Read>(text: &str) -> Result<T, Issues> {
    let mut value = None;
    read(text, &mut |json, reader| value = Some(T::read(json, reader)))?;
    value.ok_or_else(Issues::default)
}

/// Reads a text, and applies a rule. Without generics, because each rule of the module would have a copy.
///
/// # Errors
/// Every issue, with the path of the value.
pub(crate) fn read(text: &str, apply: &mut dyn FnMut(&Json<'_>, &mut Reader)) -> Result<(), Issues> {
    let mut reader = Reader::default();
    match parse(text) {
        Ok(json) => apply(&json, &mut reader),
        Err(JsonError::Invalid) => reader.issue(Rule::Format, "must be a value that can be written as JSON"),
        Err(JsonError::DuplicateName) => reader.issue(Rule::Format, "must not have two fields with one name"),
    }
    if reader.is_valid() { Ok(()) } else { Err(reader.issues) }
}

impl Reader {
    /// Whether there is no issue so far.
    pub(crate) fn is_valid(&self) -> bool {
        self.issues.0.is_empty()
    }

    /// Adds an issue with the current value.
    #[cold]
    #[inline(never)]
    pub(super) fn issue(&mut self, rule: Rule, fix: &str) {
        let path = if self.path.is_empty() { "input" } else { &self.path };
        self.issues.push(Issue::new(path, rule, [path, " ", fix].concat()));
    }

    /// Adds an issue with every unknown field of an object, or one if it is none.
    #[inline(never)]
    pub(super) fn known(&mut self, json: &Json<'_>, known: &[&str]) {
        let Json::Object(fields) = json else { return self.issue(Rule::Type, "must be an object") };
        for (name, _) in fields {
            if !known.contains(&&**name) {
                self.issue(
                    Rule::UnknownField,
                    &["has the unknown field ", &**name, "; known are ", &listed(known)].concat(),
                );
            }
        }
    }

    /// Enters a field. Returns the length of the path before.
    #[inline(never)]
    fn enter(&mut self, name: &str) -> usize {
        let length = self.path.len();
        if length > 0 && !name.starts_with('[') {
            self.path.push('.');
        }
        self.path.push_str(name);
        length
    }

    /// Reads a required field. A value that is no object has one issue itself, and none for each field.
    pub(super) fn required<T: Read>(&mut self, json: &Json<'_>, name: &str) -> T {
        let before = self.enter(name);
        let field = present(json, name);
        let issues = self.issues.0.len();
        let value = T::read(field.unwrap_or(&Json::Null), self);
        if field.is_none() {
            self.missing(json, issues);
        }
        self.path.truncate(before);
        value
    }

    /// Replaces the issues of a missing value by one.
    #[cold]
    #[inline(never)]
    fn missing(&mut self, parent: &Json<'_>, issues: usize) {
        self.issues.0.truncate(issues);
        if matches!(parent, Json::Object(_)) {
            self.issue(Rule::Required, "is required");
        }
    }

    /// Reads an optional field.
    pub(super) fn optional<T: Read>(&mut self, json: &Json<'_>, name: &str) -> Option<T> {
        let field = present(json, name)?;
        Some(self.at(name, field))
    }

    /// Reads a value by its name or its position.
    pub(super) fn at<T: Read>(&mut self, name: &str, json: &Json<'_>) -> T {
        let before = self.enter(name);
        let value = T::read(json, self);
        self.path.truncate(before);
        value
    }
}

#[inline(never)]
fn present<'a, 'j>(json: &'a Json<'j>, name: &str) -> Option<&'a Json<'j>> {
    let Json::Object(fields) = json else { return None };
    fields.iter().find(|(key, _)| key == name).map(|(_, value)| value)
}

/// Implements [`Read`] for a struct: the fields by their JavaScript names, and the optional ones with their default.
macro_rules! record {
    (
        $type:ty { $($field:ident: $name:literal),* $(,)? }
        $(optional { $($other:ident: $other_name:literal = $default:expr),* $(,)? })?
        $(ignored { $($ignored:literal),* })?
    ) => {
        impl $crate::policy::guard::read::Read for $type {
            #[inline(never)]
            fn read(json: &$crate::json::Json<'_>, reader: &mut $crate::policy::guard::read::Reader) -> Self {
                reader.known(json, &[$($name,)* $($($other_name,)*)? $($($ignored,)*)?]);
                Self {
                    $($field: reader.required(json, $name),)*
                    $($($other: reader.optional(json, $other_name).unwrap_or_else(|| $default),)*)?
                }
            }
        }
    };
}
pub(super) use record;

/// Implements [`Read`] for an enum of words.
macro_rules! words {
    ($type:ident { $first:ident: $first_word:literal $(, $variant:ident: $word:literal)* $(,)? }) => {
        impl $crate::policy::guard::read::Read for $type {
            fn read(json: &$crate::json::Json<'_>, reader: &mut $crate::policy::guard::read::Reader) -> Self {
                const WORDS: &[&str] = &[$first_word, $($word,)*];
                const VALUES: &[$type] = &[$type::$first, $($type::$variant,)*];
                VALUES.get(reader.word(json, WORDS)).copied().unwrap_or($type::$first)
            }
        }
    };
}
pub(super) use words;

impl Reader {
    /// Returns the position of a word.
    #[inline(never)]
    pub(super) fn word(&mut self, json: &Json<'_>, words: &[&str]) -> usize {
        let word = json.as_text().and_then(|text| words.iter().position(|word| *word == text));
        word.unwrap_or_else(|| {
            self.issue(Rule::UnknownValue, &["must be one of ", &listed(words)].concat());
            0
        })
    }
}

words! { Decision { Approved: "approved", Rejected: "rejected" } }

words! {
    RevocationReason {
        Unspecified: "unspecified", KeyCompromise: "keyCompromise", AffiliationChanged: "affiliationChanged",
        Superseded: "superseded", CessationOfOperation: "cessationOfOperation",
    }
}

impl Read for String {
    fn read(json: &Json<'_>, reader: &mut Reader) -> Self {
        if json.as_text().is_none() {
            reader.issue(Rule::Type, "must be a string");
        }
        json.as_text().unwrap_or_default().to_owned()
    }
}

impl Read for bool {
    fn read(json: &Json<'_>, reader: &mut Reader) -> Self {
        json.as_bool().unwrap_or_else(|| {
            reader.issue(Rule::Type, "must be true or false");
            false
        })
    }
}

impl Reader {
    /// Reads a whole number within bounds.
    #[inline(never)]
    fn integer(&mut self, json: &Json<'_>, min: u64, max: u64) -> u64 {
        match json {
            Json::Integer(value) if (min..=max).contains(value) => *value,
            Json::Integer(_) => {
                self.issue(Rule::Range, &["must be from ", &min.to_string(), " to ", &max.to_string()].concat());
                min
            }
            _ => {
                self.issue(Rule::Type, "must be a whole number");
                min
            }
        }
    }

    fn small(&mut self, json: &Json<'_>, min: u32, max: u32) -> u32 {
        u32::try_from(self.integer(json, min.into(), max.into())).unwrap_or(max)
    }
}

impl Read for u64 {
    fn read(json: &Json<'_>, reader: &mut Reader) -> Self {
        reader.integer(json, 0, UnixMs::MAX.get())
    }
}

impl Read for u32 {
    fn read(json: &Json<'_>, reader: &mut Reader) -> Self {
        reader.small(json, 0, Self::MAX)
    }
}

impl Read for NonZeroU8 {
    fn read(json: &Json<'_>, reader: &mut Reader) -> Self {
        u8::try_from(reader.small(json, 1, 255)).ok().and_then(Self::new).unwrap_or(Self::MIN)
    }
}

impl Read for UnixMs {
    fn read(json: &Json<'_>, reader: &mut Reader) -> Self {
        Self::new(u64::read(json, reader))
    }
}

impl Read for Minutes {
    fn read(json: &Json<'_>, reader: &mut Reader) -> Self {
        Self::new(reader.small(json, 1, Self::MAX_SETTING))
    }
}

impl Read for OrderId {
    fn read(json: &Json<'_>, reader: &mut Reader) -> Self {
        json.as_text().and_then(|digits| digits.parse().ok()).unwrap_or_else(|| {
            reader.issue(Rule::Format, "must be an order id: a string of decimal digits");
            Self::FIRST
        })
    }
}

impl<T: Read> Read for Option<T> {
    fn read(json: &Json<'_>, reader: &mut Reader) -> Self {
        if matches!(json, Json::Null) { None } else { Some(T::read(json, reader)) }
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(json: &Json<'_>, reader: &mut Reader) -> Self {
        let Some(list) = json.as_list() else {
            reader.issue(Rule::Type, "must be a list");
            return Self::new();
        };
        let mut rows = Self::with_capacity(list.len());
        for (index, row) in list.iter().enumerate() {
            rows.push(reader.at(&position(index), row));
        }
        rows
    }
}

fn position(index: usize) -> String {
    ["[", &index.to_string(), "]"].concat()
}

impl<A: Read, B: Read> Read for (A, B) {
    fn read(json: &Json<'_>, reader: &mut Reader) -> Self {
        let (first, second) = match json {
            Json::List(list) => match list.as_slice() {
                [first, second] => (first, second),
                _ => (&Json::Null, &Json::Null),
            },
            _ => (&Json::Null, &Json::Null),
        };
        (reader.at("[0]", first), reader.at("[1]", second))
    }
}
