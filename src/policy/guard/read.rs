//! Reads the input of the rules from JSON. One small tree replaces one decoder for each type, because the module is downloaded.
//! A value that is not understood is refused with its path.

use std::{collections::BTreeMap, num::NonZeroU8};

use super::time::{Minutes, UnixMs};
use crate::{
    api::{Decision, Issue, OrderId, RevocationReason, Rule},
    input::listed,
    json::{Json, JsonError, parse},
};

/// Where the input is wrong, and how to fix it.
#[derive(Debug)]
pub(crate) struct Wrong {
    /// The path of the value. Empty for the whole input.
    path: String,
    rule: Rule,
    fix: String,
}

/// The box keeps the results small.
pub(crate) type Result<T> = std::result::Result<T, Box<Wrong>>;

/// A type that can be read from JSON.
pub(crate) trait Read: Sized {
    /// Reads a value.
    fn read(json: &Json<'_>) -> Result<Self>;
}

/// Reads a whole text.
///
/// # Errors
/// The first issue, with the path of the value.
pub(crate) fn from_json<T: Read>(text: &str) -> std::result::Result<T, Issue> {
    parse(text).map_err(not_json).and_then(|json| T::read(&json)).map_err(|wrong| wrong.issue())
}

#[cold]
fn not_json(error: JsonError) -> Box<Wrong> {
    wrong(
        Rule::Format,
        match error {
            JsonError::Invalid => "must be a value that can be written as JSON",
            JsonError::DuplicateName => "must not have two fields with one name",
        },
    )
}

#[cold]
#[inline(never)]
pub(super) fn wrong(rule: Rule, fix: &str) -> Box<Wrong> {
    Box::new(Wrong { path: String::new(), rule, fix: fix.to_owned() })
}

impl Wrong {
    fn issue(self: Box<Self>) -> Issue {
        let Self { path, rule, fix } = *self;
        let path = if path.is_empty() { "input" } else { &path };
        Issue::new(path, rule, format!("{path} {fix}"))
    }

    /// Adds the field that contains the value.
    #[cold]
    #[inline(never)]
    fn in_field(mut self: Box<Self>, name: &str) -> Box<Self> {
        let separator = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = [name, separator, &self.path].concat();
        self
    }

    /// Adds the position in a list.
    #[cold]
    #[inline(never)]
    fn at(mut self: Box<Self>, index: usize) -> Box<Self> {
        let separator = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = ["[", &index.to_string(), "]", separator, &self.path].concat();
        self
    }
}

/// The fields of an object, all of them known.
pub(super) struct Object<'a>(&'a Json<'a>);

impl<'a> Object<'a> {
    #[inline(never)]
    pub(super) fn new(json: &'a Json<'a>, known: &[&str]) -> Result<Self> {
        let Json::Object(fields) = json else { return Err(wrong(Rule::Type, "must be an object")) };
        match fields.iter().find(|(name, _)| !known.contains(&&**name)) {
            None => Ok(Self(json)),
            Some((name, _)) => {
                let fix = ["has the unknown field ", &**name, "; known are ", &listed(known)].concat();
                Err(wrong(Rule::UnknownField, &fix))
            }
        }
    }

    #[inline(never)]
    fn present(&self, name: &str) -> Option<&'a Json<'a>> {
        let Json::Object(fields) = self.0 else { return None };
        fields.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    #[inline(never)]
    fn value(&self, name: &str) -> Result<&'a Json<'a>> {
        self.present(name).ok_or_else(|| wrong(Rule::Required, "is required").in_field(name))
    }

    /// Reads a required field.
    pub(super) fn required<T: Read>(&self, name: &str) -> Result<T> {
        T::read(self.value(name)?).map_err(|wrong| wrong.in_field(name))
    }

    /// Reads an optional field.
    pub(super) fn optional<T: Read>(&self, name: &str) -> Result<Option<T>> {
        let value = self.present(name).map(T::read).transpose();
        value.map_err(|wrong| wrong.in_field(name))
    }
}

/// Implements [`Read`] for a struct: the fields by their JavaScript names, and the optional ones with their default.
macro_rules! record {
    ($type:ty { $($field:ident: $name:literal),* $(,)? } $(optional { $($other:ident: $other_name:literal = $default:expr),* $(,)? })? $(ignored { $($ignored:literal),* })?) => {
        impl $crate::policy::guard::read::Read for $type {
            fn read(json: &$crate::json::Json<'_>) -> $crate::policy::guard::read::Result<Self> {
                const KNOWN: &[&str] = &[$($name,)* $($($other_name,)*)? $($($ignored,)*)?];
                let object = $crate::policy::guard::read::Object::new(json, KNOWN)?;
                Ok(Self {
                    $($field: object.required($name)?,)*
                    $($($other: object.optional($other_name)?.unwrap_or_else(|| $default),)*)?
                })
            }
        }
    };
}
pub(super) use record;

/// Implements [`Read`] for an enum of words.
macro_rules! words {
    ($type:ident { $($variant:ident: $word:literal),* $(,)? }) => {
        impl $crate::policy::guard::read::Read for $type {
            fn read(json: &$crate::json::Json<'_>) -> $crate::policy::guard::read::Result<Self> {
                const WORDS: &[(&str, $type)] = &[$(($word, $type::$variant),)*];
                let text = json.as_text().unwrap_or_default();
                let known = WORDS.iter().find(|(word, _)| *word == text);
                known.map(|(_, value)| *value).ok_or_else(|| $crate::policy::guard::read::unknown_word(&[$($word,)*]))
            }
        }
    };
}
pub(super) use words;

#[cold]
#[inline(never)]
pub(super) fn unknown_word(known: &[&str]) -> Box<Wrong> {
    wrong(Rule::UnknownValue, &["must be one of ", &listed(known)].concat())
}

words! { Decision { Approved: "approved", Rejected: "rejected" } }

impl Read for RevocationReason {
    fn read(json: &Json<'_>) -> Result<Self> {
        let text = json.as_text().unwrap_or_default();
        Self::from_text("it", text).map_err(|_| wrong(Rule::UnknownValue, "must be one of the five revocation reasons"))
    }
}

impl Read for String {
    fn read(json: &Json<'_>) -> Result<Self> {
        json.as_text().map(str::to_owned).ok_or_else(|| wrong(Rule::Type, "must be a string"))
    }
}

impl Read for bool {
    fn read(json: &Json<'_>) -> Result<Self> {
        json.as_bool().ok_or_else(|| wrong(Rule::Type, "must be true or false"))
    }
}

impl Read for u64 {
    fn read(json: &Json<'_>) -> Result<Self> {
        if let Json::Integer(value) = json { Ok(*value) } else { Err(wrong(Rule::Type, "must be a whole number")) }
    }
}

impl Read for u32 {
    fn read(json: &Json<'_>) -> Result<Self> {
        u64::read(json)?.try_into().map_err(|_| wrong(Rule::Range, "must be at most 4294967295"))
    }
}

impl Read for NonZeroU8 {
    fn read(json: &Json<'_>) -> Result<Self> {
        let value = u8::try_from(u64::read(json)?).ok().and_then(Self::new);
        value.ok_or_else(|| wrong(Rule::Range, "must be from 1 to 255"))
    }
}

impl Read for UnixMs {
    fn read(json: &Json<'_>) -> Result<Self> {
        let time = Self::new(u64::read(json)?);
        if *json == Json::Integer(time.get()) { Ok(time) } else { Err(wrong(Rule::Range, "must be a time of a Date")) }
    }
}

impl Read for Minutes {
    fn read(json: &Json<'_>) -> Result<Self> {
        Self::from_setting(u64::read(json)?).ok_or_else(|| wrong(Rule::Range, "must be from 1 to 1000000"))
    }
}

impl Read for OrderId {
    fn read(json: &Json<'_>) -> Result<Self> {
        let id = json.as_text().and_then(|digits| digits.parse().ok());
        id.ok_or_else(|| wrong(Rule::Format, "must be an order id: a string of decimal digits"))
    }
}

impl<T: Read> Read for Option<T> {
    fn read(json: &Json<'_>) -> Result<Self> {
        if *json == Json::Null { Ok(None) } else { T::read(json).map(Some) }
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(json: &Json<'_>) -> Result<Self> {
        let list = json.as_list().ok_or_else(|| wrong(Rule::Type, "must be a list"))?;
        let mut rows = Self::with_capacity(list.len());
        for (index, row) in list.iter().enumerate() {
            rows.push(T::read(row).map_err(|wrong| wrong.at(index))?);
        }
        Ok(rows)
    }
}

impl<A: Read, B: Read> Read for (A, B) {
    fn read(json: &Json<'_>) -> Result<Self> {
        match json.as_list() {
            Some([a, b]) => Ok((A::read(a).map_err(|wrong| wrong.at(0))?, B::read(b).map_err(|wrong| wrong.at(1))?)),
            _ => Err(wrong(Rule::Type, "must be a list of two")),
        }
    }
}

impl Read for BTreeMap<RevocationReason, u32> {
    fn read(json: &Json<'_>) -> Result<Self> {
        let Json::Object(fields) = json else { return Err(wrong(Rule::Type, "must be an object")) };
        let mut counts = Self::new();
        for (name, count) in fields {
            let reason = RevocationReason::read(&Json::Text(name.clone()))?;
            counts.insert(reason, u32::read(count).map_err(|wrong| wrong.in_field(name))?);
        }
        Ok(counts)
    }
}
