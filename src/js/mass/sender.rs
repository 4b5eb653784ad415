//! Sends one request over `fetch`, or with the caller's `send`.

use js_sys::Function;
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::{
    super::{
        api_key::ApiKey,
        deadline::Signal,
        output::to_js,
        response::{bytes_of, copy, status},
        transport::{Lost, Transport},
        value::{get, promise_of},
    },
    host::MassHost,
    settings::MassSettings,
};
use crate::api::{Cause, HttpRequest, HttpResponse, Problem};

/// The argument of `send`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TransportRequest<'a> {
    request: &'a HttpRequest,
    url: String,
    timeout_ms: u32,
    max_response_bytes: u32,
}

/// The transport, or the caller's `send`.
#[derive(Debug)]
pub(super) struct Sender {
    transport: Transport,
    custom: Option<Function>,
}

impl Sender {
    pub(super) fn new(settings: &MassSettings, host: &MassHost) -> Self {
        let mut transport = settings.connection.transport();
        transport.watch = Some(host.watch());
        Self { transport, custom: settings.send.clone() }
    }

    /// The key of the client.
    pub(super) fn key(&self) -> Option<&ApiKey> {
        self.transport.key.as_ref()
    }

    /// Sends a request and reads the whole response.
    ///
    /// # Errors
    /// The cause of a missing response.
    pub(super) async fn send(
        &self,
        request: &HttpRequest,
        timeout_ms: u32,
        signal: Option<&Signal>,
    ) -> Result<HttpResponse, Lost> {
        let Some(custom) = &self.custom else {
            return self.transport.send(request, timeout_ms, signal.cloned(), || {}).await;
        };
        let max_response_bytes = self.transport.max_response_bytes;
        let url = self.transport.base_url.join(&request.path);
        let sending = to_js(&TransportRequest { request, url, timeout_ms, max_response_bytes });
        let sent = custom
            .call2(&JsValue::UNDEFINED, &sending, signal.map_or(&JsValue::UNDEFINED, Signal::as_js))
            .map_err(lost)?;
        let sent = promise_of(&sent);
        if let Some(watch) = &self.transport.watch {
            // This function of the host does not throw.
            let _ = watch.call1(&JsValue::UNDEFINED, &sent);
        }
        self.read(&JsFuture::from(sent).await.map_err(lost)?)
    }

    /// Reads the result of `send`. An unclear result counts as a missing response.
    fn read(&self, sent: &JsValue) -> Result<HttpResponse, Lost> {
        let field = |name| get(sent, name).map_err(lost);
        match field("event")?.as_string().as_deref() {
            Some("aborted") if field("sent")?.as_bool() == Some(false) => {
                return Err((Cause::Aborted { sent: false }, JsValue::UNDEFINED));
            }
            Some("response") => {}
            _ => return Err(lost(JsValue::UNDEFINED)),
        }
        let Some(status) = status(sent) else { return Err(lost(JsValue::UNDEFINED)) };
        let (max_bytes, body) = (self.transport.max_response_bytes, field("body")?);
        let mut response = match bytes_of(&body) {
            _ if field("tooLarge")?.is_truthy() => HttpResponse::too_large(status),
            Some(bytes) if bytes.length() > max_bytes => HttpResponse::too_large(status),
            Some(bytes) => HttpResponse::new(status, self.transport.host.redact(copy(&bytes), self.key()).to_vec()),
            None if body.is_undefined() || body.is_null() => HttpResponse::new(status, []),
            // Without a readable body the status alone proves nothing.
            None => return Err(lost(JsValue::UNDEFINED)),
        };
        let retry_after = field("retryAfter")?;
        let has_key = self.key().is_some_and(|key| retry_after.is_string() && key.is_in(&retry_after));
        response.retry_after = if has_key { None } else { retry_after.as_string() };
        Ok(response)
    }
}

fn lost(error: JsValue) -> Lost {
    (Cause::Unclear { status: None, problem: Problem::ConnectionFailed, errors: Vec::new() }, error)
}
