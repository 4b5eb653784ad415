//! The approval rules of a gateway. Exported as `certcentral-revoke/guard`. Input and output are JSON text: a rule reads a whole
//! history at once, and one text takes one call into the module.

use serde::Serialize;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use super::super::{host::Host, output};
use crate::{
    json::{Json, json_text},
    policy::guard::{
        AddressOptions, ApprovalCheck, Binding, DecisionCheck, Freezing, HoldCheck, HoldLift, HoldState, LimitCheck,
        Person, PlanAgeCheck, Read, Reader, Recount, Releasing, RequestCheck, SetHold, TwoPersonPolicy,
        normalize_address, read,
    },
};

/// Reads the input of a rule, and returns its result.
fn apply(input: &str, host: &Host, rule: fn(&Json<'_>, &mut Reader) -> String) -> Result<String, JsValue> {
    let mut result = String::new();
    match read(input, &mut |json, reader| result = rule(json, reader)) {
        Ok(()) => Ok(result),
        Err(issues) => Err(output::invalid(host, issues, None)),
    }
}

/// Applies a rule to its input. Not to placeholders: with an issue, there is no result.
fn result<I: Read, O: Serialize>(json: &Json<'_>, reader: &mut Reader, rule: impl FnOnce(I) -> O) -> String {
    let input = I::read(json, reader);
    if reader.is_valid() { json_text(&rule(input)) } else { String::new() }
}

/// Whether two identities are the same person. `input`: both.
#[wasm_bindgen(js_name = samePerson)]
pub fn same_person(input: &str, host: &Host) -> Result<String, JsValue> {
    apply(input, host, |json, reader| result(json, reader, |(one, other): (Person, Person)| one.is(&other)))
}

/// Returns the canonical form of an e-mail address. `input`: the address and the options.
#[wasm_bindgen(js_name = normalizeAddress)]
pub fn normalized_address(input: &str, host: &Host) -> Result<String, JsValue> {
    apply(input, host, |json, reader| {
        result(json, reader, |(address, options): (String, AddressOptions)| normalize_address(&address, options))
    })
}

/// Returns whether a change needs a second person.
#[wasm_bindgen(js_name = approvalDemand)]
pub fn approval_demand(input: &str, host: &Host) -> Result<String, JsValue> {
    apply(input, host, |json, reader| result(json, reader, |check: ApprovalCheck| check.demand()))
}

/// Returns the approvals that a proposal requires. `input`: the settings, or `null`.
#[wasm_bindgen(js_name = quorumOf)]
pub fn quorum_of(input: &str, host: &Host) -> Result<String, JsValue> {
    apply(input, host, |json, reader| {
        result(json, reader, |policy: Option<TwoPersonPolicy>| TwoPersonPolicy::quorum_or_one(policy.as_ref()))
    })
}

/// Returns what the decision on a proposal does.
#[wasm_bindgen(js_name = decideProposal)]
pub fn decide_proposal(input: &str, host: &Host) -> Result<String, JsValue> {
    apply(input, host, |json, reader| result(json, reader, |check: DecisionCheck| check.decide()))
}

/// Returns whether the decision on an approval request may be sent.
#[wasm_bindgen(js_name = decideRequest)]
pub fn decide_request(input: &str, host: &Host) -> Result<String, JsValue> {
    apply(input, host, |json, reader| result(json, reader, |check: RequestCheck| check.decide()))
}

/// Returns whether the revocation limit allows a change.
#[wasm_bindgen(js_name = checkRevocationLimit)]
pub fn check_revocation_limit(input: &str, host: &Host) -> Result<String, JsValue> {
    apply(input, host, |json, reader| result(json, reader, |check: LimitCheck| check.verdict()))
}

/// Whether a hold is in force.
#[wasm_bindgen(js_name = isHeld)]
pub fn is_held(input: &str, host: &Host) -> Result<String, JsValue> {
    apply(input, host, |json, reader| {
        result(json, reader, |HoldState { hold, now_unix_ms }: HoldState| hold.is_held(now_unix_ms))
    })
}

/// Returns whether a target is on hold.
#[wasm_bindgen(js_name = checkHolds)]
pub fn check_holds(input: &str, host: &Host) -> Result<String, JsValue> {
    apply(input, host, |json, reader| result(json, reader, |check: HoldCheck| check.verdict()))
}

/// Returns the hold to store.
#[wasm_bindgen(js_name = setHold)]
pub fn set_hold(input: &str, host: &Host) -> Result<String, JsValue> {
    apply(input, host, |json, reader| result(json, reader, |set: SetHold| set.result()))
}

/// Returns whether a person may lift a hold alone.
#[wasm_bindgen(js_name = liftHold)]
pub fn lift_hold(input: &str, host: &Host) -> Result<String, JsValue> {
    apply(input, host, |json, reader| result(json, reader, |lift: HoldLift| lift.result()))
}

/// Returns the canonical JSON of a binding, as a JSON string.
#[wasm_bindgen(js_name = canonicalBinding)]
pub fn canonical_binding(input: &str, host: &Host) -> Result<String, JsValue> {
    apply(input, host, |json, reader| result(json, reader, Binding::canonical))
}

/// Returns the age of a plan.
#[wasm_bindgen(js_name = checkPlanAge)]
pub fn check_plan_age(input: &str, host: &Host) -> Result<String, JsValue> {
    apply(input, host, |json, reader| result(json, reader, |check: PlanAgeCheck| check.age()))
}

/// Compares the figures of a plan with a recount.
#[wasm_bindgen(js_name = compareFigures)]
pub fn compare_figures(input: &str, host: &Host) -> Result<String, JsValue> {
    apply(input, host, |json, reader| result(json, reader, |recount: Recount| recount.change()))
}

/// Freezes all runs and writes.
#[wasm_bindgen(js_name = freeze)]
pub fn freeze(input: &str, host: &Host) -> Result<String, JsValue> {
    apply(input, host, |json, reader| result(json, reader, Freezing::result))
}

/// Releases the freeze.
#[wasm_bindgen(js_name = releaseFreeze)]
pub fn release_freeze(input: &str, host: &Host) -> Result<String, JsValue> {
    apply(input, host, |json, reader| result(json, reader, Releasing::result))
}
