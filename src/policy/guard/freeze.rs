//! The stop button: everyone may freeze all runs and writes, and two different people release them.

use serde::Serialize;

use super::{
    person::Person,
    read::record,
    time::{Minutes, UnixMs},
};

/// The first of the two people who release a freeze.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Release {
    /// Who releases it.
    pub by: Person,
    /// When.
    pub unix_ms: UnixMs,
}

record! { Release { by: "by", unix_ms: "unixMs" } }

/// A freeze. While it is in force nothing is sent, not even what was approved.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Freeze {
    /// Who froze first.
    pub by: Person,
    /// Why.
    pub reason: String,
    /// Since when.
    pub since_unix_ms: UnixMs,
    /// The first release. `null` if there is none.
    pub release: Option<Release>,
}

record! { Freeze { by: "by", reason: "reason", since_unix_ms: "sinceUnixMs", release: "release" } }

/// What a freeze does.
///
/// - `frozen`: nothing is sent from now on
/// - `already-frozen`: nothing was sent before either
/// - `release-canceled`: likewise, and the first release no longer counts
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the list above documents each variant, for TypeScript too")]
pub enum FreezeOutcome {
    Frozen,
    AlreadyFrozen,
    ReleaseCanceled,
}

/// The result of a freeze.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct FreezeResult {
    /// The state to store.
    pub freeze: Freeze,
    /// What it does.
    pub result: FreezeOutcome,
}

/// What a freeze depends on.
#[derive(Clone, Debug)]
pub struct Freezing {
    /// The stored state.
    pub freeze: Option<Freeze>,
    /// Who freezes.
    pub by: Person,
    /// Why.
    pub reason: String,
    /// The current time.
    pub now_unix_ms: UnixMs,
}

record! { Freezing { freeze: "freeze", by: "by", reason: "reason", now_unix_ms: "nowUnixMs" } }

impl Freezing {
    /// Freezes.
    #[must_use]
    pub fn result(self) -> FreezeResult {
        let Self { freeze, by, reason, now_unix_ms } = self;
        match freeze {
            None => {
                let freeze = Freeze { by, reason, since_unix_ms: now_unix_ms, release: None };
                FreezeResult { freeze, result: FreezeOutcome::Frozen }
            }
            Some(freeze) => {
                let result = match freeze.release {
                    None => FreezeOutcome::AlreadyFrozen,
                    Some(_) => FreezeOutcome::ReleaseCanceled,
                };
                FreezeResult { freeze: Freeze { release: None, ..freeze }, result }
            }
        }
    }
}

/// What a release does.
///
/// - `released`: two people released it, and changes can be sent again
/// - `second-person`: another person has to release it too
/// - `same-person`: this person released it already
/// - `not-frozen`: there is nothing to release
/// - `not-a-person`: a service token cannot release it
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the list above documents each variant, for TypeScript too")]
pub enum ReleaseOutcome {
    Released,
    SecondPerson,
    SamePerson,
    NotFrozen,
    NotAPerson,
}

/// The result of a release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ReleaseResult {
    /// The state to store. `null` if it is not frozen.
    pub freeze: Option<Freeze>,
    /// What it does.
    pub result: ReleaseOutcome,
}

/// What a release depends on.
#[derive(Clone, Debug)]
pub struct Releasing {
    /// The stored state.
    pub freeze: Option<Freeze>,
    /// Who releases it.
    pub by: Person,
    /// How long the first release waits for the second one.
    pub release_minutes: Minutes,
    /// Whether service tokens may release it.
    pub services_decide: bool,
    /// The current time.
    pub now_unix_ms: UnixMs,
}

record! {
    Releasing { freeze: "freeze", by: "by", now_unix_ms: "nowUnixMs" }
    optional { release_minutes: "releaseMinutes" = hour(), services_decide: "servicesDecide" = false }
}

impl Releasing {
    /// Releases the freeze, if another person released it before.
    #[must_use]
    pub fn result(self) -> ReleaseResult {
        let Self { freeze, by, release_minutes, services_decide, now_unix_ms } = self;
        let Some(freeze) = freeze else { return ReleaseResult { freeze: None, result: ReleaseOutcome::NotFrozen } };
        if by.is_service() && !services_decide {
            return ReleaseResult { freeze: Some(freeze), result: ReleaseOutcome::NotAPerson };
        }
        let is_recent = |release: &&Release| now_unix_ms < release.unix_ms.plus(release_minutes);
        match freeze.release.as_ref().filter(is_recent) {
            None => {
                let release = Some(Release { by, unix_ms: now_unix_ms });
                ReleaseResult { freeze: Some(Freeze { release, ..freeze }), result: ReleaseOutcome::SecondPerson }
            }
            Some(first) if first.by.is(&by) => {
                ReleaseResult { freeze: Some(freeze), result: ReleaseOutcome::SamePerson }
            }
            Some(_) => ReleaseResult { freeze: None, result: ReleaseOutcome::Released },
        }
    }
}

fn hour() -> Minutes {
    Minutes::new(60)
}
