//! What JavaScript can call. Plain values in, JSON text out: `{"answer":...}` or `{"failure":...}`;
//! nothing here throws, and no state outlives a call.
//!
//! JSON text goes out, rather than objects built field by field: the JSON writer is in the module
//! anyway, and one string is one crossing.

use js_sys::{Array, Promise};
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::future_to_promise;

use super::{
    connection::Connection,
    given::{fields, get, given},
    transport,
};
use crate::api::{
    Action, BuiltRevoke, Cause, CommentField, Endpoint, Failure, FailureDetails, GetOrder, Given, HttpRequest,
    HttpResponse, Issue, Issues, ListOrders, RevokeOrder, Rule, Settings, json_text,
};

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Settled<T> {
    Answer(T),
    Failure(FailureDetails),
}

fn settled<T: Serialize>(result: Result<T, Failure>) -> String {
    let settled = match result {
        Ok(answer) => Settled::Answer(answer),
        Err(failure) => Settled::Failure(failure.into()),
    };
    json_text(&settled)
}

fn invalid(issues: Issues) -> Failure {
    Failure { action: Action::Write, cause: Cause::InvalidInput(issues) }
}

/// Checks what a client is set up with.
#[wasm_bindgen(js_name = checkSettings)]
pub fn check_settings(settings: &JsValue, in_browser: bool) -> String {
    let checked = Connection::new(settings, in_browser, &JsValue::UNDEFINED);
    settled(checked.map(|_| ()).map_err(invalid))
}

/// Checks and builds a revoke without sending it.
#[wasm_bindgen(js_name = buildRevokeOrder)]
pub fn build_revoke_order(order_id: &JsValue, options: &JsValue, settings: &JsValue) -> String {
    let built = revoke_order_of(order_id, options, settings);
    settled(built.map(|call| BuiltRevoke { request: call.request(), warnings: call.warnings() }).map_err(invalid))
}

/// Says what an answer to a revoke means.
#[wasm_bindgen(js_name = parseRevokeResponse)]
pub fn parse_revoke_response(response: &JsValue, options: &JsValue, settings: &JsValue) -> String {
    // Which order it was plays no part in the meaning of the answer.
    let call = revoke_order_of(&JsValue::from(1), options, settings);
    let response = response_of(response, settings);
    settled(both(call, response).map_err(invalid).and_then(|(call, response)| call.parse(&response)))
}

/// Revokes an order. Resolves to the JSON text and the value that stood behind a failure.
#[wasm_bindgen(js_name = revokeOrder)]
pub fn revoke_order(host: JsValue, order_id: &JsValue, options: &JsValue, call: &JsValue) -> Promise {
    // The settings as a whole, this one included, are checked with the connection.
    let comment_field = fields("settings", &get(&host, "settings"), &["apiKey", "fetch"])
        .and_then(|settings| CommentField::from_fields(&settings))
        .unwrap_or_default();
    let options = fields("options", options, &[]).map_err(one);
    let order_id = given(order_id);
    run(host, call, options.and_then(|options| RevokeOrder::from_given(&order_id, &options, comment_field)))
}

/// Reads one order.
#[wasm_bindgen(js_name = getOrder)]
pub fn get_order(host: JsValue, order_id: &JsValue, call: &JsValue) -> Promise {
    run(host, call, GetOrder::from_given(&given(order_id)))
}

/// Reads one page of orders.
#[wasm_bindgen(js_name = listOrders)]
pub fn list_orders(host: JsValue, filter: &JsValue, call: &JsValue) -> Promise {
    let filter = fields("filter", filter, &[]).map_err(one);
    run(host, call, filter.and_then(|filter| ListOrders::from_fields(&filter)))
}

/// One call, whole: check, send, say what the answer means.
fn run<E: Endpoint<Answer: Serialize> + 'static>(
    host: JsValue,
    call: &JsValue,
    endpoint: Result<E, Issues>,
) -> Promise {
    let in_browser = get(&host, "inBrowser").is_truthy();
    let checked = both(endpoint, Connection::new(&get(&host, "settings"), in_browser, call));
    let (endpoint, connection) = match checked {
        Ok(checked) => checked,
        Err(issues) => {
            let settled = settled::<()>(Err(invalid(issues)));
            return Promise::resolve::<JsValue>(&pair(&settled, &JsValue::UNDEFINED).into());
        }
    };
    let request = endpoint.request();
    // One future for every endpoint: only the last step knows which it was.
    let finish = move |answer: Result<HttpResponse, Cause>| {
        let lost = |cause| Failure { action: E::ACTION, cause };
        settled(answer.map_err(lost).and_then(|response| endpoint.parse(&response)))
    };
    future_to_promise(carry(connection, request, host, Box::new(finish)))
}

type Finish = Box<dyn FnOnce(Result<HttpResponse, Cause>) -> String>;

async fn carry(
    connection: Connection,
    request: HttpRequest,
    host: JsValue,
    finish: Finish,
) -> Result<JsValue, JsValue> {
    let (answer, behind) = match transport::send(&connection, &request, &host).await {
        Ok(response) => (Ok(response), JsValue::UNDEFINED),
        Err((cause, behind)) => (Err(cause), behind),
    };
    Ok(pair(&finish(answer), &behind).into())
}

fn pair(text: &str, behind: &JsValue) -> Array {
    Array::of2(&text.into(), behind)
}

fn both<A, B>(a: Result<A, Issues>, b: Result<B, Issues>) -> Result<(A, B), Issues> {
    let mut issues = Issues::default();
    let (a, b) = (issues.gather(a), issues.gather(b));
    issues.none_or(a.zip(b))
}

fn one(issue: Issue) -> Issues {
    Issues(vec![issue])
}

fn revoke_order_of(order_id: &JsValue, options: &JsValue, settings: &JsValue) -> Result<RevokeOrder, Issues> {
    let mut issues = Issues::default();
    let settings = issues.take(fields("settings", settings, &["apiKey", "fetch"])).unwrap_or_default();
    issues.gather(settings.only(&["commentField", "maxResponseBytes"]));
    let comment_field = issues.take(CommentField::from_fields(&settings)).unwrap_or_default();
    let options = issues.take(fields("options", options, &[])).unwrap_or_default();
    let call = issues.gather(RevokeOrder::from_given(&given(order_id), &options, comment_field));
    issues.none_or(call)
}

fn response_of(response: &JsValue, settings: &JsValue) -> Result<HttpResponse, Issues> {
    let mut issues = Issues::default();
    let settings = fields("settings", settings, &["apiKey", "fetch"]).unwrap_or_default();
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
