//! Where calls go: DigiCert's two regions, or a base URL of the operator's own.
//! The key travels there, so what a URL may look like is narrow.

use crate::{
    ascii::{decimal, position, split_once},
    input::{Issue, Rule},
};

/// DigiCert's own servers. Source: Services API overview.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Region {
    /// `https://www.digicert.com/services/v2`
    #[default]
    Us,
    /// `https://certcentral.digicert.eu/services/v2`
    Eu,
}

/// A checked base URL, without a slash at its end.
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
    /// Checks a base URL: `https`, or `http` for loopback only, or, where `path_allowed` (a browser,
    /// which has an origin of its own), a path. No user info, query or fragment, nothing encoded.
    ///
    /// # Errors
    /// One issue for the field `baseUrl`. It never repeats the URL, which could hold a password.
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
                return wrong("is a path, which only a browser can resolve; give a whole URL");
            }
            // `//host` would leave the page's own origin.
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
            return wrong(
                "may use http:// for loopback only, because the key would be readable on the way; use https://",
            );
        }
        if !path.is_empty() && !is_path(path) {
            return wrong("may only have a plain path such as /services/v2");
        }
        Ok(Self(url.to_owned()))
    }

    /// The address of a call: `path` is appended.
    #[must_use]
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }

    /// The URL as text.
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

/// The parts of a host name or of an address with four numbers.
fn labels(host: &str) -> impl Iterator<Item = &[u8]> {
    host.as_bytes().split(|byte| *byte == b'.')
}
