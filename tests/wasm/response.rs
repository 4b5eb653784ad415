//! Values that `fetch` can return: platform responses, duck-typed ones, and values that are not a response. None of them
//! makes the core trap.

use wasm_bindgen_test::wasm_bindgen_test;

use super::support::{Scene, revoked_through};

const FAILED: &str = "unknown-outcome unknown connection-failed";
/// The JSON of a response that creates a request.
const REQUEST: &str = r#"{"id":1,"date":"2026-11-24T10:00:00+00:00","type":"revoke","status":"submitted"}"#;

#[wasm_bindgen_test]
async fn platform_response_is_read_completely() {
    let response = format!("async () => new Response({REQUEST:?}, {{ status: 201 }})");
    assert_eq!(revoked_through(&response).await, "requested");
}

#[wasm_bindgen_test]
async fn body_of_a_redirect_is_not_read() {
    for (fetch, brief) in [
        ("async () => new Response(null, { status: 307 })", "unknown-outcome unknown redirect"),
        (
            "async () => ({ status: 0, type: 'opaqueredirect', get body() { throw 1 } })",
            "unknown-outcome unknown redirect",
        ),
        ("async () => ({ status: 100, get body() { throw 1 } })", "unknown-outcome unknown unexpected-status"),
    ] {
        assert_eq!(revoked_through(fetch).await, brief, "{fetch}");
    }
}

#[wasm_bindgen_test]
async fn value_that_is_not_a_response_leaves_the_effect_unknown() {
    for value in [
        "undefined",
        "null",
        "204",
        "'204'",
        "Symbol('x')",
        "{}",
        "{ status: '204' }",
        "{ status: 204.5 }",
        "{ status: -1 }",
        "{ status: 1000 }",
        "{ status: NaN }",
        "{ status: 204n }",
        "{ get status() { throw 1 } }",
        "new Proxy({}, { get(_, name) { if (name !== 'then') throw 1 } })",
        "new Proxy({}, { get() { throw 1 } })",
        "(() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy })()",
    ] {
        assert_eq!(revoked_through(&format!("async () => ({value})")).await, FAILED, "{value}");
        assert_eq!(revoked_through(&format!("() => ({value})")).await, FAILED, "{value}, not awaited");
    }
}

#[wasm_bindgen_test]
async fn response_can_be_a_thenable_or_a_custom_class() {
    for fetch in [
        "() => t.revoked()",
        "() => ({ then: (resolve) => resolve({ status: 204, body: null }) })",
        "() => ({ then: (resolve) => setTimeout(resolve, 1, t.revoked()) })",
        "async () => new (class { get status() { return 204 } get body() { return null } })()",
        "async () => new (class extends Response {})(null, { status: 204 })",
        "async () => new Proxy({ status: 204, body: null }, {})",
        "async () => Object.assign(() => {}, { status: 204, body: null })",
    ] {
        assert_eq!(revoked_through(fetch).await, "revoked", "{fetch}");
    }
}

#[wasm_bindgen_test]
async fn response_with_throwing_getters_leaves_the_effect_unknown() {
    for value in [
        "{ status: 201, get body() { throw 1 } }",
        "{ status: 201, body: { get getReader() { throw 1 } } }",
        "{ status: 201, body: { getReader() { throw 1 } } }",
        "{ status: 201, body: { getReader: () => undefined } }",
        "{ status: 201, body: { getReader: () => ({}) } }",
        "{ status: 201, body: { getReader: () => ({ get read() { throw 1 } }) } }",
        "{ status: 201, get arrayBuffer() { throw 1 } }",
        "{ status: 201, arrayBuffer() { throw 1 } }",
        "{ status: 201, arrayBuffer: () => Promise.reject(1) }",
        "{ status: 201 }",
        "{ status: 201, body: 'text' }",
    ] {
        assert_eq!(revoked_through(&format!("async () => ({value})")).await, FAILED, "{value}");
    }
}

#[wasm_bindgen_test]
async fn retry_after_is_read_from_headers_of_any_kind() {
    for (headers, wait_ms) in [
        ("new Headers({ 'Retry-After': '3' })", "3000"),
        ("{ get: (name) => name.toLowerCase() === 'retry-after' ? '3' : null }", "3000"),
        ("new Map([['retry-after', '3']])", "3000"),
        ("new (class extends Headers {})({ 'Retry-After': '3' })", "3000"),
        ("new Headers()", "0"),
        ("undefined", "0"),
        ("{ 'retry-after': '3' }", "0"),
        ("{ get: () => 3 }", "0"),
        ("{ get: () => Symbol('3') }", "0"),
        ("{ get() { throw 1 } }", "0"),
        ("{ get get() { throw 1 } }", "0"),
        ("new (class extends Headers { get() { throw 1 } })()", "0"),
        ("Object.create(Headers.prototype)", "0"),
        ("new Proxy(new Headers({ 'Retry-After': '3' }), {})", "0"),
        ("new Proxy(new Headers(), { get() { throw 1 } })", "0"),
        ("new Proxy({}, { getPrototypeOf() { throw 1 } })", "0"),
    ] {
        let body = "new Blob(['{\"errors\":[{\"code\":\"request_limit_exceeded\"}]}']).stream()";
        let fetch = format!("async () => ({{ status: 429, headers: {headers}, body: {body} }})");
        let retry = "{ retry: { backoffMs: 0 }, onRetry: ({ waitMs }) => { t.waitMs = waitMs } }";
        let scene = Scene::with(&fetch, retry);
        let waited = "async t => {
            const abort = new AbortController();
            const call = t.revoke({ signal: abort.signal });
            while (t.waitMs === undefined) await t.sleep(1);
            abort.abort();
            return [t.waitMs, (await call).code];
        }";
        assert_eq!(scene.run(waited).await, format!("{wait_ms},aborted"), "{headers}");
    }
}

#[wasm_bindgen_test]
async fn status_is_read_even_if_headers_throw() {
    assert_eq!(
        revoked_through("async () => ({ status: 204, body: null, get headers() { throw 1 } })").await,
        "revoked"
    );
}
