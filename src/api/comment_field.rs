//! The field in which DigiCert expects a comment.

use serde::{Deserialize, Serialize};

use crate::input::{Fields, Issue, one_of};

/// The field in which a comment is sent. DigiCert's parameter table says `comment`, its examples say `comments`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CommentField {
    /// `comment`, as in the parameter table.
    #[default]
    Comment,
    /// `comments`, as in the examples.
    Comments,
    /// Both fields.
    Both,
}

impl CommentField {
    /// Reads the setting `commentField`.
    ///
    /// # Errors
    /// One issue that lists the known values.
    pub fn from_fields(fields: &Fields) -> Result<Self, Issue> {
        let known = [("comment", Self::Comment), ("comments", Self::Comments), ("both", Self::Both)];
        Ok(one_of(fields, "commentField", known)?.unwrap_or_default())
    }
}
