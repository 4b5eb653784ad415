//! Bodies that `fetch` can return: streams, bodies in one piece, and values that are not a body.

use wasm_bindgen_test::wasm_bindgen_test;

use super::support::{Scene, revoked_through};

const FAILED: &str = "unknown-outcome unknown connection-failed";
/// The JSON of a response that creates a request.
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
        // The buffer of the view is detached by now.
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
async fn body_over_the_limit_is_not_read_further() {
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
