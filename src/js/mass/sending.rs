//! A request for `pkg/transport.js`: what to send, where to, and how much of its answer is read. The key is added there.

use serde::Serialize;

use crate::api::{BaseUrl, HttpRequest};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Sending {
    send: HttpRequest,
    url: String,
    timeout_ms: u32,
    max_bytes: u32,
}

impl Sending {
    pub(super) fn new(send: HttpRequest, timeout_ms: u32, base_url: &BaseUrl, max_bytes: u32) -> Self {
        let url = base_url.join(&send.path);
        Self { send, url, timeout_ms, max_bytes }
    }
}
