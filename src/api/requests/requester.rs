//! A user as an approval request names them.

use serde::Serialize;

use crate::{
    api::{ids::UserId, problem::Problem},
    json::Json,
};

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
