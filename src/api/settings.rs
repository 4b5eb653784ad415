//! The settings of a client, validated together. They do not contain the API key.

use super::{
    base_url::{BaseUrl, Region},
    comment_field::CommentField,
};
use crate::input::{Fields, Issue, Issues, Rule, one_of};

/// The settings of a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The base URL of every path.
    pub base_url: BaseUrl,
    /// The field in which a comment is sent.
    pub comment_field: CommentField,
    /// Whether the comment contains a token that identifies the request of this call.
    pub correlation_token: bool,
    /// The maximum size of a response body in bytes.
    pub max_response_bytes: u32,
    /// The maximum number of requests in flight.
    pub max_in_flight: u32,
}

impl Settings {
    /// The names of all settings in JavaScript.
    pub const FIELDS: [&'static str; 16] = [
        "apiKey",
        "region",
        "baseUrl",
        "fetch",
        "timeoutMs",
        "deadlineMs",
        "retry",
        "maxInFlight",
        "limits",
        "correlationToken",
        "onRequest",
        "onResponse",
        "onRetry",
        "commentField",
        "maxResponseBytes",
        "dangerouslyAllowBrowser",
    ];
    /// One MiB: larger than any documented response, and small for a worker of 128 MB.
    pub const DEFAULT_MAX_RESPONSE_BYTES: u32 = 1 << 20;
    /// The number of connections that a browser opens to one host over HTTP/1.1.
    pub const DEFAULT_MAX_IN_FLIGHT: u32 = 6;

    /// Validates the settings. `has_key`: there is an API key. `in_browser`: a path is a valid base URL.
    ///
    /// # Errors
    /// Every issue at once.
    pub fn from_fields(fields: &Fields, has_key: bool, in_browser: bool) -> Result<Self, Issues> {
        let mut issues = Issues::default();
        issues.collect_all(fields.reject_unknown(&Self::FIELDS));
        let base_url = issues.collect(base_url(fields, has_key, in_browser));
        let comment_field = issues.collect(CommentField::from_fields(fields)).unwrap_or_default();
        let correlation_token = issues.collect(fields.boolean("correlationToken")).flatten().unwrap_or_default();
        let max_response_bytes = issues.collect(Self::max_response_bytes(fields)).unwrap_or_default();
        let max_in_flight = issues.collect(Self::max_in_flight(fields)).unwrap_or_default();
        issues.collect(fields.boolean("dangerouslyAllowBrowser"));
        issues.into_result(base_url.map(|base_url| Self {
            base_url,
            comment_field,
            correlation_token,
            max_response_bytes,
            max_in_flight,
        }))
    }

    /// Reads `maxResponseBytes`, or returns its default.
    ///
    /// # Errors
    /// One issue that names the bounds.
    pub fn max_response_bytes(fields: &Fields) -> Result<u32, Issue> {
        let bytes = fields.integer("maxResponseBytes", 1, 1 << 30)?;
        Ok(bytes.unwrap_or(Self::DEFAULT_MAX_RESPONSE_BYTES))
    }

    /// Reads `maxInFlight`, or returns its default.
    ///
    /// # Errors
    /// One issue that names the bounds.
    pub fn max_in_flight(fields: &Fields) -> Result<u32, Issue> {
        Ok(fields.integer("maxInFlight", 1, 1000)?.unwrap_or(Self::DEFAULT_MAX_IN_FLIGHT))
    }
}

fn base_url(fields: &Fields, has_key: bool, in_browser: bool) -> Result<BaseUrl, Issue> {
    let region = one_of(fields, "region", [("us", Region::Us), ("eu", Region::Eu)])?;
    match (fields.text("baseUrl")?, region) {
        (Some(_), Some(_)) => {
            let message = "region and baseUrl exclude each other: leave one of them out";
            Err(Issue::new("baseUrl", Rule::Conflict, message))
        }
        (Some(url), None) => BaseUrl::parse(&url, in_browser),
        (None, _) if !has_key => {
            let message = "apiKey is required to call DigiCert; without a key, set baseUrl to a gateway that holds it";
            Err(Issue::new("apiKey", Rule::Required, message))
        }
        (None, region) => Ok(region.unwrap_or_default().into()),
    }
}
