//! A JSON document as a tree that is asked questions. One small tree, in place of one decoder for
//! each type: what ships is downloaded, and lenient reading is a question that may have no answer.
//! A name given twice makes the whole document unreadable: nobody can know which one was meant.

use std::{collections::BinaryHeap, fmt};

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{MapAccess, SeqAccess, Visitor},
};

use super::failure::Problem;

/// The JSON text of plain data: text, numbers, lists and fixed names, for which there is always one.
pub(crate) fn json_text<T: Serialize>(value: &T) -> String {
    // Not `expect`: it would carry the printing of every JSON error into the module.
    serde_json::to_string(value).unwrap_or_else(|_| unreachable!())
}

/// One JSON value.
#[derive(Debug)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    /// A whole number without sign, fraction or exponent, exact up to 2^64-1.
    Integer(u64),
    /// Any other number. None of them means anything here, so none is kept.
    OtherNumber,
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
    /// Somewhere in here a name stands twice.
    Ambiguous,
}

impl Json {
    /// Reads a whole document. Nesting beyond 128 levels is refused.
    pub(crate) fn parse(text: &str) -> Result<Self, Problem> {
        match serde_json::from_str(text) {
            Ok(Self::Ambiguous) => Err(Problem::NotUnderstood),
            Ok(json) => Ok(json),
            Err(_) => Err(Problem::NotJson),
        }
    }

    fn is_ambiguous(&self) -> bool {
        matches!(self, Self::Ambiguous)
    }

    /// The value of a name; `null` where there is none.
    pub(crate) fn field(&self, name: &str) -> &Self {
        let Self::Object(fields) = self else { return &Self::Null };
        fields.iter().find(|(key, _)| key == name).map_or(&Self::Null, |(_, value)| value)
    }

    pub(crate) fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    pub(crate) fn as_list(&self) -> Option<&[Self]> {
        if let Self::List(list) = self { Some(list) } else { None }
    }

    pub(crate) fn as_truth(&self) -> Option<bool> {
        if let Self::Bool(truth) = self { Some(*truth) } else { None }
    }

    /// Text, if it is text.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.field(name).as_text().map(str::to_owned)
    }

    /// Text or nothing; anything else is not what is documented.
    pub(crate) fn text_or_null(&self, name: &str) -> Result<Option<String>, Problem> {
        match self.field(name) {
            Self::Null => Ok(None),
            Self::Text(text) => Ok(Some(text.clone())),
            _ => Err(Problem::NotUnderstood),
        }
    }

    /// A count, written as a number or as digits.
    pub(crate) fn count(&self, name: &str) -> Option<u32> {
        match self.field(name) {
            Self::Integer(value) => u32::try_from(*value).ok(),
            Self::Text(digits) => digits.parse().ok(),
            _ => None,
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Tree)
    }
}

struct Tree;

impl<'de> Visitor<'de> for Tree {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Json, E> {
        Ok(Json::Bool(truth))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Integer(value))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Json, E> {
        Ok(Json::OtherNumber)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Json, E> {
        Ok(Json::OtherNumber)
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Json, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element()? {
            values.push(value);
        }
        let ambiguous = values.iter().any(Json::is_ambiguous);
        Ok(if ambiguous { Json::Ambiguous } else { Json::List(values) })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        let mut fields: Vec<(String, Json)> = Vec::new();
        while let Some((name, value)) = map.next_entry::<String, Json>()? {
            fields.push((name, value));
        }
        // A heap is the smallest sort there is, in bytes.
        let mut names: BinaryHeap<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
        let mut last = None;
        let twice = std::iter::from_fn(|| names.pop()).any(|name| last.replace(name) == Some(name));
        let ambiguous = twice || fields.iter().any(|(_, value)| value.is_ambiguous());
        Ok(if ambiguous { Json::Ambiguous } else { Json::Object(fields) })
    }
}
