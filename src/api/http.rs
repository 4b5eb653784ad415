//! HTTP as plain data: what is to be sent and what came back. No I/O and no key; a transport adds both.

use serde::{Serialize, Serializer, ser::SerializeStruct};

use super::{failure::Problem, json::Json};

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// Reads.
    Get,
    /// Writes.
    Put,
}

impl Method {
    /// The method as sent.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
        }
    }
}

/// The headers of every request, without the API key. DigiCert responds in the format of `Content-Type`, so reads send it too
/// (source: Services API overview).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(type = "{ \"Content-Type\": \"application/json\"; Accept: \"application/json\" }"))]
pub struct HttpHeaders(());

impl HttpHeaders {
    const JSON: Self = Self(());

    /// Name and value of each.
    #[must_use]
    pub fn pairs(self) -> [(&'static str, &'static str); 2] {
        [("Content-Type", "application/json"), ("Accept", "application/json")]
    }
}

impl Serialize for HttpHeaders {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let pairs = self.pairs();
        let mut headers = serializer.serialize_struct("HttpHeaders", pairs.len())?;
        for (name, value) in pairs {
            headers.serialize_field(name, value)?;
        }
        headers.end()
    }
}

/// A request to send. Append `path` to the base URL and send the API key as `X-DC-DEVKEY`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct HttpRequest {
    /// The HTTP method.
    pub method: Method,
    /// The path and query, to append to a base URL such as `https://www.digicert.com/services/v2`.
    pub path: String,
    /// The headers, without the API key.
    pub headers: HttpHeaders,
    /// The JSON body, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub body: Option<String>,
}

impl HttpRequest {
    pub(crate) fn get(path: String) -> Self {
        Self { method: Method::Get, path, headers: HttpHeaders::JSON, body: None }
    }

    pub(crate) fn put(path: String, body: String) -> Self {
        Self { method: Method::Put, path, headers: HttpHeaders::JSON, body: Some(body) }
    }
}

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
        Json::parse(text.strip_prefix('\u{feff}').unwrap_or(text))
    }
}
