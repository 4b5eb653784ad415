//! DigiCert's approval ticket: a *request* to revoke. While it waits, nothing is revoked.

use serde::{Serialize, Serializer};

use super::{
    failure::Problem,
    ids::{RequestId, UserId},
    json::Json,
    order::OrderRequest,
    timestamp::Timestamp,
};

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
    /// The word as DigiCert writes it.
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

/// A CertCentral user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(rename_all = "camelCase", optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Requester {
    /// The user id, in decimal digits.
    #[cfg_attr(test, ts(type = "string"))]
    pub id: UserId,
    /// The first name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// The last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// The email address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// A revocation request that DigiCert created.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(optional_fields))]
pub struct RevokeRequest {
    /// The request id, in decimal digits. It is not the order id.
    pub id: RequestId,
    /// The creation time in UTC: ISO 8601 with an offset, as DigiCert wrote it.
    pub date: Timestamp,
    /// Always `revoke`.
    #[serde(rename = "type")]
    #[cfg_attr(test, ts(type = "\"revoke\""))]
    kind: &'static str,
    /// The status of the request.
    pub status: RequestStatus,
    /// The user who created the request, if DigiCert returned one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requester: Option<Requester>,
    /// The comment that DigiCert stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comments: Option<String>,
}

impl RevokeRequest {
    /// Reads what a revoke answers. Everything the contract names is checked: a text that cannot be
    /// understood whole must not pass for "a request was made".
    pub(crate) fn read(json: &Json) -> Result<Self, Problem> {
        let kind = json.field("type").as_text().ok_or(Problem::NotUnderstood)?;
        if kind != "revoke" {
            return Err(Problem::NotARevokeRequest);
        }
        Ok(Self {
            id: RequestId::from_json(json.field("id")).ok_or(Problem::NotUnderstood)?,
            date: json.field("date").as_text().and_then(Timestamp::parse).ok_or(Problem::NotUnderstood)?,
            kind: "revoke",
            status: json.field("status").as_text().ok_or(Problem::NotUnderstood)?.into(),
            requester: Requester::read(json.field("requester"))?,
            comments: json.text_or_null("comments")?,
        })
    }

    /// As an order tells of it, where what it tells is enough to name it.
    pub(crate) fn of(request: &OrderRequest) -> Option<Self> {
        Some(Self {
            id: request.id,
            date: Timestamp::parse(request.date.as_deref()?)?,
            kind: "revoke",
            status: request.status.as_deref()?.into(),
            requester: None,
            comments: request.comments.clone(),
        })
    }
}

impl Requester {
    pub(crate) fn read(json: &Json) -> Result<Option<Self>, Problem> {
        match json {
            Json::Null => Ok(None),
            json => Ok(Some(Self {
                id: UserId::from_json(json.field("id")).ok_or(Problem::NotUnderstood)?,
                first_name: json.text_or_null("first_name")?,
                last_name: json.text_or_null("last_name")?,
                email: json.text_or_null("email")?,
            })),
        }
    }
}
