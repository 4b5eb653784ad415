//! An HTTP request as plain data. The transport adds the API key and sends it.

use serde::{Serialize, Serializer, ser::SerializeStruct};

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
    /// Returns the method as HTTP writes it.
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

    /// Returns the name and the value of each header.
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
