//! Functions that send nothing: they build the request of a revocation, and interpret its response.

use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};

use super::{
    host::Host,
    input::Input,
    output::{self, to_js},
    response::{self, bytes_of},
    value::{Foreign, get, is_promise},
};
use crate::api::{
    Action, BuiltRevoke, Cause, CommentField, Endpoint, Failure, Fields, HttpResponse, Issue, Issues, OrderId,
    RawValue, Revoke, Rule, Settings, Target,
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
        Err(issues) => {
            let cause = Cause::UnreadableResponse { status: response::status(response), issues };
            Failure { action: Action::Write, cause }
        }
    };
    Err(host.error(&output::failure(failure, None, &[]), &JsValue::UNDEFINED, None))
}

/// There is no client, and so no API key.
const INPUT: Input<'static> = Input::without_key();

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
    let fields = settings_fields(settings, &mut issues);
    let comment_field = issues.collect(CommentField::from_fields(&fields));
    issues.into_result(comment_field)
}

fn settings_fields(settings: &JsValue, issues: &mut Issues) -> Fields {
    let fields = issues.collect(INPUT.fields("settings", settings, &SETTINGS)).unwrap_or_default();
    issues.collect_all(fields.reject_unknown(&SETTINGS));
    fields
}

fn parse(response: &JsValue, options: &JsValue, settings: &JsValue) -> Result<(Revoke, HttpResponse), Issues> {
    let mut issues = Issues::default();
    let settings = settings_fields(settings, &mut issues);
    let max_bytes = issues.collect(Settings::max_response_bytes(&settings)).unwrap_or_default();
    // The order id does not matter for the interpretation of the response.
    let any_order = OrderId::from_input("orderId", &RawValue::Number(1.0)).map(Target::Order);
    let revoke = issues.collect_all(INPUT.revoke(any_order, options, CommentField::default()));
    let response = issues.collect(read_response(response, max_bytes));
    issues.into_result(revoke.zip(response))
}

/// Reads a `Response`, or any object with a status and a body that needs no waiting.
fn read_response(response: &JsValue, max_bytes: u32) -> Result<HttpResponse, Issue> {
    let wrong = |field, message| Err(Issue::new(field, Rule::Type, message));
    if !response.is_object() {
        let got = INPUT.value(response);
        let message = format!("response must be an object with status and body, got {}", got.describe());
        return wrong("response", message);
    }
    if is_promise(response) {
        return wrong("response", format!("response is {}", INPUT.value(response).describe()));
    }
    let Some(status) = response::status(response) else {
        let got = get(response, "status")
            .map_or(RawValue::Other("a field that cannot be read"), |status| INPUT.value(&status));
        let message = match got {
            RawValue::Missing => "response.status is required: a number from 0 to 999".to_owned(),
            got => format!("response.status must be a number from 0 to 999, got {}", got.describe()),
        };
        return wrong("status", message);
    };
    let Ok(body) = response.unchecked_ref::<Foreign>().body() else {
        return wrong("body", "response.body cannot be read".to_owned());
    };
    let bytes = match INPUT.value(&body) {
        RawValue::Text(text) => return Ok(capped(status, text.into_bytes(), max_bytes)),
        RawValue::Null | RawValue::Missing => return Ok(HttpResponse::new(status, [])),
        other if body.is_string() => return wrong("body", format!("response.body is {}", other.describe())),
        other => bytes_of(&body).ok_or_else(|| {
            let got = other.describe();
            let message = format!("response.body must be text, bytes or null, got {got}; pass await response.text()");
            Issue::new("body", Rule::Type, message)
        })?,
    };
    if bytes.length() > max_bytes {
        return Ok(HttpResponse::too_large(status));
    }
    Ok(HttpResponse::new(status, bytes.to_vec()))
}

fn capped(status: u16, body: Vec<u8>, max_bytes: u32) -> HttpResponse {
    if body.len() > max_bytes as usize { HttpResponse::too_large(status) } else { HttpResponse::new(status, body) }
}
