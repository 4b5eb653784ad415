//! SHA-256, for the digest of a plan and the chain of a journal.

use sha2::{Digest, Sha256};

/// The length of a digest, in bytes.
pub(super) const DIGEST_BYTES: usize = 32;

/// Returns the digest of all parts together.
pub(super) fn digest(parts: &[&[u8]]) -> [u8; DIGEST_BYTES] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}

/// Appends bytes as hexadecimal digits.
pub(super) fn push_hex(text: &mut String, bytes: &[u8]) {
    const DIGITS: [u8; 16] = *b"0123456789abcdef";
    for byte in bytes {
        for half in [byte >> 4, byte & 15] {
            text.extend(DIGITS.get(usize::from(half)).map(|digit| char::from(*digit)));
        }
    }
}

/// Returns the digest of a text as hexadecimal digits.
pub(super) fn digest_of(text: &str) -> String {
    let mut hex = String::new();
    push_hex(&mut hex, &digest(&[text.as_bytes()]));
    hex
}
