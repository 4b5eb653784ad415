//! Validated ids: integers from 1 to 2^64-1, which cannot form a path. They are never converted to floats, and are written
//! as decimal strings.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::{
    ascii::decimal,
    input::{Issue, RawValue, Rule, wrong_type},
    json::Json,
};

/// The largest integer that a JavaScript number holds exactly, `Number.MAX_SAFE_INTEGER`.
const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;

/// The text is not an id. The message does not repeat the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an id has decimal digits without sign, spaces or leading zeros, from 1 to 18446744073709551615")]
pub struct InvalidId;

fn parse_digits(text: &str) -> Result<u64, InvalidId> {
    let value = if text.starts_with('0') { None } else { decimal(text.as_bytes()) };
    value.ok_or(InvalidId)
}

fn parse_id(field: &str, input: &RawValue) -> Result<u64, Issue> {
    match input {
        RawValue::Missing => Err(Issue::new(field, Rule::Required, format!("{field} is required"))),
        RawValue::Number(value) if value.fract() == 0.0 && (1.0..=MAX_SAFE_INTEGER).contains(value) =>
        {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "checked above: an exact positive integer"
            )]
            Ok(*value as u64)
        }
        RawValue::Number(value) if *value > MAX_SAFE_INTEGER => Err(Issue::new(
            field,
            Rule::Range,
            format!("{field} is larger than 2^53-1, where JavaScript rounds numbers; pass it as a string or a bigint"),
        )),
        RawValue::Number(_) => {
            let got = input.describe();
            Err(Issue::new(field, Rule::Range, format!("{field} must be a positive whole number, got {got}")))
        }
        RawValue::BigInt(text) | RawValue::Text(text) => {
            let rule = if matches!(input, RawValue::Text(_)) { Rule::Format } else { Rule::Range };
            parse_digits(text).map_err(|wrong| {
                Issue::new(field, rule, format!("{field} is not an id: {wrong}; got {}", input.describe()))
            })
        }
        other => Err(wrong_type(field, "a number, a bigint or a string of decimal digits", other)),
    }
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[cfg_attr(test, derive(ts_rs::TS))]
        #[cfg_attr(test, ts(type = "string"))]
        pub struct $name(u64);

        impl $name {
            /// Validates the input for `field`.
            ///
            /// # Errors
            /// One issue with the field, the value, and the accepted format.
            pub fn from_input(field: &str, input: &RawValue) -> Result<Self, Issue> {
                parse_id(field, input).map(Self)
            }

            /// The smallest id.
            #[allow(dead_code, reason = "not every id needs a placeholder")]
            pub(crate) const FIRST: Self = Self(1);

            /// Reads an integer, or decimal digits in a string.
            #[allow(dead_code, reason = "not every id is part of a response")]
            pub(crate) fn from_json(json: &Json) -> Option<Self> {
                match json {
                    Json::Integer(value) if *value > 0 => Some(Self(*value)),
                    Json::Text(digits) => digits.parse().ok(),
                    _ => None,
                }
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                parse_digits(text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
            }
        }
    };
}

id! {
    /// An order id, in decimal digits. An order can hold several certificates.
    OrderId
}
id! {
    /// A certificate id, in decimal digits.
    CertificateId
}
id! {
    /// A request id, in decimal digits. It is not an order id.
    RequestId
}
id! {
    /// A user id, in decimal digits.
    UserId
}
