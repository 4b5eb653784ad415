//! What the suites share. A test writes what happens in JavaScript, as a function of its scene, and compares the text that
//! the function returns.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::js::{client::CertCentral, host::Host};

/// The source of the host object, in the order in which its files depend on each other.
const HOST_FILES: [&str; 4] = [
    include_str!("../../pkg/environment.js"),
    include_str!("../../pkg/errors.js"),
    include_str!("../../pkg/redact.js"),
    include_str!("../../pkg/host.js"),
];

/// What functions of a scene can use. The API key is made here, so that it is in memory only if the core puts it there,
/// and it is long, so that memory that is free again keeps a part of it.
const SCENE: &str = r#"() => {
    const t = {
        key: Array.from({ length: 4096 }, () => "abcdefghijkmnpqrstuvwxyz"[Math.floor(Math.random() * 24)]).join(""),
        calls: [],
        pending: 0,
        maxPending: 0,
        deaf: () => new Promise(() => {}),
        sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
        revoked: () => new Response(null, { status: 204 }),
        order: (id, status) => new Response(JSON.stringify({ id, status })),
        limited: (headers) => new Response('{"errors":[{"code":"request_limit_exceeded"}]}', { status: 429, headers }),
        // Without limits of their own, thousands of calls would take minutes.
        fast: { windows: [[1000, 1]], guardMs: 0 },
    };
    // What `fetch` was called with, and how many calls of it are pending.
    t.recorded = (fetch) => function (...args) {
        const [url, init] = args;
        t.calls.push({ url, init, args, self: this });
        const result = fetch.apply(this, args);
        if (!(result instanceof Promise) || Object.hasOwn(result, "constructor")) return result;
        t.maxPending = Math.max(t.maxPending, ++t.pending);
        const ended = () => { t.pending -= 1; };
        result.then(ended, ended);
        return result;
    };
    const settled = (promise) => promise.catch((error) => error);
    t.revoke = (call, id = 7, options = { skipApproval: true }, progress = { sent: false }) =>
        settled(t.client.revokeOrder(id, options, call, progress));
    t.get = (id = 7, call = undefined) => settled(t.client.getOrder(id, call, { sent: false }));
    t.methods = () => t.calls.map(({ init }) => init.method).join();
    t.brief = ({ code, effect, problem }) => [code, effect, problem].filter(Boolean).join(" ");
    // Whether a text is in linear memory, as UTF-8 or UTF-16. Searched in JavaScript, because a text in Rust would find
    // itself, and by pieces, because parts of memory that is free again may be in use.
    t.inMemory = (text) => {
        const bytes = new Uint8Array(t.memory.buffer);
        const decoded = (name, from) => new TextDecoder(name).decode(bytes.subarray(from));
        const texts = [decoded("latin1", 0), decoded("utf-16le", 0), decoded("utf-16le", 1)];
        const pieces = Array.from({ length: 32 }, (_, nth) => text.substr(Math.floor((nth * (text.length - 12)) / 31), 12));
        return pieces.some((piece) => texts.some((text) => text.includes(piece)));
    };
    return t;
}"#;

/// The value of a JavaScript expression.
pub(super) fn js(expression: &str) -> JsValue {
    let function = Function::new_no_args(&format!("'use strict'; return ({expression});"));
    function.call0(&JsValue::UNDEFINED).unwrap()
}

/// The result of a function, written as a JavaScript expression.
pub(super) fn of(value: &JsValue, function: &str) -> JsValue {
    js(function).unchecked_into::<Function>().call1(&JsValue::UNDEFINED, value).unwrap()
}

/// The result of a function as text.
pub(super) fn text_of(value: &JsValue, function: &str) -> String {
    text(&of(value, function))
}

fn text(value: &JsValue) -> String {
    of(value, "value => String(value)").as_string().unwrap()
}

thread_local! {
    static HOST: Host = joined_host();
}

/// The host object of `pkg/host.js`.
pub(super) fn host() -> Host {
    HOST.with(Clone::clone)
}

/// Joins the modules of the host object, because a test of the library cannot import them.
fn joined_host() -> Host {
    let lines = HOST_FILES.iter().flat_map(|file| file.lines()).filter(|line| !line.starts_with("import "));
    let lines: Vec<_> = lines.map(|line| line.strip_prefix("export ").unwrap_or(line)).collect();
    let source = lines.join("\n");
    let host = Function::new_no_args(&format!("'use strict';\n{source}\nreturn host;")).call0(&JsValue::UNDEFINED);
    host.unwrap().unchecked_into()
}

/// A client and all that a test observes of it.
pub(super) struct Scene(pub(super) JsValue);

impl Scene {
    /// A scene whose client calls this `fetch` and retries nothing.
    pub(super) fn new(fetch: &str) -> Self {
        Self::with(fetch, "{}")
    }

    /// A scene with more settings. Both are expressions that may use the scene, `t`.
    pub(super) fn with(fetch: &str, settings: &str) -> Self {
        Self::on(host(), fetch, settings)
    }

    /// A scene on another host object.
    pub(super) fn on(host: Host, fetch: &str, settings: &str) -> Self {
        let scene = of(&JsValue::UNDEFINED, SCENE);
        Reflect::set(&scene, &"memory".into(), &wasm_bindgen::memory()).unwrap();
        let settings = format!(
            "t => ({{ apiKey: t.key, retry: false, limits: t.fast, fetch: t.recorded({fetch}), ...({settings}) }})"
        );
        let client = CertCentral::new(&of(&scene, &settings), host, false);
        let client = client.unwrap_or_else(|error| panic!("{}", text(&error)));
        Reflect::set(&scene, &"client".into(), &client.into()).unwrap();
        Self(scene)
    }

    /// The result of a function of the scene, as text.
    pub(super) fn text(&self, function: &str) -> String {
        text_of(&self.0, function)
    }

    /// As `text`, of a function that returns a promise. The promise has to fulfil.
    pub(super) async fn run(&self, function: &str) -> String {
        let promise = Promise::resolve(&of(&self.0, function));
        let value = JsFuture::from(promise).await;
        text(&value.unwrap_or_else(|error| panic!("{}", text_of(&error, "error => error.stack ?? error"))))
    }
}

/// The result of one revoke through this `fetch`: its outcome, or code, effect and problem of its error.
pub(super) async fn revoked_through(fetch: &str) -> String {
    Scene::new(fetch).run("async t => { const r = await t.revoke(); return r.outcome ?? t.brief(r); }").await
}
