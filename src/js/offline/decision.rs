//! Functions that send nothing, for the decision on an approval request: they build its request, and interpret its response.

use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use super::{INPUT, read_response, settings_fields, unreadable};
use crate::{
    api::{DecideRequest, Decision, Endpoint, Fields, HttpResponse, Issues, Settings},
    js::{
        host::Host,
        output::{self, to_js},
    },
};

/// The settings that apply to the response to a decision.
const SETTINGS: [&str; 1] = ["maxResponseBytes"];

/// Builds the request of `requests.approve` or `requests.reject`.
#[wasm_bindgen(js_name = buildDecision)]
pub fn build_decision(
    request_id: &JsValue,
    decision: &JsValue,
    options: &JsValue,
    host: &Host,
) -> Result<JsValue, JsValue> {
    let mut issues = Issues::default();
    let fields = issues.collect(INPUT.fields("options", options, &DecideRequest::FIELDS)).unwrap_or_default();
    let decide = issues.collect_all(decided(request_id, decision, &fields));
    match issues.into_result(decide) {
        Ok(decide) => Ok(to_js(&decide.request())),
        Err(issues) => Err(output::invalid(host, issues, None)),
    }
}

/// Interprets the response to a decision. The decision was sent, so with invalid input the effect is unknown, not none.
#[wasm_bindgen(js_name = parseDecisionResponse)]
pub fn parse_decision_response(
    response: &JsValue,
    request_id: &JsValue,
    decision: &JsValue,
    settings: &JsValue,
    host: &Host,
) -> Result<JsValue, JsValue> {
    let failure = match parse(response, request_id, decision, settings) {
        Ok((decide, response)) => match decide.parse(&response) {
            Ok(outcome) => return Ok(to_js(&outcome)),
            Err(failure) => failure,
        },
        Err(issues) => unreadable(response, issues),
    };
    Err(host.error(&output::failure(failure, None, &[]), &JsValue::UNDEFINED, None))
}

fn decided(request_id: &JsValue, decision: &JsValue, fields: &Fields) -> Result<DecideRequest, Issues> {
    let mut issues = Issues::default();
    let decision = issues.collect(Decision::from_input("decision", &INPUT.value(decision)));
    // Without a decision the other arguments are still validated, so that every issue is reported at once.
    let request = DecideRequest::from_input(&INPUT.value(request_id), decision.unwrap_or(Decision::Rejected), fields);
    let request = issues.collect_all(request);
    issues.into_result(request)
}

fn parse(
    response: &JsValue,
    request_id: &JsValue,
    decision: &JsValue,
    settings: &JsValue,
) -> Result<(DecideRequest, HttpResponse), Issues> {
    let mut issues = Issues::default();
    let settings = settings_fields(settings, &SETTINGS, &mut issues);
    let max_bytes = issues.collect(Settings::max_response_bytes(&settings)).unwrap_or_default();
    let decide = issues.collect_all(decided(request_id, decision, &Fields::default()));
    let response = issues.collect(read_response(response, max_bytes));
    issues.into_result(decide.zip(response))
}
