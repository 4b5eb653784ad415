//! Functions that send nothing: they build a request, and interpret its response, for a transport of the caller.

#[expect(unreachable_pub, reason = "`wasm_bindgen` exports what is `pub`, whatever can reach it in Rust")]
mod decision;
#[expect(unreachable_pub, reason = "`wasm_bindgen` exports what is `pub`, whatever can reach it in Rust")]
pub(super) mod revoke;

use wasm_bindgen::{JsCast, JsValue};

use super::{
    input::Input,
    response::{self, bytes_of},
    value::{Foreign, get, is_promise},
};
use crate::api::{Action, Cause, Failure, Fields, HttpResponse, Issue, Issues, RawValue, Rule};

/// There is no client, and so no API key.
const INPUT: Input<'static> = Input::without_key();

/// The failure for a response that cannot be read. The request was sent, so its effect is unknown.
fn unreadable(response: &JsValue, issues: Issues) -> Failure {
    let cause = Cause::UnreadableResponse { status: response::status(response), issues };
    Failure { action: Action::Write, cause }
}

fn settings_fields(settings: &JsValue, known: &[&'static str], issues: &mut Issues) -> Fields {
    let fields = issues.collect(INPUT.fields("settings", settings, known)).unwrap_or_default();
    issues.collect_all(fields.reject_unknown(known));
    fields
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
