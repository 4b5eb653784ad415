//! Where and how calls go, checked as a whole. Not here: the key itself, which never gets this far;
//! only whether there is one.

use super::{
    base_url::{BaseUrl, Region},
    comment_field::CommentField,
};
use crate::input::{Fields, Issue, Issues, Rule, one_of};

/// Where and how calls go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// What each path is appended to.
    pub base_url: BaseUrl,
    /// Under which name a comment is sent.
    pub comment_field: CommentField,
    /// Whether a token that tells one's own request from another's is put into the comment.
    pub correlation_token: bool,
    /// An answer longer than this many bytes is not read on.
    pub max_response_bytes: u32,
    /// How many calls of the client may be in flight at once.
    pub max_in_flight: u32,
}

impl Settings {
    /// Every name that a client can be set up with.
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
    /// One MiB: far above any documented answer, far below what could hurt a worker of 128 MB.
    pub const DEFAULT_MAX_RESPONSE_BYTES: u32 = 1 << 20;
    /// As many as a browser opens connections to one host over HTTP/1.1.
    pub const DEFAULT_MAX_IN_FLIGHT: u32 = 6;

    /// Checks what a client is set up with. `has_key`: a key was given; `in_browser`: a path can be resolved.
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

    /// The field `maxResponseBytes`, or its default.
    ///
    /// # Errors
    /// One issue that names the bounds.
    pub fn max_response_bytes(fields: &Fields) -> Result<u32, Issue> {
        let given = fields.integer("maxResponseBytes", 1, 1 << 30)?;
        Ok(given.unwrap_or(Self::DEFAULT_MAX_RESPONSE_BYTES))
    }

    /// The field `maxInFlight`, or its default.
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
