//! DigiCert's error body: `{"errors":[{"code","message"}]}`.

use serde::Serialize;

use super::response::HttpResponse;
use crate::{ascii::split_once, json::Json};

/// The only code that proves a 429 to be DigiCert's rate limit (source: page "Rate limits").
const RATE_LIMIT: &str = "request_limit_exceeded";

/// One error that DigiCert reported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ApiError {
    /// The full code, for example `access_denied|missing_permission`.
    pub code: String,
    /// The part before the first `|`, for example `access_denied`.
    pub kind: String,
    /// The part after the first `|`, for example `missing_permission`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub detail: Option<String>,
    /// DigiCert's message. Empty if there is none.
    pub message: String,
}

impl ApiError {
    /// Reads one error; `None` without a code.
    fn read(json: &Json) -> Option<Self> {
        let code = json.text("code").filter(|code| !code.is_empty())?;
        let (kind, detail) = match split_once(&code, b'|') {
            Some((kind, detail)) => (kind.to_owned(), Some(detail.to_owned())),
            None => (code.clone(), None),
        };
        Some(Self { code, kind, detail, message: json.text("message").unwrap_or_default() })
    }

    pub(crate) fn is_rate_limit(&self) -> bool {
        self.kind == RATE_LIMIT
    }
}

/// Returns the errors of a response; none if its body is not DigiCert's error body.
pub(crate) fn errors_of(response: &HttpResponse) -> Vec<ApiError> {
    let Ok(body) = response.json() else { return Vec::new() };
    match body.field("errors") {
        Json::List(errors) => Json::rows(errors, ApiError::read).unwrap_or_default(),
        // Documented as an array; one recorded body has an object instead.
        error => ApiError::read(error).into_iter().collect(),
    }
}
