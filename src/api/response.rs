//! An HTTP response, not yet validated.

use super::problem::Problem;
use crate::json::{self, Json};

/// An HTTP response, not yet validated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpResponse {
    /// The status. 0 is a redirect, whose status a browser hides.
    pub status: u16,
    /// The header `Retry-After`, not yet validated.
    pub retry_after: Option<String>,
    body: Body,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Body {
    Whole(Vec<u8>),
    TooLarge,
}

impl HttpResponse {
    /// Creates a response with a complete body.
    #[must_use]
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { status, retry_after: None, body: Body::Whole(body.into()) }
    }

    /// Creates a response whose body is larger than the limit. Such a body is never parsed.
    #[must_use]
    pub fn too_large(status: u16) -> Self {
        Self { status, retry_after: None, body: Body::TooLarge }
    }

    /// Returns whether there is no body. A single space is a body.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(&self.body, Body::Whole(bytes) if bytes.is_empty())
    }

    /// Reads the body as JSON, without a byte order mark. A body that is not UTF-8 is rejected: replacing a byte could change its
    /// meaning.
    pub(crate) fn json(&self) -> Result<Json<'_>, Problem> {
        let Body::Whole(bytes) = &self.body else { return Err(Problem::BodyTooLarge) };
        if bytes.is_empty() {
            return Err(Problem::EmptyBody);
        }
        let text = std::str::from_utf8(bytes).map_err(|_| Problem::NotUtf8)?;
        Ok(json::parse(text.strip_prefix('\u{feff}').unwrap_or(text))?)
    }
}
