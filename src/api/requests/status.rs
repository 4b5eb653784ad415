//! The status of an approval request.

use serde::{Serialize, Serializer};

/// The status of a request. The documented values complete in an editor; DigiCert may return others.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(type = "\"submitted\" | \"pending\" | \"approved\" | \"rejected\" | (string & {})"))]
pub enum RequestStatus {
    /// The request is submitted.
    Submitted,
    /// The request waits for an approver.
    Pending,
    /// The request is approved.
    Approved,
    /// The request is rejected.
    Rejected,
    /// An undocumented status. It never counts as success.
    Other(String),
}

impl RequestStatus {
    /// Returns the status as DigiCert writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Submitted => "submitted",
            Self::Pending => "pending",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Other(word) => word,
        }
    }
}

impl Serialize for RequestStatus {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl From<&str> for RequestStatus {
    fn from(word: &str) -> Self {
        match word {
            "submitted" => Self::Submitted,
            "pending" => Self::Pending,
            "approved" => Self::Approved,
            "rejected" => Self::Rejected,
            _ => Self::Other(word.to_owned()),
        }
    }
}
