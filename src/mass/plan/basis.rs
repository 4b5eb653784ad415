//! What a plan is made of, as text: who keeps it (a job that waits for a second person, a page that was reloaded) has the same
//! plan again, and not a copy of its figures that could say something else. Not here: what follows from it (`mod.rs`).

use serde::{Deserialize, Serialize};

use super::{dry_run::Plan, pace_settings::PaceSettings, terms::Terms};
use crate::{
    api::json_text,
    mass::{Item, Surveyed},
};

/// Everything a plan is made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Basis {
    /// The list.
    pub items: Vec<Item>,
    /// What `CertCentral` knows of it.
    pub surveyed: Surveyed,
    /// What is true for the whole list.
    pub terms: Terms,
    /// How fast calls may follow each other.
    pub pace: PaceSettings,
    /// When it was made: milliseconds since 1970.
    pub made_unix_ms: u64,
}

impl Basis {
    /// The plan.
    #[must_use]
    pub fn plan(self) -> Plan {
        let Self { items, surveyed, terms, pace, made_unix_ms } = self;
        Plan::new(items, &surveyed, terms, &pace, made_unix_ms)
    }

    /// As text.
    #[must_use]
    pub fn to_text(&self) -> String {
        json_text(self)
    }

    /// Reads what `to_text` wrote; nothing where it is anything else.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}
