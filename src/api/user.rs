//! The user that the API key belongs to: `GET /user/me`. Source: DigiCert's pages "User info" and "Glossary".

use serde::Serialize;

use super::{
    cause::Cause, classify::body_of, endpoint::Endpoint, failure::Action, http::HttpRequest, ids::UserId,
    problem::Problem, response::HttpResponse,
};
use crate::json::Json;

/// The id of the role Administrator (source: glossary, access roles).
const ADMINISTRATOR: u32 = 1;

/// Reads the user that the API key belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GetMe;

/// The user that the API key belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Me {
    /// The user id, in decimal digits.
    #[cfg_attr(test, ts(type = "string"))]
    pub id: UserId,
    /// The user name for sign-in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The first name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// The last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// The email address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The names of the user's roles.
    pub access_roles: Vec<String>,
    /// `true` if the user is an administrator and can set `skipApproval`. `undefined` if DigiCert returned no roles. A
    /// restricted API key of an administrator (for example view only) also reports `true`, and DigiCert still refuses it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub may_skip_approval: Option<bool>,
}

impl Endpoint for GetMe {
    type Output = Me;

    const ACTION: Action = Action::Read;

    fn request(&self) -> HttpRequest {
        HttpRequest::get("/user/me".to_owned())
    }

    fn read(&self, response: &HttpResponse) -> Result<Me, Cause> {
        let json = body_of(response)?;
        let id = UserId::from_json(json.field("id"));
        let id = id.ok_or_else(|| Cause::unclear(response, Problem::NotUnderstood))?;
        let roles = json.field("access_roles").as_list().unwrap_or_default();
        let administrator = |role: &Json| role.count("id") == Some(ADMINISTRATOR);
        Ok(Me {
            id,
            username: json.text("username"),
            first_name: json.text("first_name"),
            last_name: json.text("last_name"),
            email: json.text("email"),
            access_roles: roles.iter().filter_map(|role| role.text("name")).collect(),
            may_skip_approval: (!roles.is_empty()).then(|| roles.iter().any(administrator)),
        })
    }
}
