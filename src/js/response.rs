//! Reads a response of `fetch`. A caller's own `fetch` may return anything: each property is read with care, and no more of
//! a body is read than allowed.

use gloo_net::http::Headers;
use js_sys::{Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};

use super::{
    api_key::ApiKey,
    deadline::{Deadline, Ended},
    value::{get, method},
};
use crate::api::HttpResponse;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = Uint8Array, js_name = Uint8Array)]
    type Bytes;
    /// A copy of an array buffer, or of whatever a mock returns in its place, for which it may throw.
    #[wasm_bindgen(catch, constructor, js_class = "Uint8Array")]
    fn copied(buffer: &JsValue) -> Result<Bytes, JsValue>;
    /// A view of a buffer. Throws where the buffer was transferred.
    #[wasm_bindgen(catch, constructor, js_class = "Uint8Array")]
    fn shown(buffer: &JsValue, offset: u32, length: u32) -> Result<Bytes, JsValue>;
}

/// Returns the status, if the value is a response at all. 0 is the redirect that browsers hide.
pub(super) fn status(response: &JsValue) -> Option<u16> {
    let status = get(response, "status").ok()?.as_f64()?;
    let fits = status.fract() == 0.0 && (0.0..1000.0).contains(&status);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and below 1000, checked above")]
    fits.then_some(status as u16)
}

/// Returns the header `Retry-After`. Headers of the platform are read by gloo-net, those of a mock or of another realm by
/// their method `get`.
pub(super) fn retry_after(response: &JsValue, key: Option<&ApiKey>) -> Option<String> {
    const NAME: &str = "retry-after";
    let headers = get(response, "headers").ok()?;
    let text = match headers.dyn_into::<web_sys::Headers>() {
        Ok(headers) => Headers::from_raw(headers).get(NAME)?,
        Err(headers) => {
            let value = method(&headers, "get")?.call1(&headers, &NAME.into()).ok()?;
            if key.is_some_and(|key| value.is_string() && key.is_in(&value)) {
                return None;
            }
            value.as_string()?
        }
    };
    Some(text)
}

/// Reads the body. `redact` removes the API key from bytes before they enter linear memory.
pub(super) async fn read(
    response: &JsValue,
    status: u16,
    max_bytes: u32,
    deadline: &Deadline,
    redact: impl Fn(Uint8Array) -> Uint8Array,
) -> Result<HttpResponse, Ended> {
    // A response without a result of its own has no body that means anything.
    if status < 200 || (300..400).contains(&status) {
        return Ok(HttpResponse::new(status, []));
    }
    let body = get(response, "body").map_err(Ended::Failed)?;
    if body.is_null() {
        return Ok(HttpResponse::new(status, []));
    }
    let bytes = if let Some(get_reader) = method(&body, "getReader") {
        let reader = get_reader.call0(&body).map_err(Ended::Failed)?;
        read_stream(&reader, max_bytes, deadline).await?
    } else {
        // A body in one piece, as mocks return it.
        let buffer = deadline.race(&promise(response, "arrayBuffer")).await?;
        let bytes = Bytes::copied(&buffer).map_err(Ended::Failed)?.obj;
        Some(bytes).filter(|bytes| bytes.length() <= max_bytes)
    };
    Ok(bytes.map_or_else(|| HttpResponse::too_large(status), |bytes| HttpResponse::new(status, redact(bytes).to_vec())))
}

/// Reads a stream to its end, or returns nothing where it is longer than allowed.
async fn read_stream(reader: &JsValue, max_bytes: u32, deadline: &Deadline) -> Result<Option<Uint8Array>, Ended> {
    let mut parts: Vec<Uint8Array> = Vec::new();
    let mut length = 0_u32;
    loop {
        let part = deadline.race(&promise(reader, "read")).await?;
        if get(&part, "done").map_err(Ended::Failed)?.is_truthy() {
            break;
        }
        // Not `instanceof`: some edge runtimes return bytes of another realm.
        let value = get(&part, "value").map_err(Ended::Failed)?;
        let Some(bytes) = bytes_of(&value) else {
            return Err(Ended::Failed(js_sys::TypeError::new("a part of the body is not bytes").into()));
        };
        length = length.saturating_add(bytes.length());
        if length > max_bytes {
            return Ok(None);
        }
        parts.push(bytes);
    }
    if let [only] = parts.as_slice() {
        return Ok(Some(only.clone()));
    }
    let whole = Uint8Array::new_with_length(length);
    let mut at = 0;
    for part in &parts {
        whole.set(part, at);
        at += part.length();
    }
    Ok(Some(whole))
}

/// Returns the bytes that a view of any realm shows.
pub(super) fn bytes_of(value: &JsValue) -> Option<Uint8Array> {
    if !js_sys::ArrayBuffer::is_view(value) {
        return None;
    }
    let number = |name| get(value, name).ok().and_then(|number| number.as_f64());
    let (offset, length) = (number("byteOffset")?, number("byteLength")?);
    let buffer = get(value, "buffer").ok()?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an offset in a view of bytes")]
    let view = Bytes::shown(&buffer, offset as u32, length as u32).ok()?;
    Some(view.obj)
}

/// Calls a method that returns a promise. A method that is missing or throws becomes a rejection that says so.
fn promise(object: &JsValue, name: &str) -> Promise {
    let Some(method) = method(object, name) else {
        let message = format!("fetch returned no response: {name} is not a function");
        return Promise::reject(&js_sys::TypeError::new(&message));
    };
    match method.call0(object) {
        // `Promise.race` takes any value.
        Ok(value) => value.unchecked_into(),
        Err(error) => Promise::reject(&error),
    }
}
