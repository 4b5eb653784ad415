//! Functions that send nothing, for a revocation: they build its request, and interpret its response.

use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use super::{INPUT, read_response, settings_fields, unreadable};
use crate::{
    api::{
        BuiltRevoke, CommentField, Endpoint, HttpResponse, Issue, Issues, OrderId, RawValue, Revoke, Settings, Target,
    },
    js::{
        host::Host,
        output::{self, to_js},
    },
};

/// The settings that apply without a client.
const SETTINGS: [&str; 2] = ["commentField", "maxResponseBytes"];

/// Builds the request of `revokeOrder`.
#[wasm_bindgen(js_name = buildRevokeOrder)]
pub fn build_revoke_order(
    id: &JsValue,
    options: &JsValue,
    settings: &JsValue,
    host: &Host,
) -> Result<JsValue, JsValue> {
    built(OrderId::from_input("orderId", &INPUT.value(id)).map(Target::Order), options, settings, host)
}

/// Builds the request of `revokeCertificate`.
#[wasm_bindgen(js_name = buildRevokeCertificate)]
pub fn build_revoke_certificate(
    id: &JsValue,
    options: &JsValue,
    settings: &JsValue,
    host: &Host,
) -> Result<JsValue, JsValue> {
    built(Target::certificate_from_input("certificate", &INPUT.value(id)), options, settings, host)
}

/// Interprets the response to a revocation. The revocation was sent, so with invalid input the effect is unknown, not
/// none.
#[wasm_bindgen(js_name = parseRevokeResponse)]
pub fn parse_revoke_response(
    response: &JsValue,
    options: &JsValue,
    settings: &JsValue,
    host: &Host,
) -> Result<JsValue, JsValue> {
    let failure = match parse(response, options, settings) {
        Ok((revoke, response)) => match revoke.parse(&response) {
            Ok(outcome) => return Ok(to_js(&outcome)),
            Err(failure) => failure,
        },
        Err(issues) => unreadable(response, issues),
    };
    Err(host.error(&output::failure(failure, None, &[]), &JsValue::UNDEFINED, None))
}

fn built(
    target: Result<Target, Issue>,
    options: &JsValue,
    settings: &JsValue,
    host: &Host,
) -> Result<JsValue, JsValue> {
    let mut issues = Issues::default();
    let comment_field = issues.collect_all(comment_field(settings)).unwrap_or_default();
    let revoke = issues.collect_all(INPUT.revoke(target, options, comment_field));
    match issues.into_result(revoke) {
        Ok(revoke) => Ok(to_js(&BuiltRevoke { request: revoke.request(), warnings: revoke.warnings() })),
        Err(issues) => Err(output::invalid(host, issues, None)),
    }
}

fn comment_field(settings: &JsValue) -> Result<CommentField, Issues> {
    let mut issues = Issues::default();
    let fields = settings_fields(settings, &SETTINGS, &mut issues);
    let comment_field = issues.collect(CommentField::from_fields(&fields));
    issues.into_result(comment_field)
}

fn parse(response: &JsValue, options: &JsValue, settings: &JsValue) -> Result<(Revoke, HttpResponse), Issues> {
    let mut issues = Issues::default();
    let settings = settings_fields(settings, &SETTINGS, &mut issues);
    let max_bytes = issues.collect(Settings::max_response_bytes(&settings)).unwrap_or_default();
    // The order id does not matter for the interpretation of the response.
    let any_order = OrderId::from_input("orderId", &RawValue::Number(1.0)).map(Target::Order);
    let revoke = issues.collect_all(INPUT.revoke(any_order, options, CommentField::default()));
    let response = issues.collect(read_response(response, max_bytes));
    issues.into_result(revoke.zip(response))
}
