//! The field in which DigiCert expects a comment.

use serde::{Deserialize, Serialize};

use crate::input::{Fields, Issue, one_of};

/// Under which name a comment is sent. DigiCert's table says `comment`, its examples say `comments`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CommentField {
    /// `comment`, as the table of parameters has it.
    #[default]
    Comment,
    /// `comments`, as the examples have it.
    Comments,
    /// Both.
    Both,
}

impl CommentField {
    /// The field `commentField` of what a caller gave.
    ///
    /// # Errors
    /// One issue that lists what there is.
    pub fn from_fields(fields: &Fields) -> Result<Self, Issue> {
        let known = [("comment", Self::Comment), ("comments", Self::Comments), ("both", Self::Both)];
        Ok(one_of(fields, "commentField", known)?.unwrap_or_default())
    }
}
