//! Converts Rust values to JavaScript objects.

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

use super::{api_key::ApiKey, host::Host, value::set};
use crate::{
    api::{Action, Cause, Failure, FailureDetails, Issues, Subject},
    policy::Attempt,
};

/// As in JSON: structs with flattened fields become objects, and missing values become `null`.
const SERIALIZER: Serializer = Serializer::new().serialize_maps_as_objects(true).serialize_missing_as_null(true);

/// Converts a value. Text, numbers up to 2^53, lists and structs can always be converted.
pub(super) fn to_js(value: &(impl Serialize + ?Sized)) -> JsValue {
    value.serialize(&SERIALIZER).unwrap_or_else(|_| unreachable!())
}

/// Adds the attempts to a result.
pub(super) fn with_attempts(result: JsValue, attempts: &[Attempt]) -> JsValue {
    set(&result, "attempts", &to_js(attempts));
    result
}

/// Converts a failure to the data that its error class is made of.
pub(super) fn failure(failure: Failure, subject: Option<&Subject>, attempts: &[Attempt]) -> JsValue {
    with_attempts(to_js(&FailureDetails::new(failure, subject)), attempts)
}

/// Creates the error of invalid input: nothing was sent.
pub(super) fn invalid(host: &Host, issues: Issues, key: Option<&ApiKey>) -> JsValue {
    let invalid = Failure { action: Action::Write, cause: Cause::InvalidInput(issues) };
    host.error(&failure(invalid, None, &[]), &JsValue::UNDEFINED, key)
}
