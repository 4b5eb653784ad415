//! A revoke request that another HTTP client sends.

use serde::{Serialize, Serializer, ser::SerializeStruct};

use super::outcome::Warning;
use crate::api::http::HttpRequest;

/// A validated revoke request that was not sent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct BuiltRevoke {
    /// The request to send.
    #[cfg_attr(test, ts(flatten))]
    pub request: HttpRequest,
    /// Conditions that need attention. Empty if there are none.
    pub warnings: Vec<Warning>,
}

/// The fields of the request and the warnings, side by side. Written out, because a flattened struct is serialized as a map,
/// whose names are not known before.
impl Serialize for BuiltRevoke {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let HttpRequest { method, path, headers, body } = &self.request;
        let mut fields = serializer.serialize_struct("BuiltRevoke", 5)?;
        fields.serialize_field("method", method)?;
        fields.serialize_field("path", path)?;
        fields.serialize_field("headers", headers)?;
        match body {
            Some(body) => fields.serialize_field("body", body)?,
            None => fields.skip_field("body")?,
        }
        fields.serialize_field("warnings", &self.warnings)?;
        fields.end()
    }
}
