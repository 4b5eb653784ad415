//! A JSON document as a tree of values. One small tree replaces one decoder for each type, because the module is downloaded.

use std::borrow::Cow;

use crate::ascii::decimal;

/// One JSON value. Names and texts without an escape sequence borrow from the document.
#[derive(Debug, PartialEq)]
pub(crate) enum Json<'a> {
    Null,
    Bool(bool),
    /// An integer without sign, fraction or exponent, exact up to 2^64-1.
    Integer(u64),
    /// Any other number. CertCentral uses none, so the value is not kept.
    OtherNumber,
    Text(Cow<'a, str>),
    List(Vec<Json<'a>>),
    Object(Vec<(Cow<'a, str>, Json<'a>)>),
}

/// A field does not have the documented type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct UnexpectedType;

impl Json<'_> {
    /// Returns the value of a field; `null` if there is none.
    #[inline(never)]
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

    pub(crate) fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(truth) = self { Some(*truth) } else { None }
    }

    /// Reads every row of a list; `None` if one row cannot be read. A loop is less code than collecting options.
    pub(crate) fn rows<T>(list: &[Self], read: impl Fn(&Self) -> Option<T>) -> Option<Vec<T>> {
        let mut rows = Vec::with_capacity(list.len());
        for row in list {
            rows.push(read(row)?);
        }
        Some(rows)
    }

    /// Returns the text of a field, if it is a text.
    #[inline(never)]
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.field(name).as_text().map(str::to_owned)
    }

    /// Returns the text of a field, or `None` if it is null or missing.
    ///
    /// # Errors
    /// The field has another type.
    #[inline(never)]
    pub(crate) fn text_or_null(&self, name: &str) -> Result<Option<String>, UnexpectedType> {
        match self.field(name) {
            Self::Null => Ok(None),
            Self::Text(text) => Ok(Some(text.clone().into_owned())),
            _ => Err(UnexpectedType),
        }
    }

    /// Returns a count, which DigiCert writes as a number or as digits.
    pub(crate) fn count(&self, name: &str) -> Option<u32> {
        match self.field(name) {
            Self::Integer(value) => u32::try_from(*value).ok(),
            Self::Text(digits) => decimal(digits.as_bytes())?.try_into().ok(),
            _ => None,
        }
    }

    /// Reads an object; `None` if this is none.
    pub(crate) fn object<T>(&self, read: impl FnOnce(&Self) -> T) -> Option<T> {
        matches!(self, Self::Object(_)).then(|| read(self))
    }
}
