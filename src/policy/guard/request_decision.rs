//! The decision on an approval request of `CertCentral`. There the gateway's API key is one user, so that only the gateway knows
//! who submitted a request and who decides on it.

use serde::Serialize;

use super::{demand::Demand, person::Person, read::record};
use crate::api::Decision;

/// Why a decision on a request is refused, in the order of precedence.
///
/// - `not-a-person`: a service token cannot decide
/// - `type-not-read`: the request could not be read, so that its type is unknown
/// - `type-not-allowed`: requests of this type cannot be decided here
/// - `own-request`: the person submitted it, and needs a second person
/// - `second-person`: the submitter is unknown, and the approval needs a second person
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the list above documents each variant, for TypeScript too")]
pub enum RequestRefusal {
    NotAPerson,
    TypeNotRead,
    TypeNotAllowed,
    OwnRequest,
    SecondPerson,
}

/// Whether a person may decide on a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase", tag = "result")]
pub enum RequestDecision {
    /// The decision may be sent.
    Allowed {
        /// Whether another person submitted it, so that two people agree to it.
        is_approved: bool,
    },
    /// The decision is refused.
    Refused {
        /// Why.
        reason: RequestRefusal,
    },
}

/// What the decision on a request depends on.
#[derive(Clone, Debug)]
pub struct RequestCheck {
    /// The decision.
    pub decision: Decision,
    /// Who decides.
    pub by: Person,
    /// The type of the request. `None` if it could not be read.
    pub request_type: Option<String>,
    /// Everyone who took part in its submission. Empty if it is unknown.
    pub submitted_by: Vec<Person>,
    /// Whether the person who decides could have skipped the approval.
    pub may_revoke_alone: bool,
    /// Whether what the request revokes needs a second person.
    pub demand: Demand,
    /// The types that may be decided.
    pub types: Vec<String>,
    /// Whether service tokens may decide.
    pub services_decide: bool,
    /// Whether a person who may not skip the approval may approve their own request nevertheless.
    pub approves_own: bool,
}

record! {
    RequestCheck {
        decision: "decision", by: "by", request_type: "requestType", submitted_by: "submittedBy",
        may_revoke_alone: "mayRevokeAlone", demand: "demand",
    }
    optional {
        types: "types" = revocations(), services_decide: "servicesDecide" = false, approves_own: "approvesOwn" =
        false,
    }
}

impl RequestCheck {
    /// Returns whether the decision may be sent.
    #[must_use]
    pub fn decide(&self) -> RequestDecision {
        match self.check() {
            Ok(is_approved) => RequestDecision::Allowed { is_approved },
            Err(reason) => RequestDecision::Refused { reason },
        }
    }

    fn check(&self) -> Result<bool, RequestRefusal> {
        if self.by.is_service() && !self.services_decide {
            return Err(RequestRefusal::NotAPerson);
        }
        let request_type = self.request_type.as_ref().ok_or(RequestRefusal::TypeNotRead)?;
        if !self.types.contains(request_type) {
            return Err(RequestRefusal::TypeNotAllowed);
        }
        let is_own = self.submitted_by.iter().any(|submitter| submitter.is(&self.by));
        if self.decision == Decision::Rejected {
            return Ok(false);
        }
        let may_alone = self.demand == Demand::None;
        if is_own && !(may_alone && (self.may_revoke_alone || self.approves_own)) {
            return Err(RequestRefusal::OwnRequest);
        }
        if self.submitted_by.is_empty() && !may_alone {
            return Err(RequestRefusal::SecondPerson);
        }
        Ok(!is_own && !self.submitted_by.is_empty())
    }
}

fn revocations() -> Vec<String> {
    vec!["revoke".to_owned()]
}
