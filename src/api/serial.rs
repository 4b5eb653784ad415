//! The serial number of a certificate, in upper-case hexadecimal digits.

use std::fmt;

use crate::input::{Issue, Rule};

/// A validated serial number: 16 to 40 hexadecimal digits, an even count.
///
/// Certificates of public CAs have 8 to 20 bytes (RFC 5280, 4.1.2.2; Baseline Requirements, 7.1). DigiCert does not document
/// the format; recorded responses have upper-case digits with leading zeros.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SerialNumber(String);

impl SerialNumber {
    /// Accepts the common formats: upper or lower case, a leading `0x`, and colons, spaces or hyphens between digits.
    ///
    /// # Errors
    /// One issue with the field and the accepted formats.
    pub fn from_text(field: &str, text: &str) -> Result<Self, Issue> {
        let text = text.strip_prefix("0x").unwrap_or(text);
        let between = |byte: &u8| matches!(byte, b':' | b' ' | b'-');
        let digits: Vec<u8> = text.bytes().filter(|byte| !between(byte)).take(41).collect();
        let fits = (16..=40).contains(&digits.len()) && digits.len().is_multiple_of(2);
        let mut serial = String::new();
        for byte in digits.iter().filter(|byte| byte.is_ascii_hexdigit()) {
            serial.push(char::from(byte.to_ascii_uppercase()));
        }
        if fits && serial.len() == digits.len() {
            return Ok(Self(serial));
        }
        let message = format!(
            "{field} is neither a certificate id (decimal digits) nor a serial number (16 to 40 hexadecimal digits, an even count)"
        );
        Err(Issue::new(field, Rule::Format, message))
    }
}

impl fmt::Display for SerialNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
