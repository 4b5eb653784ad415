//! The Node errors that prove that a request was not sent. Sources: Node's documentation of `dns`, `net` and `tls` errors, and
//! undici's `UND_ERR_CONNECT_TIMEOUT`.

/// Returns whether an error with this code proves that no connection was established. A code that can also end an open connection
/// counts only if the system call is `connect`.
#[must_use]
pub fn proves_unsent(code: &str, system_call: Option<&str>) -> bool {
    const RESOLVE: [&str; 2] = ["ENOTFOUND", "EAI_AGAIN"];
    const CONNECT: [&str; 2] = ["ECONNREFUSED", "UND_ERR_CONNECT_TIMEOUT"];
    const AMBIGUOUS: [&str; 4] = ["EHOSTUNREACH", "ENETUNREACH", "ETIMEDOUT", "ECONNRESET"];
    // TLS verifies the server's certificate before the first byte of a request is sent.
    const CERTIFICATE: [&str; 9] = [
        "CERT_HAS_EXPIRED",
        "CERT_NOT_YET_VALID",
        "CERT_UNTRUSTED",
        "DEPTH_ZERO_SELF_SIGNED_CERT",
        "SELF_SIGNED_CERT_IN_CHAIN",
        "UNABLE_TO_GET_ISSUER_CERT",
        "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
        "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
        "ERR_TLS_CERT_ALTNAME_INVALID",
    ];
    let is_proof = [&RESOLVE[..], &CONNECT, &CERTIFICATE].iter().any(|codes| codes.contains(&code));
    is_proof || (system_call == Some("connect") && AMBIGUOUS.contains(&code))
}

#[cfg(test)]
mod tests {
    use super::proves_unsent;

    #[test]
    fn only_errors_before_a_connection_prove_unsent() {
        for (code, system_call, proof) in [
            ("ENOTFOUND", Some("getaddrinfo"), true),
            ("ECONNREFUSED", Some("connect"), true),
            // After several addresses, the combined error has no system call.
            ("ECONNREFUSED", None, true),
            ("UND_ERR_CONNECT_TIMEOUT", None, true),
            ("ERR_TLS_CERT_ALTNAME_INVALID", None, true),
            ("ETIMEDOUT", Some("connect"), true),
            ("ETIMEDOUT", Some("read"), false),
            ("ECONNRESET", None, false),
            ("UND_ERR_SOCKET", None, false),
            ("UND_ERR_HEADERS_TIMEOUT", None, false),
            // A broken proxy may write plain text after the request has arrived.
            ("ERR_SSL_WRONG_VERSION_NUMBER", None, false),
        ] {
            assert_eq!(proves_unsent(code, system_call), proof, "{code} {system_call:?}");
        }
    }
}
