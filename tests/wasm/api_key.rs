//! The API key never enters linear memory: not after a call, not from input that contains it, and not from a response that
//! repeats it. The memory is searched in JavaScript, with a key that JavaScript creates.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

use super::support::{Scene, host, js, of, text_of};
use crate::js::client::CertCentral;

/// Retries without a wait.
const RETRY: &str = "{ retry: { settleMs: 0, backoffMs: 0, maxRetryAfterMs: 1 } }";

#[wasm_bindgen_test]
fn memory_search_finds_a_known_text() {
    let scene = Scene::new("null");
    let plant = "t => t.planted = Array.from({ length: 24 }, () => Math.floor(Math.random() * 10)).join('')";
    assert_eq!(scene.text("t => t.inMemory(t.key)"), "false");
    let planted = scene.text(plant);
    assert_eq!(scene.text("t => t.inMemory(t.planted)"), "true", "{planted}");
    let planted: Vec<u16> = scene.text(plant).encode_utf16().collect();
    assert_eq!(scene.text("t => t.inMemory(t.planted)"), "true", "{}", planted.len());
}

#[wasm_bindgen_test]
async fn key_is_sent_and_not_in_memory() {
    let fetch = "async (url, { method }) => method === 'PUT' ? t.revoked() : t.order(7, 'issued')";
    let scene = Scene::with(fetch, RETRY);
    let calls = "async t => {
        await t.revoke();
        await t.get();
        await t.client.me(undefined, {}).catch(() => {});
        await t.client.certificates(7, undefined, {}).catch(() => {});
        return t.calls.every(({ init }) => init.headers['X-DC-DEVKEY'] === t.key) && t.calls.length > 3;
    }";
    assert_eq!(scene.run(calls).await, "true");
    assert_eq!(scene.text("t => t.inMemory(t.key)"), "false");
}

#[wasm_bindgen_test]
async fn key_in_a_response_never_enters_memory() {
    let escaped = "[...t.key].map((letter) => '\\\\u' + letter.charCodeAt(0).toString(16).padStart(4, '0')).join('')";
    let refusal = "JSON.stringify({ errors: [{ code: 'access_denied|' + t.key, message: 'no such key: ' + t.key }] })";
    for fetch in [
        format!("async () => new Response({refusal}, {{ status: 403 }})"),
        format!("async () => new Response({refusal}, {{ status: 403, headers: {{ 'Retry-After': t.key }} }})"),
        format!(
            "async () => new Response({refusal}, {{ status: 500, statusText: t.key, headers: {{ [t.key]: t.key }} }})"
        ),
        format!("async () => new Response({refusal}.replaceAll(t.key, {escaped}), {{ status: 403 }})"),
        "async () => new Response(t.key, { status: 201 })".to_owned(),
        "async () => new Response(JSON.stringify({ [t.key]: 1, id: 7, status: t.key }))".to_owned(),
        // No chunk contains the complete key.
        "async () => new Response(new ReadableStream({ start(stream) {
            const bytes = new TextEncoder().encode('{\"id\":7,\"status\":\"' + t.key + '\"}');
            for (const byte of bytes) stream.enqueue(new Uint8Array([byte]));
            stream.close();
        } }))"
            .to_owned(),
        "async () => ({ status: 200, arrayBuffer: async () => new TextEncoder().encode(t.key) })".to_owned(),
        "async () => t.limited({ 'Retry-After': t.key })".to_owned(),
        "async () => ({ ...t.limited(), status: 429, headers: { get: () => t.key }, body: t.limited().body })"
            .to_owned(),
        "async () => ({ status: t.key })".to_owned(),
    ] {
        let scene = Scene::with(&fetch, RETRY);
        let texts = "async t => {
            const results = [await t.revoke({ deadlineMs: 100 }), await t.get(7, { deadlineMs: 100 })];
            t.result = results.map((result) => JSON.stringify(result) + result?.stack + result?.message).join();
            return [t.result.includes(t.key), t.inMemory(t.key)];
        }";
        assert_eq!(scene.run(texts).await, "false,false", "{fetch}: {}", scene.text("t => t.result"));
    }
}

#[wasm_bindgen_test]
async fn key_in_an_error_never_enters_memory() {
    for fetch in [
        "async () => { throw new Error(t.key) }",
        "async () => { throw t.key }",
        "async () => { throw Object.assign(new Error('x', { cause: t.key }), { code: t.key, syscall: t.key, name: t.key }) }",
        "async () => ({ get status() { throw new Error(t.key) } })",
        "async () => ({ status: 201, get body() { throw new Error(t.key) } })",
        "async () => ({ status: 201, body: { getReader: () => ({ read: async () => ({ value: t.key }) }) } })",
    ] {
        for own in ["{}", "{ fetch: undefined }"] {
            let scene = Scene::on(of(&host(), "host => ({ ...host, inNode: true })").unchecked_into(), fetch, own);
            let texts = format!(
                "async t => {{
                    const {{ fetch }} = globalThis;
                    globalThis.fetch = {fetch};
                    try {{
                        const e = await t.revoke();
                        t.result = JSON.stringify(e) + e.stack + e.message + e.cause?.message + e.cause?.stack;
                        return [e.effect, t.result.includes(t.key), t.inMemory(t.key)];
                    }} finally {{
                        globalThis.fetch = fetch;
                    }}
                }}"
            );
            assert_eq!(scene.run(&texts).await, "unknown,false,false", "{fetch}");
        }
    }
}

#[wasm_bindgen_test]
async fn key_in_an_abort_reason_is_removed() {
    let scene = Scene::new("t.deaf");
    let aborted = "async t => {
        const abort = new AbortController();
        setTimeout(() => abort.abort(new Error('reason ' + t.key)), 5);
        const e = await t.revoke({ signal: abort.signal });
        return [e.code, e.message.includes('reason'), (JSON.stringify(e) + e.stack + e.cause.stack).includes(t.key), t.inMemory(t.key)];
    }";
    assert_eq!(scene.run(aborted).await, "aborted,true,false,false");
}

#[wasm_bindgen_test]
async fn key_in_input_is_rejected_and_never_enters_memory() {
    for call in [
        "t.client.revokeOrder(t.key, {}, {}, {})",
        "t.client.revokeCertificate(t.key, {}, {}, {})",
        "t.client.revokeOrder(1, { comment: t.key }, {}, {})",
        "t.client.revokeOrder(1, { comment: 'the key is ' + t.key + '.' }, {}, {})",
        "t.client.revokeOrder(1, { revocationReason: t.key }, {}, {})",
        "t.client.revokeOrder(1, { skipApproval: t.key }, {}, {})",
        "t.client.revokeOrder(1, { [t.key]: 1 }, {}, {})",
        "t.client.revokeOrder(1, { other: t.key }, {}, {})",
        "t.client.revokeOrder(1, t.key, {}, {})",
        "t.client.revokeOrder(1, [t.key], {}, {})",
        "t.client.revokeOrder(1, { get [Symbol.toStringTag]() { return t.key } }, {}, {})",
        "t.client.revokeOrder(1, new (class { get [Symbol.toStringTag]() { return t.key } })(), {}, {})",
        "t.client.revokeOrder(1, { comment: new (class { get [Symbol.toStringTag]() { return t.key } })() }, {}, {})",
        "t.client.revokeOrder(1, { get comment() { throw new Error(t.key) } }, {}, {})",
        "t.client.revokeOrder(1, { comment: Symbol(t.key) }, {}, {})",
        "t.client.revokeOrder(1, {}, { [t.key]: 1 }, {})",
        "t.client.revokeOrder(1, {}, { priority: t.key }, {})",
        "t.client.revokeOrder(1, {}, { timeoutMs: t.key }, {})",
        "t.client.revokeOrder(1, {}, { signal: t.key }, {})",
        "t.client.revokeOrder(1, {}, t.key, {})",
        "t.client.getOrder(t.key, {}, {})",
        "t.client.listOrders({ search: t.key }, undefined, {}, {})",
        "t.client.listOrders({ [t.key]: 1 }, undefined, {}, {})",
        "t.client.listRequests({ status: t.key }, undefined, {}, {})",
        "t.client.approve(1, { comment: t.key }, {}, {})",
        "t.client.reject(t.key, {}, {}, {})",
        "t.client.wait({ orderId: t.key }, {}, {}, {})",
        "t.client.wait({ orderIds: [1, t.key] }, {}, {}, {})",
        "t.client.wait({ orderId: 1 }, { until: t.key }, {}, {})",
    ] {
        let scene = Scene::new("async () => t.revoked()");
        let refused = format!(
            "async t => {{
                const error = await {call}.catch((error) => error);
                t.result = JSON.stringify(error);
                return [error.name, error.effect, t.calls.length, t.result.includes(t.key), t.inMemory(t.key)];
            }}"
        );
        let text = scene.run(&refused).await;
        assert_eq!(text, "InvalidInputError,none,0,false,false", "{call}: {}", scene.text("t => t.result"));
    }
}

#[wasm_bindgen_test]
fn key_in_settings_is_rejected_and_never_enters_memory() {
    for settings in [
        "t => t.key",
        "t => ({ apikey: t.key })",
        "t => ({ apiKey: t.key, [t.key]: 1 })",
        "t => ({ apiKey: t.key, baseUrl: 'https://localhost/' + t.key })",
        "t => ({ apiKey: t.key, region: t.key })",
        "t => ({ apiKey: t.key, commentField: t.key })",
        "t => ({ apiKey: t.key, timeoutMs: t.key })",
        "t => ({ apiKey: t.key, fetch: t.key })",
        "t => ({ apiKey: t.key, onRetry: t.key })",
        "t => ({ apiKey: t.key, retry: { [t.key]: 1 } })",
        "t => ({ apiKey: t.key, retry: { reads: t.key } })",
        "t => ({ apiKey: t.key, limits: { windows: t.key } })",
        "t => ({ apiKey: t.key, limits: { windows: [[t.key, t.key]] } })",
        "t => ({ apiKey: t.key + ' ' })",
        "t => ({ apiKey: t.key + '\\u00e9' })",
        "t => ({ apiKey: { toString: () => t.key } })",
        "t => ({ apiKey: [t.key] })",
        "t => ({ apiKey: Symbol(t.key) })",
        "t => ({ get apiKey() { throw new Error(t.key) } })",
    ] {
        let scene = Scene::new("null");
        let error: JsValue = CertCentral::new(&of(&scene.0, settings), host(), false).unwrap_err();
        assert_eq!(scene.text("t => t.inMemory(t.key)"), "false", "{settings}");
        let text = text_of(&error, "error => error.name + JSON.stringify(error) + error.stack");
        assert!(text.starts_with("InvalidInputError"), "{settings}: {text}");
        assert_eq!(scene.text("t => t.inMemory(t.key)"), "false", "{settings}: {text}");
    }
}

#[wasm_bindgen_test]
fn key_that_is_invalid_in_a_header_is_rejected() {
    for (key, expected) in [
        ("''", "apiKey is empty; is the secret set?"),
        ("null", "apiKey must be a string"),
        ("7", "apiKey must be a string"),
        ("new String('abcdefgh')", "apiKey must be a string"),
        ("'abcd efgh'", "apiKey has a blank"),
        ("'abcdefgh\\n'", "apiKey has a blank"),
        ("'\\ud800abcdefgh'", "apiKey has a blank"),
    ] {
        let error = CertCentral::new(&js(&format!("({{ apiKey: {key} }})")), host(), false).unwrap_err();
        let text = text_of(&error, "error => error.issues.map(({ message }) => message)");
        assert!(text.starts_with(expected) && !text.contains("required"), "{key}: {text}");
    }
}

#[wasm_bindgen_test]
async fn key_shorter_than_eight_letters_is_not_searched_for() {
    let scene = Scene::with("async () => t.revoked()", "{ apiKey: 'abcdefg' }");
    assert_eq!(scene.run("async t => (await t.revoke({}, 7, { comment: 'abcdefg' })).outcome").await, "revoked");
}
