//! Reads a response of `fetch`. A caller's `fetch` can return anything, so reading a property never throws, and a body is
//! read only up to its limit.

use js_sys::{JsString, TypeError, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};

use super::{
    api_key::ApiKey,
    deadline::{Deadline, Ended},
    value::{Foreign, get, method},
};
use crate::api::HttpResponse;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = DataView)]
    type Window;
    /// Throws unless the buffer is a buffer of any realm, is not detached, and is long enough. `Uint8Array` takes any object
    /// for a list of numbers.
    #[wasm_bindgen(constructor, catch, js_class = "DataView")]
    fn new(buffer: &JsValue, offset: f64, length: f64) -> Result<Window, JsValue>;
}

/// Returns the status. `None` if the value is not a response. 0 is the redirect that browsers hide.
pub(super) fn status(response: &JsValue) -> Option<u16> {
    // Reading a property throws if the value cannot have properties.
    let status = response.unchecked_ref::<Foreign>().status().ok()?.as_f64()?;
    let fits = status.fract() == 0.0 && (0.0..1000.0).contains(&status);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and below 1000, checked above")]
    fits.then_some(status as u16)
}

/// Returns the header `Retry-After`. Only the method `get` is used, because the headers can be those of a mock, of another realm,
/// or a proxy. A value that contains the API key does not enter linear memory.
pub(super) fn retry_after(response: &JsValue, key: Option<&ApiKey>) -> Option<String> {
    let headers = response.unchecked_ref::<Foreign>().headers().ok()?;
    let value = method(&headers, "get")?.call1(&headers, &"retry-after".into()).ok()?;
    let text = value.dyn_into::<JsString>().ok()?;
    if key.is_some_and(|key| key.is_in(&text)) { None } else { Some(text.into()) }
}

/// Reads the body. `redact` removes the API key from bytes before they enter linear memory.
pub(super) async fn read(
    response: &JsValue,
    status: u16,
    max_bytes: u32,
    deadline: &Deadline,
    redact: impl Fn(Uint8Array) -> Uint8Array,
) -> Result<HttpResponse, Ended> {
    // The body of an informational response or a redirect has no meaning.
    if status < 200 || (300..400).contains(&status) {
        return Ok(HttpResponse::new(status, []));
    }
    let body = response.unchecked_ref::<Foreign>().body().map_err(Ended::Failed)?;
    if body.is_null() {
        return Ok(HttpResponse::new(status, []));
    }
    let bytes = if let Some(get_reader) = method(&body, "getReader") {
        let reader = get_reader.call0(&body).map_err(Ended::Failed)?;
        read_stream(&reader, max_bytes, deadline).await?
    } else {
        // Mocks return a body in one piece.
        let piece = deadline.race(&call(response, "arrayBuffer")?).await?;
        let bytes = bytes_of(&piece).or_else(|| bytes_in(&piece)).ok_or_else(|| not_bytes("the body is not bytes"))?;
        (bytes.length() <= max_bytes).then(|| copy(&bytes))
    };
    Ok(bytes.map_or_else(|| HttpResponse::too_large(status), |bytes| HttpResponse::new(status, redact(bytes).to_vec())))
}

/// Reads a stream to its end. `None` if it is longer than allowed.
async fn read_stream(reader: &JsValue, max_bytes: u32, deadline: &Deadline) -> Result<Option<Uint8Array>, Ended> {
    let mut parts: Vec<Uint8Array> = Vec::new();
    let mut length = 0_u32;
    loop {
        let part = deadline.race(&call(reader, "read")?).await?;
        if get(&part, "done").map_err(Ended::Failed)?.is_truthy() {
            break;
        }
        // `instanceof` would fail, because some edge runtimes return bytes of another realm.
        let value = get(&part, "value").map_err(Ended::Failed)?;
        let bytes = bytes_of(&value).ok_or_else(|| not_bytes("a part of the body is not bytes"))?;
        length = length.saturating_add(bytes.length());
        if length > max_bytes {
            return Ok(None);
        }
        parts.push(copy(&bytes));
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

/// Returns the bytes of a view of any realm. `None` if its buffer is detached.
pub(super) fn bytes_of(view: &JsValue) -> Option<Uint8Array> {
    if !js_sys::ArrayBuffer::is_view(view) {
        return None;
    }
    let number = |name| get(view, name).ok().and_then(|number| number.as_f64());
    let (offset, length) = (number("byteOffset")?, number("byteLength")?);
    bytes_at(&get(view, "buffer").ok()?, offset, length)
}

/// Returns the bytes in a buffer of any realm.
fn bytes_in(buffer: &JsValue) -> Option<Uint8Array> {
    bytes_at(buffer, 0.0, get(buffer, "byteLength").ok()?.as_f64()?)
}

fn bytes_at(buffer: &JsValue, offset: f64, length: f64) -> Option<Uint8Array> {
    Window::new(buffer, offset, length).ok().filter(|_| offset + length <= f64::from(u32::MAX))?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within a buffer, checked above")]
    let bytes = Uint8Array::new_with_byte_offset_and_length(buffer, offset as u32, length as u32);
    Some(bytes)
}

/// Copies bytes whose buffer can be reused, detached, or shared with other threads.
pub(super) fn copy(bytes: &Uint8Array) -> Uint8Array {
    bytes.slice(0, bytes.length())
}

fn not_bytes(message: &str) -> Ended {
    Ended::Failed(TypeError::new(message).into())
}

/// Calls a method that is expected to return a promise.
fn call(object: &JsValue, name: &str) -> Result<JsValue, Ended> {
    let Some(method) = method(object, name) else {
        let message = format!("fetch returned no response: {name} is not a function");
        return Err(Ended::Failed(TypeError::new(&message).into()));
    };
    method.call0(object).map_err(Ended::Failed)
}
