//! What `fetch` may return: platform responses, duck-typed ones, and values that are no response at all. None of them
//! makes the core trap.

use wasm_bindgen_test::wasm_bindgen_test;

use super::support::{Scene, revoked_through};

const FAILED: &str = "unknown-outcome unknown connection-failed";
/// A response that creates a request, in JSON.
const REQUEST: &str = r#"{"id":1,"date":"2026-11-24T10:00:00+00:00","type":"revoke","status":"submitted"}"#;

/// A `fetch` that returns a duck-typed response whose stream is read by this function.
fn read_by(read: &str) -> String {
    format!("async () => ({{ status: 201, body: {{ getReader: () => ({{ read: {read} }}) }} }})")
}

/// A `fetch` that returns a duck-typed response whose stream has these chunks.
fn chunks(chunks: &str) -> String {
    let body = format!("const bytes = new TextEncoder().encode({REQUEST:?}); const chunks = {chunks};");
    read_by(&format!(
        "(() => {{ {body} return async () => chunks.length ? {{ value: chunks.shift() }} : {{ done: true }}; }})()"
    ))
}

#[wasm_bindgen_test]
async fn response_of_the_platform_is_read_to_its_end() {
    let response = format!("async () => new Response({REQUEST:?}, {{ status: 201 }})");
    assert_eq!(revoked_through(&response).await, "requested");
}

#[wasm_bindgen_test]
async fn response_without_a_result_of_its_own_is_not_read() {
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
async fn response_that_is_none_leaves_the_effect_unknown() {
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
async fn response_may_be_a_thenable_or_of_a_class_of_its_own() {
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
async fn body_stream_that_fails_leaves_the_effect_unknown() {
    for read in [
        "() => { throw 1 }",
        "() => Promise.reject(1)",
        "async () => undefined",
        "async () => ({ get done() { throw 1 } })",
        "async () => ({ done: false, get value() { throw 1 } })",
        "() => Object.defineProperty(Promise.resolve(1), 'constructor', { get() { throw 1 } })",
    ] {
        assert_eq!(revoked_through(&read_by(read)).await, FAILED, "{read}");
    }
}

#[wasm_bindgen_test]
async fn body_chunk_that_is_not_bytes_leaves_the_effect_unknown() {
    for chunk in [
        "'text'",
        "undefined",
        "null",
        "[1, 2]",
        "{ byteOffset: 0, byteLength: 1 }",
        "new ArrayBuffer(2)",
        // The memory of the view belongs to someone else by now.
        "(() => { const view = new Uint8Array(2); structuredClone(view.buffer, { transfer: [view.buffer] }); return view })()",
        "Object.defineProperty(new Uint8Array(2), 'byteLength', { value: 1e9 })",
        "Object.defineProperty(new Uint8Array(2), 'byteOffset', { value: -1 })",
        "Object.defineProperty(new Uint8Array(2), 'buffer', { value: { length: 1e10 } })",
        "Object.defineProperty(new Uint8Array(2), 'buffer', { get() { throw 1 } })",
    ] {
        assert_eq!(revoked_through(&read_by(&format!("async () => ({{ value: {chunk} }})"))).await, FAILED, "{chunk}");
    }
}

#[wasm_bindgen_test]
async fn body_chunks_of_every_shape_are_joined() {
    for parts in [
        "[bytes]",
        "[bytes.subarray(0, 1), bytes.subarray(1, 40), new Uint8Array(), bytes.subarray(40)]",
        "[...bytes].map((byte) => new Uint8Array([byte]))",
        "[new DataView(bytes.buffer, 0, 3), bytes.subarray(3)]",
        "[new Uint8Array([0, 0, 0, 0, ...bytes, 0, 0]).subarray(4, 4 + bytes.length)]",
        "[new Uint8ClampedArray(bytes)]",
    ] {
        assert_eq!(revoked_through(&chunks(parts)).await, "requested", "{parts}");
    }
}

#[wasm_bindgen_test]
async fn body_chunks_in_one_reused_buffer_are_copied() {
    let reused = "(() => {
        const bytes = new TextEncoder().encode(JSON.stringify({ id: 1, date: '2026-11-24T10:00:00+00:00', type: 'revoke', status: 'submitted' }));
        const chunk = new Uint8Array(1);
        let at = 0;
        return async () => {
            if (at === bytes.length) return { done: true };
            chunk[0] = bytes[at++];
            return { value: chunk };
        };
    })()";
    assert_eq!(revoked_through(&read_by(reused)).await, "requested");
}

#[wasm_bindgen_test]
async fn body_in_shared_memory_is_read() {
    // Without cross-origin isolation a page has no `SharedArrayBuffer`, but it can share the memory of a module.
    let shared = "(() => {
        const view = new Uint8Array(new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }).buffer, 0, bytes.length);
        view.set(bytes);
        return [view];
    })()";
    assert_eq!(revoked_through(&chunks(shared)).await, "requested");
}

#[wasm_bindgen_test]
async fn body_in_one_piece_is_bytes_or_a_failure() {
    for (piece, brief) in [
        ("new ArrayBuffer(2)", "unknown-outcome unknown not-json"),
        ("new TextEncoder().encode('{}')", "unknown-outcome unknown not-understood"),
        ("new ArrayBuffer(0)", "unknown-outcome unknown empty-body"),
        ("undefined", FAILED),
        ("null", FAILED),
        ("7", FAILED),
        ("1e12", FAILED),
        ("'text'", FAILED),
        ("Symbol('x')", FAILED),
        ("{ length: 1e10 }", FAILED),
        ("{ [Symbol.iterator]() { throw 1 } }", FAILED),
        (
            "(() => { const buffer = new ArrayBuffer(2); structuredClone(buffer, { transfer: [buffer] }); return buffer })()",
            FAILED,
        ),
    ] {
        let fetch = format!("async () => ({{ status: 201, arrayBuffer: async () => ({piece}) }})");
        assert_eq!(revoked_through(&fetch).await, brief, "{piece}");
    }
}

#[wasm_bindgen_test]
async fn body_that_is_locked_leaves_the_effect_unknown() {
    let fetch = "async () => { const r = new Response('{}', { status: 201 }); r.body.getReader(); return r }";
    assert_eq!(revoked_through(fetch).await, FAILED);
    let read = "async () => { const r = new Response('{}', { status: 201 }); await r.text(); return r }";
    assert_eq!(revoked_through(read).await, FAILED);
}

#[wasm_bindgen_test]
async fn body_over_the_cap_is_not_read_on() {
    let endless = read_by("async () => { t.reads = (t.reads ?? 0) + 1; return { value: new Uint8Array(10) } }");
    let scene = Scene::with(&endless, "{ maxResponseBytes: 35 }");
    assert_eq!(
        scene.run("async t => [t.brief(await t.revoke()), t.reads]").await,
        "unknown-outcome unknown body-too-large,4"
    );
    for (fetch, brief) in [
        ("async () => new Response('x'.repeat(36), { status: 201 })", "unknown-outcome unknown body-too-large"),
        ("async () => new Response('x'.repeat(35), { status: 201 })", "unknown-outcome unknown not-json"),
        (
            "async () => ({ status: 201, arrayBuffer: async () => new ArrayBuffer(36) })",
            "unknown-outcome unknown body-too-large",
        ),
    ] {
        let scene = Scene::with(fetch, "{ maxResponseBytes: 35 }");
        assert_eq!(scene.run("async t => t.brief(await t.revoke())").await, brief, "{fetch}");
    }
}

#[wasm_bindgen_test]
async fn body_without_end_is_ended_by_the_timeout() {
    for fetch in [
        read_by("t.deaf"),
        read_by("async () => { await t.sleep(1); return { value: new Uint8Array(1) } }"),
        "async () => ({ status: 201, arrayBuffer: t.deaf })".to_owned(),
        "async () => new Response(new ReadableStream({ pull: t.deaf }), { status: 201 })".to_owned(),
    ] {
        let scene = Scene::new(&fetch);
        assert_eq!(
            scene.run("async t => t.brief(await t.revoke({ timeoutMs: 20 }))").await,
            "timeout unknown",
            "{fetch}"
        );
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
async fn headers_that_throw_do_not_hide_the_status() {
    assert_eq!(
        revoked_through("async () => ({ status: 204, body: null, get headers() { throw 1 } })").await,
        "revoked"
    );
}
