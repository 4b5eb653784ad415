//! Carries one request over `fetch` and brings back what came, whatever it is.
//! No redirect is followed, because every runtime would take the key along; no more of a body is
//! read than allowed. Only options that every runtime knows are used.

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{RequestInit, RequestRedirect};

use super::{
    connection::Connection,
    given::get,
    host::set,
    stop::{Ended, Stop},
};
use crate::api::{Cause, HttpRequest, HttpResponse, Method, Problem};

/// Why there is no answer, and the JavaScript value that stood behind it.
pub(super) type Lost = (Cause, JsValue);

/// Sends once. `host.sent` turns true just before a change leaves our hands, so that it can be told what may have
/// happened even if everything in here dies.
pub(super) async fn send(
    connection: &Connection,
    request: &HttpRequest,
    timeout_ms: u32,
    host: &JsValue,
) -> Result<HttpResponse, Lost> {
    let stop = Stop::new(connection.signal.clone(), timeout_ms).map_err(|error| lost(None, error))?;
    let init = init(connection, request, &stop);
    let url = connection.settings.base_url.join(&request.path);
    if request.method == Method::Put {
        set(host, "sent", &JsValue::TRUE);
    }
    let answer = connection.fetch.call2(&JsValue::UNDEFINED, &url.into(), &init).map_err(|error| lost(None, error))?;
    let ended = |status, ended| match ended {
        Ended::TimedOut => (Cause::TimedOut { after_ms: timeout_ms }, JsValue::UNDEFINED),
        Ended::Aborted(reason) => (Cause::Aborted { sent: true }, reason),
        Ended::Failed(error) => lost(status, error),
    };
    let answer = stop.wait(&Promise::resolve(&answer)).await.map_err(|why| ended(None, why))?;
    let status = status_of(&answer).ok_or_else(|| lost(None, JsValue::UNDEFINED))?;
    if status < 200 || (300..400).contains(&status) {
        return Ok(HttpResponse::new(status, []));
    }
    let response = read_body(&answer, status, connection.settings.max_response_bytes, &stop).await;
    let mut response = response.map_err(|why| ended(Some(status), why))?;
    response.retry_after = retry_after(&answer);
    Ok(response)
}

fn retry_after(answer: &JsValue) -> Option<String> {
    let headers = get(answer, "headers");
    let header = get(&headers, "get").dyn_into::<Function>().ok()?.call1(&headers, &"retry-after".into());
    header.ok()?.as_string()
}

fn lost(status: Option<u16>, error: JsValue) -> Lost {
    (Cause::Unclear { status, problem: Problem::ConnectionFailed, errors: Vec::new() }, error)
}

fn init(connection: &Connection, request: &HttpRequest, stop: &Stop) -> RequestInit {
    let headers = Object::new();
    for (name, value) in request.headers.pairs() {
        set(&headers, name, &value.into());
    }
    if let Some(key) = &connection.key {
        set(&headers, "X-DC-DEVKEY", key);
    }
    let init = RequestInit::new();
    init.set_method(request.method.as_str());
    init.set_headers(&headers);
    init.set_redirect(RequestRedirect::Manual);
    init.set_signal(Some(&stop.signal()));
    if let Some(body) = &request.body {
        init.set_body(&body.into());
    }
    init
}

/// The status, if this is an answer at all: a caller's own `fetch` may return anything.
/// 0 for the redirect that browsers hide.
fn status_of(answer: &JsValue) -> Option<u16> {
    let status = get(answer, "status").as_f64()?;
    let fits = status.fract() == 0.0 && (0.0..1000.0).contains(&status);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and below 1000, checked above")]
    fits.then_some(status as u16)
}

async fn read_body(answer: &JsValue, status: u16, most: u32, stop: &Stop) -> Result<HttpResponse, Ended> {
    let body = get(answer, "body");
    let Some(reader) = call(&body, "getReader") else {
        return read_at_once(answer, &body, status, most, stop).await;
    };
    let mut bytes = Vec::new();
    loop {
        let part = stop.wait(&promise(&reader, "read")).await?;
        if get(&part, "done").is_truthy() {
            return Ok(HttpResponse::new(status, bytes));
        }
        let chunk = get(&part, "value").dyn_into::<Uint8Array>().map_err(Ended::Failed)?;
        if bytes.len() + chunk.length() as usize > most as usize {
            return Ok(HttpResponse::too_large(status));
        }
        bytes.extend(chunk.to_vec());
    }
}

/// For answers without a stream: no body at all, or one that a caller's own `fetch` gives in one piece.
async fn read_at_once(
    answer: &JsValue,
    body: &JsValue,
    status: u16,
    most: u32,
    stop: &Stop,
) -> Result<HttpResponse, Ended> {
    if body.is_null() {
        return Ok(HttpResponse::new(status, []));
    }
    let buffer = stop.wait(&promise(answer, "arrayBuffer")).await?;
    let bytes = Uint8Array::new(&buffer);
    if bytes.length() > most {
        return Ok(HttpResponse::too_large(status));
    }
    Ok(HttpResponse::new(status, bytes.to_vec()))
}

fn call(object: &JsValue, method: &str) -> Option<JsValue> {
    let method = get(object, method).dyn_into::<Function>().ok()?;
    Reflect::apply(&method, object, &Array::new()).ok()
}

/// What a method promises; a method that is not there, or throws, promises a failure.
fn promise(object: &JsValue, method: &str) -> Promise {
    match call(object, method) {
        Some(value) => Promise::resolve(&value),
        None => Promise::reject(&JsValue::UNDEFINED),
    }
}
