//! Sends one request over `fetch(url, init)`. Redirects are not followed, because every runtime would forward the key. Only
//! options that every runtime supports are used.

use gloo_net::http::Headers;
use js_sys::{Function, JsString, Object};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{RequestInit, RequestRedirect};

use super::{
    api_key::ApiKey,
    deadline::{Deadline, Ended, Signal},
    host::Host,
    response,
    value::{get, set},
};
use crate::api::{BaseUrl, Cause, HttpRequest, HttpResponse, Problem, proves_unsent};

/// The cause of a missing response, with the JavaScript value for it.
pub(super) type Lost = (Cause, JsValue);

/// The destination of requests, and the function that sends them.
#[derive(Clone, Debug)]
pub(super) struct Transport {
    pub(super) base_url: BaseUrl,
    pub(super) max_response_bytes: u32,
    pub(super) key: Option<ApiKey>,
    /// The caller's `fetch`. `None`: the `fetch` of the host.
    pub(super) fetch: Option<Function>,
    pub(super) host: Host,
    /// Receives the promise of each response, so that JavaScript can wait for what is in flight when this instance crashes.
    pub(super) watch: Option<Function>,
}

impl Transport {
    /// Sends a request and reads the whole response. Calls `handing_over` right before the request is handed to `fetch`.
    pub(super) async fn send(
        &self,
        request: &HttpRequest,
        timeout_ms: u32,
        signal: Option<Signal>,
        handing_over: impl FnOnce(),
    ) -> Result<HttpResponse, Lost> {
        let deadline = Deadline::new(timeout_ms, signal).map_err(|error| self.lost(None, error))?;
        let url = self.base_url.join(&request.path);
        let init = self.init(request, &deadline).map_err(|error| self.lost(None, error))?;
        let fetch = match &self.fetch {
            Some(fetch) => fetch.clone(),
            None => Host::fetch().ok_or_else(|| self.lost(None, JsValue::UNDEFINED))?,
        };
        let url = url.into();
        handing_over();
        let response = fetch.call2(&JsValue::UNDEFINED, &url, &init);
        let response = response.map_err(|error| self.lost(None, error))?;
        if let Some(watch) = &self.watch {
            // This function of the host does not throw.
            let _ = watch.call1(&JsValue::UNDEFINED, &response);
        }
        let ended = |status, ended| match ended {
            Ended::TimedOut => (Cause::TimedOut { after_ms: timeout_ms }, JsValue::UNDEFINED),
            Ended::Aborted(reason) => (Cause::Aborted { sent: true }, reason),
            Ended::Failed(error) => self.lost(status, error),
        };
        let response = deadline.race(&response).await.map_err(|error| ended(None, error))?;
        let Some(status) = response::status(&response) else {
            return Err(self.lost(None, js_sys::TypeError::new("fetch returned no response: it has no status").into()));
        };
        let redact = |bytes| self.host.redact(bytes, self.key.as_ref());
        let read = response::read(&response, status, self.max_response_bytes, &deadline, redact).await;
        let mut read = read.map_err(|error| ended(Some(status), error))?;
        read.retry_after = response::retry_after(&response, self.key.as_ref());
        Ok(read)
    }

    fn init(&self, request: &HttpRequest, deadline: &Deadline) -> Result<RequestInit, JsValue> {
        let init = RequestInit::new();
        init.set_method(request.method.as_str());
        init.set_headers(&self.headers(request)?);
        init.set_redirect(RequestRedirect::Manual);
        init.set_signal(Some(&deadline.signal()));
        if let Some(body) = &request.body {
            init.set_body(&body.into());
        }
        Ok(init)
    }

    /// Creates the headers: a `Headers` object for the `fetch` of the host, and a plain object for a caller's `fetch`, which can
    /// spread and change it.
    fn headers(&self, request: &HttpRequest) -> Result<JsValue, JsValue> {
        const USER_AGENT: (&str, &str) = ("User-Agent", concat!("certcentral-revoke/", env!("CARGO_PKG_VERSION")));
        // In a page, the server would have to allow this header by CORS.
        let user_agent = (!self.host.is_browser()).then_some(USER_AGENT);
        let pairs = request.headers.pairs().into_iter().chain(user_agent);
        if self.fetch.is_none() {
            let headers = Headers::new();
            pairs.for_each(|(name, value)| headers.set(name, value));
            let headers = headers.into_raw();
            self.key.as_ref().map_or(Ok(()), |key| key.set_on(&headers))?;
            return Ok(headers.into());
        }
        let headers = Object::new();
        pairs.for_each(|(name, value)| set(&headers, name, &value.into()));
        if let Some(key) = &self.key {
            key.add_to(&headers);
        }
        Ok(headers.into())
    }

    /// Returns the cause of a failed connection. Some Node.js errors prove that no connection existed, and so nothing was sent.
    fn lost(&self, status: Option<u16>, error: JsValue) -> Lost {
        let is_built_in = self.fetch.is_none() && self.host.is_node();
        if is_built_in && status.is_none() && is_connect_error(&error, self.key.as_ref()) {
            return (Cause::NotConnected, error);
        }
        (Cause::Unclear { status, problem: Problem::ConnectionFailed, errors: Vec::new() }, error)
    }
}

/// Whether an error or one of its causes proves that no connection was established.
fn is_connect_error(error: &JsValue, key: Option<&ApiKey>) -> bool {
    const MAX_DEPTH: usize = 4;
    let mut error = error.clone();
    for _ in 0..MAX_DEPTH {
        let text = |name| {
            let text = get(&error, name).ok()?.dyn_into::<JsString>().ok()?;
            (!key.is_some_and(|key| key.is_in(&text))).then(|| String::from(text))
        };
        if text("code").is_some_and(|code| proves_unsent(&code, text("syscall").as_deref())) {
            return true;
        }
        let Ok(cause) = get(&error, "cause") else { return false };
        error = cause;
    }
    false
}
