//! The arguments of `fetch`, and the result of calls without a response.

use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

use super::support::{Scene, host, of, revoked_through};
use crate::js::host::Host;

const SENT: &str = "t => JSON.stringify(Object.entries(t.calls[0].init.headers).map(([name, value]) =>
    [name, value === t.key ? 'the key' : value.replace(/[0-9]+(\\.[0-9]+)*$/, '*')]))";

fn host_in(browser: bool) -> Host {
    of(&host(), &format!("host => ({{ ...host, inBrowser: {browser} }})")).unchecked_into()
}

#[wasm_bindgen_test]
async fn fetch_write_gets_the_url_and_five_options() {
    let scene = Scene::new("async () => t.revoked()");
    assert_eq!(scene.run("async t => (await t.revoke()).outcome").await, "revoked");
    assert_eq!(scene.text("t => t.calls[0].url"), "https://www.digicert.com/services/v2/order/certificate/7/revoke");
    assert_eq!(scene.text("t => Object.keys(t.calls[0].init).sort()"), "body,headers,method,redirect,signal");
    assert_eq!(scene.text("t => t.calls[0].init.method + t.calls[0].init.body"), r#"PUT{"skip_approval":true}"#);
    assert_eq!(scene.text("t => t.calls[0].init.redirect"), "manual");
    assert_eq!(scene.text("t => t.calls[0].init.signal instanceof AbortSignal"), "true");
}

#[wasm_bindgen_test]
async fn fetch_read_gets_no_body() {
    let scene = Scene::with("async () => t.order(7, 'issued')", "{ baseUrl: 'http://localhost:1/v2' }");
    assert_eq!(scene.run("async t => (await t.get()).status").await, "issued");
    assert_eq!(scene.text("t => t.calls[0].url"), "http://localhost:1/v2/order/certificate/7");
    assert_eq!(scene.text("t => Object.keys(t.calls[0].init).sort()"), "headers,method,redirect,signal");
    assert_eq!(scene.text("t => t.calls[0].init.method"), "GET");
}

#[wasm_bindgen_test]
async fn fetch_of_the_caller_gets_two_arguments_and_no_this() {
    let scene = Scene::new("async () => t.revoked()");
    scene.run("t => t.revoke()").await;
    assert_eq!(scene.text("t => [t.calls.length, t.calls[0].args.length, t.calls[0].self === undefined]"), "1,2,true");
}

#[wasm_bindgen_test]
async fn headers_are_a_plain_object_with_the_key() {
    let scene = Scene::on(host_in(false), "async () => t.revoked()", "{}");
    scene.run("t => t.revoke()").await;
    assert_eq!(
        scene.text(SENT),
        r#"[["Content-Type","application/json"],["Accept","application/json"],["User-Agent","certcentral-revoke/*"],["X-DC-DEVKEY","the key"]]"#
    );
    assert_eq!(
        scene.text("t => Object.getPrototypeOf(t.calls[0].init.headers) === Object.prototype && t.key.length"),
        "4096"
    );
}

#[wasm_bindgen_test]
async fn headers_in_a_browser_have_no_user_agent() {
    let scene = Scene::on(host_in(true), "async () => t.revoked()", "{}");
    scene.run("t => t.revoke()").await;
    assert_eq!(scene.text("t => Object.keys(t.calls[0].init.headers)"), "Content-Type,Accept,X-DC-DEVKEY");
}

#[wasm_bindgen_test]
async fn headers_without_a_key_have_no_key_header() {
    let scene = Scene::on(host_in(true), "async () => t.revoked()", "{ apiKey: undefined, baseUrl: '/services/v2' }");
    scene.run("t => t.revoke()").await;
    assert_eq!(scene.text("t => t.calls[0].url"), "/services/v2/order/certificate/7/revoke");
    assert_eq!(scene.text("t => Object.keys(t.calls[0].init.headers)"), "Content-Type,Accept");
}

#[wasm_bindgen_test]
async fn global_fetch_is_looked_up_at_each_call() {
    let scene = Scene::with("null", "{ fetch: undefined }");
    let replaced = "async t => {
        const { fetch } = globalThis;
        try {
            const outcomes = [];
            for (const status of [204, 500]) {
                globalThis.fetch = async () => new Response(null, { status });
                const result = await t.revoke();
                outcomes.push(result.outcome ?? t.brief(result));
            }
            return outcomes;
        } finally {
            globalThis.fetch = fetch;
        }
    }";
    assert_eq!(scene.run(replaced).await, "revoked,unknown-outcome unknown server-error");
}

#[wasm_bindgen_test]
async fn fetch_that_fails_leaves_the_effect_unknown() {
    for fetch in [
        "() => { throw new Error('at once') }",
        "() => { throw 'no error' }",
        "() => { throw undefined }",
        "() => Promise.reject(new TypeError('later'))",
        "() => Promise.reject(undefined)",
        "() => Promise.reject(Symbol('no error'))",
        "() => Promise.reject(new Proxy({}, { get() { throw 1 } }))",
        "() => ({ then() { throw new Error('in then') } })",
        "() => ({ get then() { throw new Error('then itself') } })",
        "() => Object.defineProperty(Promise.resolve(1), 'constructor', { get() { throw 1 } })",
        "class {}",
    ] {
        assert_eq!(revoked_through(fetch).await, "unknown-outcome unknown connection-failed", "{fetch}");
    }
}

#[wasm_bindgen_test]
async fn fetch_error_is_the_cause_and_in_the_message() {
    let scene = Scene::new("async () => { throw new TypeError('cable cut', { cause: { code: 'EPIPE' } }) }");
    let error = "async t => { const e = await t.revoke(); return [e.cause.name, e.cause.cause.code, e.message]; }";
    let text = scene.run(error).await;
    assert!(text.starts_with("TypeError,EPIPE,order 7: ") && text.contains("cable cut"), "{text}");
}

#[wasm_bindgen_test]
async fn fetch_of_the_caller_never_proves_that_nothing_was_sent() {
    let fetch = "async () => { throw Object.assign(new Error('no'), { code: 'ECONNREFUSED', syscall: 'connect' }) }";
    assert_eq!(revoked_through(fetch).await, "unknown-outcome unknown connection-failed");
}

#[wasm_bindgen_test]
async fn fetch_of_node_that_cannot_connect_proves_it() {
    let node = |is_node: bool| {
        let host: Host = of(&host(), &format!("host => ({{ ...host, inNode: {is_node} }})")).unchecked_into();
        Scene::on(host, "null", "{ fetch: undefined }")
    };
    let refused = "async t => {
        const { fetch } = globalThis;
        globalThis.fetch = () => Promise.reject(new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } }));
        try { return t.brief(await t.revoke()) } finally { globalThis.fetch = fetch }
    }";
    assert_eq!(node(true).run(refused).await, "not-connected none");
    assert_eq!(node(false).run(refused).await, "unknown-outcome unknown connection-failed");
}

#[wasm_bindgen_test]
async fn signal_of_fetch_is_aborted_after_the_call() {
    let scene = Scene::new("async () => new Response('x'.repeat(2000), { status: 201 })");
    // An unread body would keep its connection open.
    assert_eq!(
        scene.run("async t => [t.brief(await t.revoke()), t.calls[0].init.signal.aborted]").await,
        "unknown-outcome unknown not-json,true"
    );
}
