//! The five revocation reasons that CertCentral accepts, and the issue with any other.

use serde::{Deserialize, Serialize};

use crate::input::{Fields, Issue, RawValue, Rule, listed, nearest, wrong_type};

/// The revocation reason. DigiCert uses it for TLS/SSL certificates and ignores it for other products.
///
/// - `unspecified`: no other reason applies. DigiCert's default.
/// - `keyCompromise`: the private key is, or may be, compromised.
/// - `affiliationChanged`: the organization in the certificate has changed.
/// - `superseded`: another certificate replaces this one.
/// - `cessationOfOperation`: the names in the certificate are no longer in use.
///
/// Source: DigiCert's page "Revoke order certificates", field `revocation_reason`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum RevocationReason {
    /// No other reason applies. DigiCert's default.
    Unspecified,
    /// The private key is, or may be, compromised.
    KeyCompromise,
    /// The organization in the certificate has changed.
    AffiliationChanged,
    /// Another certificate replaces this one.
    Superseded,
    /// The names in the certificate are no longer in use.
    CessationOfOperation,
}

const ALL: [RevocationReason; 5] = [
    RevocationReason::Unspecified,
    RevocationReason::KeyCompromise,
    RevocationReason::AffiliationChanged,
    RevocationReason::Superseded,
    RevocationReason::CessationOfOperation,
];

impl RevocationReason {
    /// Returns the reason as DigiCert writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unspecified => "unspecified",
            Self::KeyCompromise => "keyCompromise",
            Self::AffiliationChanged => "affiliationChanged",
            Self::Superseded => "superseded",
            Self::CessationOfOperation => "cessationOfOperation",
        }
    }

    pub(crate) fn from_field(fields: &Fields, name: &str) -> Result<Option<Self>, Issue> {
        let text = match fields.get(name) {
            RawValue::Missing => return Ok(None),
            RawValue::Text(text) => text,
            other => {
                let mut issue = wrong_type(name, "one of the five reasons", other);
                issue.message += "; the five are ";
                issue.message += &list();
                return Err(issue);
            }
        };
        Self::from_text(name, text).map(Some)
    }

    pub(crate) fn from_text(name: &str, text: &str) -> Result<Self, Issue> {
        ALL.into_iter().find(|reason| reason.as_str() == text).ok_or_else(|| Self::unknown(name, text))
    }

    #[cold]
    fn unknown(name: &str, text: &str) -> Issue {
        let input = RawValue::Text(text.to_owned());
        let got = input.describe();
        let near = nearest(text, &ALL.map(Self::as_str));
        let hint = near.map_or(String::new(), |near| format!("did you mean {near}? "));
        let message = format!("{name} {got} is not a reason that CertCentral accepts; {hint}the five are {}", list());
        Issue::new(name, Rule::UnknownValue, message)
    }
}

fn list() -> String {
    listed(&ALL.map(RevocationReason::as_str))
}
