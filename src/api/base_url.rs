//! Where calls go: DigiCert's two regions, or a base URL of the operator's own.
//! The key travels there, so what a URL may look like is narrow.

use super::issue::{Issue, Rule};

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
        let url = text.trim_end_matches('/');
        if url.contains(['?', '#']) {
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
        let (secure, rest) = match (url.strip_prefix("https://"), url.strip_prefix("http://")) {
            (Some(rest), _) => (true, rest),
            (_, Some(rest)) => (false, rest),
            _ => return wrong("must start with https:// (or http:// for loopback)"),
        };
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        if authority.contains('@') {
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
    let end = match authority.strip_prefix('[').and_then(|rest| rest.find(']')) {
        Some(inner) => inner + 2,
        None => authority.find(':').unwrap_or(authority.len()),
    };
    let (host, port) = authority.split_at_checked(end)?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let named = host.split('.').all(|label| !label.is_empty() && !label.starts_with('-') && label.bytes().all(plain));
    let inner = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let address = inner
        .is_some_and(|inner| inner.contains(':') && inner.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b':'));
    let port_fits = port.is_empty()
        || port.strip_prefix(':').is_some_and(|port| {
            port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|port| port > 0)
        });
    ((named || address) && port_fits).then_some(host)
}

/// `localhost`, 127.0.0.0/8 with all four numbers, and `[::1]`.
fn is_loopback(host: &str) -> bool {
    let numbers: Vec<_> = host.split('.').map(str::parse::<u8>).collect();
    let address = numbers.len() == 4 && numbers.first() == Some(&Ok(127)) && numbers.iter().all(Result::is_ok);
    address || host == "[::1]" || host.eq_ignore_ascii_case("localhost")
}

fn is_path(path: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    path.split('/').all(|part| !part.is_empty() && part != "." && part != ".." && part.bytes().all(plain))
}
