//! The boundary in a real host: run in Node and in Chromium by `npm test`.

use js_sys::{Array, Function};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{
    exports::{build_revoke, parse_revoke_response, revoke},
    given::{fields, given},
};
use crate::api::Given;

/// The value of a JavaScript expression.
fn js(expression: &str) -> JsValue {
    Function::new_no_args(&format!("return ({expression})")).call0(&JsValue::UNDEFINED).unwrap()
}

/// The JSON text of what a call settled in.
fn text(settled: JsValue) -> String {
    settled.unchecked_into::<Array>().get(0).as_string().unwrap()
}

/// Builds a revoke of an order with nothing else said.
fn build(id: &JsValue, options: &JsValue) -> String {
    text(build_revoke(false, id, options, &JsValue::UNDEFINED))
}

/// Revokes order 7 through a `fetch` written in JavaScript, once; gives the settled JSON text.
async fn revoke_through(fetch: &str, call: &str) -> String {
    revoke_with(fetch, "false", call).await
}

async fn revoke_with(fetch: &str, retry: &str, call: &str) -> String {
    let host = js(&format!(
        "({{ sent: false, shared: {{ pausedUntil: 0, writing: new Set() }},
             settings: {{ apiKey: ['can', 'ary-key-81'].join(''), retry: {retry}, fetch: {fetch} }} }})"
    ));
    let settled = revoke(host, false, &JsValue::from(7), &js("({ skipApproval: true })"), &js(call));
    text(JsFuture::from(settled).await.unwrap())
}

#[wasm_bindgen_test]
fn every_kind_of_value_is_told_apart() {
    for (expression, expected) in [
        ("undefined", Given::Missing),
        ("null", Given::Null),
        ("false", Given::Bool(false)),
        ("1.5", Given::Number(1.5)),
        ("18446744073709551616n", Given::BigInt("18446744073709551616".into())),
        ("'text'", Given::Text("text".into())),
        ("'\\ud800'", Given::Other("text that is not valid UTF-16")),
        ("'\\ufffd'", Given::Text("\u{fffd}".into())),
        ("() => 1", Given::Other("a function")),
        ("Symbol('x')", Given::Other("a symbol")),
        ("[1]", Given::Other("an array")),
        ("{}", Given::Other("an object")),
        ("new String('1')", Given::Other("an object")),
    ] {
        assert_eq!(given(&js(expression)), expected, "{expression}");
    }
}

#[wasm_bindgen_test]
fn hostile_objects_are_issues_and_never_throw() {
    for hostile in [
        "new Proxy({}, { ownKeys() { throw 1 } })",
        "{ get comment() { throw new Error('no') } }",
        "{ [Symbol('x')]: 1 }",
        "{ comment: Symbol('x') }",
        "(() => { const loop = {}; loop.comment = loop; return loop })()",
        "'keyCompromise'",
        "[]",
        "7n",
    ] {
        let text = build(&JsValue::from(1), &js(hostile));
        assert!(text.starts_with(r#"{"failure":{"code":"invalid-input","effect":"none""#), "{hostile}: {text}");
    }
    assert!(fields("x", &js("Object.create(null)"), &[]).is_ok());
}

#[wasm_bindgen_test]
fn a_number_over_two_to_the_53_is_refused_and_its_string_is_exact() {
    let build = |id: &str| build(&js(id), &JsValue::UNDEFINED);
    assert!(build("9007199254740993").contains("2^53-1"));
    assert!(build("9007199254740993n").contains("/order/certificate/9007199254740993/revoke"));
    assert!(build("'18446744073709551615'").contains("/18446744073709551615/"));
}

#[wasm_bindgen_test]
fn an_answer_may_be_text_bytes_or_nothing_and_is_capped() {
    let parse =
        |response: &str, settings: &str| text(parse_revoke_response(&js(response), &JsValue::UNDEFINED, &js(settings)));
    assert!(parse("({ status: 204 })", "undefined").contains("revoked"));
    assert!(parse("({ status: 204, body: null })", "undefined").contains("revoked"));
    assert!(parse("({ status: 201, body: new Uint8Array([0xff, 0xfe]) })", "undefined").contains("not-utf8"));
    assert!(parse("({ status: 201, body: 'x'.repeat(11) })", "({ maxResponseBytes: 10 })").contains("body-too-large"));
    assert!(parse("({ body: '' })", "undefined").contains("status is required"));
    assert!(parse("({ status: '204' })", "undefined").contains("invalid-input"));
}

#[wasm_bindgen_test]
async fn a_call_is_sent_once_with_what_every_runtime_knows() {
    let fetch = "(url, init) => {
        globalThis.lastInit = { url, ...init };
        return Promise.resolve(new Response(null, { status: 204 }));
    }";
    assert!(revoke_through(fetch, "undefined").await.contains(r#""outcome":"revoked""#));
    let names = js("Object.keys(globalThis.lastInit).sort().join()");
    assert_eq!(names, JsValue::from("body,headers,method,redirect,signal,url"));
    assert_eq!(js("globalThis.lastInit.redirect"), JsValue::from("manual"));
}

#[wasm_bindgen_test]
async fn whatever_fetch_does_the_answer_is_a_failure_and_not_a_trap() {
    for (fetch, problem) in [
        ("() => { throw 'not an error' }", "connection-failed"),
        ("() => Promise.reject(undefined)", "connection-failed"),
        ("() => undefined", "connection-failed"),
        ("() => ({ status: 'x' })", "connection-failed"),
        (
            "() => ({ status: 201, body: { getReader: () => ({ read: () => Promise.reject(1) }) } })",
            "connection-failed",
        ),
        (
            "() => ({ status: 201, body: { getReader: () => ({ read: async () => ({ value: 'text' }) }) } })",
            "connection-failed",
        ),
        ("() => ({ status: 201, arrayBuffer: async () => new ArrayBuffer(2) })", "not-json"),
        ("() => new Response('x'.repeat(1100000), { status: 201 })", "body-too-large"),
        ("() => ({ status: 0, type: 'opaqueredirect' })", "redirect"),
        ("() => new Response(null, { status: 307 })", "redirect"),
    ] {
        let text = revoke_through(fetch, "undefined").await;
        assert!(text.contains(r#""effect":"unknown""#) && text.contains(problem), "{fetch}: {text}");
    }
}

#[wasm_bindgen_test]
async fn time_and_the_signal_end_a_call_even_if_fetch_does_not_listen() {
    let deaf = "() => new Promise(() => {})";
    assert!(revoke_through(deaf, "({ timeoutMs: 20 })").await.contains(r#""code":"timeout","effect":"unknown""#));
    let aborted = "({ signal: AbortSignal.abort() })";
    assert!(revoke_through(deaf, aborted).await.contains(r#""code":"aborted","effect":"none""#));
    let later = "(() => { const c = new AbortController(); setTimeout(() => c.abort('why'), 20); return { signal: c.signal } })()";
    assert!(revoke_through(deaf, later).await.contains(r#""code":"aborted","effect":"unknown""#));
    let slow = "() => ({ status: 201, body: { getReader: () => ({ read: () => new Promise(() => {}) }) } })";
    assert!(revoke_through(slow, "({ timeoutMs: 20 })").await.contains("timeout"));
    assert!(
        revoke_through(deaf, "({ signal: {}, timeoutMs: 0, tiemoutMs: 1 })").await.matches("\"field\"").count() == 3
    );
}

#[wasm_bindgen_test]
async fn a_lost_answer_is_read_about_and_the_pause_of_the_key_is_kept() {
    let fetch = "async (url, init) => {
        const calls = (globalThis.calls ??= []);
        calls.push(init.method);
        if (init.method === 'GET') return new Response('{\"id\":7,\"status\":\"revoked\"}');
        throw new TypeError('lost');
    }";
    let told = revoke_with(fetch, "({ settleMs: 1, backoffMs: 1 })", "undefined").await;
    assert!(told.contains(r#""outcome":"revoked","proof":"revoked","confirmedBy":"reading""#), "{told}");
    assert_eq!(js("globalThis.calls.join()"), JsValue::from("PUT,GET"));
    let limited = "async () => new Response('{\"errors\":[{\"code\":\"request_limit_exceeded\"}]}', {
        status: 429, headers: { 'Retry-After': '3' } })";
    let told = revoke_with(limited, "({})", "({ deadlineMs: 200 })").await;
    assert!(told.contains(r#""code":"rate-limited","effect":"none""#), "{told}");
    assert_eq!(told.matches("not-processed").count(), 1, "a wait of three seconds is not begun: {told}");
}

#[wasm_bindgen_test]
async fn the_key_is_sent_and_never_stands_in_linear_memory() {
    let fetch = "(url, init) => {
        globalThis.keySent = init.headers['X-DC-DEVKEY'] === ['can', 'ary-key-81'].join('');
        return Promise.reject(new Error('no'));
    }";
    let text = revoke_through(fetch, "undefined").await;
    assert_eq!(js("globalThis.keySent"), JsValue::TRUE);
    assert!(!text.contains("ary-key-81"));
    // The search runs in JavaScript: a needle in Rust would find itself.
    let search = Function::new_with_args(
        "memory",
        "const bytes = new Uint8Array(memory.buffer);
         const key = ['can', 'ary-key-81'].join('');
         const holds = (step) => bytes.some((_, at) => [...key].every((c, i) => bytes[at + i * step] === c.charCodeAt(0)));
         bytes.set([...key].map((c) => c.charCodeAt(0)), bytes.length - 32);
         const finds = holds(1);
         bytes.fill(0, bytes.length - 32);
         return finds && !holds(1) && !holds(2);",
    );
    assert_eq!(search.call1(&JsValue::UNDEFINED, &wasm_bindgen::memory()).unwrap(), JsValue::TRUE);
}
