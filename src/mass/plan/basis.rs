//! The inputs of a plan as text. A caller that keeps this text can restore exactly the same plan, for example a job that
//! waits for two-person approval, or a page after a reload.

use serde::{Deserialize, Serialize};

use super::{dry_run::Plan, pace_settings::PaceSettings, terms::Terms};
use crate::{
    json::json_text,
    mass::{Item, SurveyResult},
};

/// The inputs of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Basis {
    /// The list.
    pub items: Vec<Item>,
    /// The survey of the list.
    pub surveyed: SurveyResult,
    /// The options that apply to the whole list.
    pub terms: Terms,
    /// The rate limits and timing assumptions.
    pub pace: PaceSettings,
    /// The time of the plan, in milliseconds since 1970.
    pub made_unix_ms: u64,
}

impl Basis {
    /// Creates the plan.
    #[must_use]
    pub fn plan(self) -> Plan {
        let Self { items, surveyed, terms, pace, made_unix_ms } = self;
        Plan::new(items, &surveyed, terms, &pace, made_unix_ms)
    }

    /// Returns the inputs as text.
    #[must_use]
    pub fn to_text(&self) -> String {
        json_text(self)
    }

    /// Reads the result of `to_text`. `None` for any other text.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}
