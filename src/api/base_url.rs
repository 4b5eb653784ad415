//! The base URL of all requests: one of DigiCert's regions, or the caller's own. The API key is sent to it, so the accepted
//! format is narrow.

use crate::{
    ascii::{decimal, position, split_once},
    input::{Issue, Rule},
};

/// A region of DigiCert. Source: Services API overview.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Region {
    /// `https://www.digicert.com/services/v2`
    #[default]
    Us,
    /// `https://certcentral.digicert.eu/services/v2`
    Eu,
}

/// A validated base URL, without a trailing slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(String);

impl From<Region> for BaseUrl {
    fn from(region: Region) -> Self {
        let host = match region {
            Region::Us => "www.digicert.com",
            Region::Eu => "certcentral.digicert.eu",
        };
        Self(format!("https://{host}/services/v2"))
    }
}

impl BaseUrl {
    /// Validates a base URL: `https`, `http` for loopback only, or a path if `path_allowed` (in a browser, which has an origin).
    /// User info, query, fragment and encoded characters are rejected.
    ///
    /// # Errors
    /// One issue for `baseUrl`. Its message never repeats the URL, which could contain a password.
    pub fn parse(text: &str, path_allowed: bool) -> Result<Self, Issue> {
        let mut url = text;
        while let Some(shorter) = url.strip_suffix('/') {
            url = shorter;
        }
        if url.bytes().any(|byte| matches!(byte, b'?' | b'#')) {
            return wrong("must not have a query or a fragment");
        }
        if let Some(path) = url.strip_prefix('/') {
            if !path_allowed {
                return wrong("is a path, which only a browser can resolve; use a complete URL");
            }
            // `//host` is another origin than that of the page.
            return if is_path(path) {
                Ok(Self(url.to_owned()))
            } else {
                wrong("is not a plain path such as /services/v2")
            };
        }
        let (secure, rest) = match split_once(url, b':') {
            Some(("https", rest)) => (true, rest),
            Some(("http", rest)) => (false, rest),
            _ => (false, ""),
        };
        let Some(rest) = rest.strip_prefix("//") else {
            return wrong("must start with https:// (or http:// for loopback)");
        };
        let (authority, path) = split_once(rest, b'/').unwrap_or((rest, ""));
        if position(authority, b'@').is_some() {
            return wrong("must not have a user name or password");
        }
        let Some(host) = host_of(authority) else {
            return wrong("needs a plain host name or address, and a port from 1 to 65535 if any");
        };
        if !secure && !is_loopback(host) {
            return wrong("may use http:// for loopback only, because the connection is not encrypted; use https://");
        }
        if !path.is_empty() && !is_path(path) {
            return wrong("may only have a plain path such as /services/v2");
        }
        Ok(Self(url.to_owned()))
    }

    /// Returns the URL of a path.
    #[must_use]
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }

    /// Returns the URL as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cold]
#[inline(never)]
fn wrong<T>(message: &str) -> Result<T, Issue> {
    Err(Issue::new("baseUrl", Rule::Format, format!("baseUrl {message}")))
}

fn host_of(authority: &str) -> Option<&str> {
    let end = match authority.strip_prefix('[').and_then(|rest| position(rest, b']')) {
        Some(inner) => inner + 2,
        None => position(authority, b':').unwrap_or(authority.len()),
    };
    let (host, port) = authority.split_at_checked(end)?;
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
    let named = labels(host).all(|label| label.first().is_some_and(|first| *first != b'-') && label.iter().all(plain));
    let inner = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let address = inner.is_some_and(|inner| {
        position(inner, b':').is_some() && inner.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b':')
    });
    let port_fits = match port.as_bytes() {
        [] => true,
        [b':', port @ ..] => decimal(port).is_some_and(|port| (1..=65_535).contains(&port)),
        _ => false,
    };
    ((named || address) && port_fits).then_some(host)
}

/// `localhost`, 127.0.0.0/8 with all four numbers, and `[::1]`.
fn is_loopback(host: &str) -> bool {
    let byte = |label| decimal(label).is_some_and(|number| number < 256);
    let address =
        labels(host).count() == 4 && labels(host).all(byte) && labels(host).next().and_then(decimal) == Some(127);
    address || host == "[::1]" || host.eq_ignore_ascii_case("localhost")
}

fn is_path(path: &str) -> bool {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(byte);
    let mut parts = path.as_bytes().split(|byte| *byte == b'/');
    parts.all(|part| !matches!(part, b"" | b"." | b"..") && part.iter().all(plain))
}

/// Splits a host name or an IPv4 address at its dots.
fn labels(host: &str) -> impl Iterator<Item = &[u8]> {
    host.as_bytes().split(|byte| *byte == b'.')
}
