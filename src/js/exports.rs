//! What JavaScript can call. Plain values in, JSON text out: `{"answer":...}` or `{"failure":...}`;
//! nothing here throws, and no state outlives a call.
//!
//! JSON text goes out, rather than objects built field by field: the JSON writer is in the module
//! anyway, and one string is one crossing.

use js_sys::{Array, Math, Promise};
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::future_to_promise;

use super::{
    connection::{Connection, OPAQUE},
    drive::{AnyPlan, drive, settled, single, told},
    given::{fields, get, given},
};
use crate::{
    api::{
        Action, BuiltRevoke, Cause, CommentField, DecideRequest, Decision, Endpoint, Failure, Fields, GetMe, GetOrder,
        GetRequest, Given, HttpResponse, Issue, Issues, ListOrders, ListRequests, OrderId, Revoke, Rule, Settings,
        Target, json_text,
    },
    policy::{BlastRadiusOf, Change, Wait},
};

fn invalid(issues: Issues) -> Failure {
    Failure { action: Action::Write, cause: Cause::InvalidInput(issues) }
}

fn at_once<T: Serialize>(result: Result<T, Failure>) -> JsValue {
    settled(result.map(|answer| json_text(&answer)), None, &JsValue::UNDEFINED)
}

/// Checks what a client is set up with.
#[wasm_bindgen(js_name = checkSettings)]
pub fn check_settings(settings: &JsValue, in_browser: bool) -> JsValue {
    let checked = Connection::new(settings, in_browser, &JsValue::UNDEFINED);
    at_once(checked.map(|_| ()).map_err(invalid))
}

/// Checks and builds a revoke without sending it: of an order, or with `certificate` of one certificate.
#[wasm_bindgen(js_name = buildRevoke)]
pub fn build_revoke(certificate: bool, id: &JsValue, options: &JsValue, settings: &JsValue) -> JsValue {
    let built = revoke_of(target(certificate, id), options, settings);
    at_once(built.map(|call| BuiltRevoke { request: call.request(), warnings: call.warnings() }).map_err(invalid))
}

/// Says what an answer to a revoke means.
#[wasm_bindgen(js_name = parseRevokeResponse)]
pub fn parse_revoke_response(response: &JsValue, options: &JsValue, settings: &JsValue) -> JsValue {
    // Which order it was plays no part in the meaning of the answer.
    let call = revoke_of(target(false, &JsValue::from(1)), options, settings);
    let response = response_of(response, settings);
    at_once(both(call, response).map_err(invalid).and_then(|(call, response)| call.parse(&response)))
}

/// Revokes an order, or with `certificate` one certificate. Like every call from here on it resolves to the JSON text
/// and the value that stood behind a failure.
#[wasm_bindgen]
pub fn revoke(host: JsValue, certificate: bool, id: &JsValue, options: &JsValue, call: &JsValue) -> Promise {
    let connection = connect(&host, call);
    let (comment_field, token) = match &connection {
        Ok(Connection { settings, .. }) => (settings.comment_field, settings.correlation_token),
        Err(_) => Default::default(),
    };
    let revoke = named("options", options)
        .and_then(|options| Revoke::from_given(target(certificate, id), &options, comment_field))
        .map(|revoke| Revoke { correlation_token: token.then(correlation_token), ..revoke });
    let retry = connection.as_ref().ok().and_then(|connection| connection.policy.retry);
    run(host, connection, revoke.map(|revoke| told(Change::new(revoke, retry))))
}

/// Approves or rejects a request.
#[wasm_bindgen(js_name = decideRequest)]
pub fn decide_request(host: JsValue, approve: bool, id: &JsValue, options: &JsValue, call: &JsValue) -> Promise {
    let connection = connect(&host, call);
    let decision = if approve { Decision::Approved } else { Decision::Rejected };
    let decide =
        named("options", options).and_then(|options| DecideRequest::from_given(&given(id), decision, &options));
    let retry = connection.as_ref().ok().and_then(|connection| connection.policy.retry);
    run(host, connection, decide.map(|decide| told(Change::new(decide, retry))))
}

/// Reads; `what` names which of the reads, `which` says of what.
#[wasm_bindgen]
pub fn read(host: JsValue, what: &str, which: &JsValue, call: &JsValue) -> Promise {
    let connection = connect(&host, call);
    let filter = || named("filter", which);
    let plan = match what {
        "order" => GetOrder::from_given(&given(which)).map(single),
        "orders" => filter().and_then(|filter| ListOrders::from_fields(&filter)).map(single),
        "certificates" => GetOrder::from_given(&given(which)).map(|get| told(BlastRadiusOf::new(get.order_id))),
        "request" => GetRequest::from_given(&given(which)).map(single),
        "requests" => filter().and_then(|filter| ListRequests::from_fields(&filter)).map(single),
        _ => Ok(single(GetMe)),
    };
    run(host, connection, plan)
}

/// Waits until a revocation has come about.
#[wasm_bindgen]
pub fn wait(host: JsValue, target: &JsValue, options: &JsValue, call: &JsValue) -> Promise {
    let connection = connect(&host, call);
    let ids = get(target, "orderIds");
    let ids = Array::is_array(&ids).then(|| ids.unchecked_into::<Array>().iter().map(|id| given(&id)).collect());
    let plan = both(named("target", target), named("options", options))
        .and_then(|(target, options)| Wait::from_given(&target, ids, &options));
    run(host, connection, plan.map(told))
}

fn connect(host: &JsValue, call: &JsValue) -> Result<Connection, Issues> {
    Connection::new(&get(host, "settings"), get(host, "inBrowser").is_truthy(), call)
}

/// One call, whole: what was given is right, or everything that is wrong with it is said at once.
fn run(host: JsValue, connection: Result<Connection, Issues>, plan: Result<AnyPlan, Issues>) -> Promise {
    match both(plan, connection) {
        Ok((plan, connection)) => future_to_promise(drive(connection, plan, host)),
        Err(issues) => Promise::resolve(&at_once::<()>(Err(invalid(issues)))),
    }
}

fn target(certificate: bool, id: &JsValue) -> Result<Target, Issue> {
    let id = given(id);
    if certificate {
        Target::certificate_from_given("certificate", &id)
    } else {
        OrderId::from_given("orderId", &id).map(Target::Order)
    }
}

/// No secret, only a name that nobody else will have chosen.
fn correlation_token() -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "below 10^15")]
    let number = (Math::random() * 1e15) as u64;
    format!("ccr-{number}")
}

fn named(name: &str, value: &JsValue) -> Result<Fields, Issues> {
    fields(name, value, &[]).map_err(|issue| Issues(vec![issue]))
}

fn both<A, B>(a: Result<A, Issues>, b: Result<B, Issues>) -> Result<(A, B), Issues> {
    let mut issues = Issues::default();
    let (a, b) = (issues.gather(a), issues.gather(b));
    issues.none_or(a.zip(b))
}

fn revoke_of(target: Result<Target, Issue>, options: &JsValue, settings: &JsValue) -> Result<Revoke, Issues> {
    let mut issues = Issues::default();
    let settings = issues.take(fields("settings", settings, &OPAQUE)).unwrap_or_default();
    issues.gather(settings.only(&["commentField", "maxResponseBytes"]));
    let comment_field = issues.take(CommentField::from_fields(&settings)).unwrap_or_default();
    let options = issues.take(fields("options", options, &[])).unwrap_or_default();
    let call = issues.gather(Revoke::from_given(target, &options, comment_field));
    issues.none_or(call)
}

fn response_of(response: &JsValue, settings: &JsValue) -> Result<HttpResponse, Issues> {
    let mut issues = Issues::default();
    let settings = fields("settings", settings, &OPAQUE).unwrap_or_default();
    let most = issues.take(Settings::max_response_bytes(&settings)).unwrap_or_default();
    let response_fields = issues.take(fields("response", response, &["body"])).unwrap_or_default();
    let status = issues.take(response_fields.whole("status", 0, 999)).flatten();
    if status.is_none() && issues.0.is_empty() {
        issues.0.push(Issue::new("status", Rule::Required, "response.status is required"));
    }
    let body = issues.take(body_of(response));
    let response = status.zip(body).map(|(status, body)| {
        let status = u16::try_from(status).unwrap_or_default();
        if body.len() > most as usize { HttpResponse::too_large(status) } else { HttpResponse::new(status, body) }
    });
    issues.none_or(response)
}

fn body_of(response: &JsValue) -> Result<Vec<u8>, Issue> {
    let body = get(response, "body");
    if let Some(bytes) = body.dyn_ref::<js_sys::Uint8Array>() {
        return Ok(bytes.to_vec());
    }
    match given(&body) {
        Given::Missing | Given::Null => Ok(Vec::new()),
        Given::Text(text) => Ok(text.into_bytes()),
        _ => Err(Issue::new("body", Rule::Type, "response.body must be text, a Uint8Array, or null")),
    }
}
