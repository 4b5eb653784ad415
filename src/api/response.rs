//! An HTTP response, not yet validated.

use super::problem::Problem;
use crate::json::{self, Json};

/// An answer as it came: nobody has believed it yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpResponse {
    /// The status. 0 stands for a redirect that a browser does not let anybody see.
    pub status: u16,
    /// The header `Retry-After`, as it came.
    pub retry_after: Option<String>,
    body: Body,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Body {
    Whole(Vec<u8>),
    TooLarge,
}

impl HttpResponse {
    /// An answer whose body came whole.
    #[must_use]
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { status, retry_after: None, body: Body::Whole(body.into()) }
    }

    /// An answer whose body is longer than is read. No more than the limit is ever parsed.
    #[must_use]
    pub fn too_large(status: u16) -> Self {
        Self { status, retry_after: None, body: Body::TooLarge }
    }

    /// Whether there is no body at all. One blank is a body.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(&self.body, Body::Whole(bytes) if bytes.is_empty())
    }

    /// The body as JSON. A byte order mark at its start is dropped; anything that is not UTF-8 is
    /// refused whole: a replaced byte could turn one answer into another.
    pub(crate) fn json(&self) -> Result<Json<'_>, Problem> {
        let Body::Whole(bytes) = &self.body else { return Err(Problem::BodyTooLarge) };
        if bytes.is_empty() {
            return Err(Problem::EmptyBody);
        }
        let text = std::str::from_utf8(bytes).map_err(|_| Problem::NotUtf8)?;
        Ok(json::parse(text.strip_prefix('\u{feff}').unwrap_or(text))?)
    }
}
