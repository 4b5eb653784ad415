//! The replies of the server: clear, unclear, or none.

use certcentral_revoke::api::HttpResponse;

use crate::chance::Chance;

pub(crate) const LIMITED: &str = r#"{"errors":[{"code":"request_limit_exceeded","message":"slow down"}]}"#;
pub(crate) const DENIED: &str = r#"{"errors":[{"code":"access_denied|invalid_key","message":"no such key"}]}"#;
pub(crate) const REVOKED: &str = r#"{"errors":[{"code":"order_already_revoked","message":"no"}]}"#;
pub(crate) const MISSING: &str = r#"{"errors":[{"code":"not_found|order","message":"no such order"}]}"#;
/// The maximum size of a response that the client reads.
const MAX_BYTES: usize = 1 << 20;

/// The meaning of a response for the oracle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// The write was certainly not processed, and may be sent again.
    NotProcessed,
    /// The write was refused.
    Refused,
    /// A read at this time shows no revocation.
    Clear(u64),
    Anything,
}

pub(crate) enum Reply {
    Response(HttpResponse, Meaning),
    /// The connection fails.
    Broken,
    Silence,
}

/// Returns a reply with the complete body, or the reply that it is too large.
pub(crate) fn whole(body: String, meaning: Meaning) -> Reply {
    let is_too_large = body.len() > MAX_BYTES;
    let response = if is_too_large { HttpResponse::too_large(200) } else { HttpResponse::new(200, body) };
    Reply::Response(response, meaning)
}

/// Returns an unclear reply.
pub(crate) fn unclear(real: bool, chance: &mut Chance) -> Reply {
    let body = |status, body: &str| Reply::Response(HttpResponse::new(status, body), Meaning::Anything);
    match chance.below(10) {
        0 => body(500, ""),
        1 => body(502, "<html>bad gateway</html>"),
        2 => body(503, r#"{"errors":[{"code":"service_unavailable","message":"x"}]}"#),
        3 => body(302, ""),
        4 => body(429, "slow down"),
        5 => body(403, "<html>blocked</html>"),
        6 if real => body(201, r#"{"id": 1, "date": "2016-02-1"#),
        7 => body(200, ""),
        8 => Reply::Silence,
        _ => Reply::Broken,
    }
}
