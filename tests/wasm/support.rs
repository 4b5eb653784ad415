//! Support for the suites. A test writes its scenario in JavaScript, as a function of its scene, and compares the text that
//! the function returns.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::js::{client::CertCentral, host::Host};

/// The files of the host object, in the order of their dependencies.
const HOST_FILES: [&str; 4] = [
    include_str!("../../pkg/environment.js"),
    include_str!("../../pkg/errors.js"),
    include_str!("../../pkg/redact.js"),
    include_str!("../../pkg/host.js"),
];

/// The object that functions of a scene use. JavaScript creates the API key, so that it is in memory only if the core puts it
/// there. The key is long, so that freed memory keeps a part of it.
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
        // Without these limits, thousands of calls would take minutes.
        fast: { windows: [[1000, 1]], guardMs: 0 },
    };
    // Records the arguments of `fetch` and the number of pending calls.
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
    // Whether a text is in linear memory, as UTF-8 or UTF-16. It is searched in JavaScript, because a text in Rust would find
    // itself, and by pieces, because parts of freed memory can be in use.
    t.inMemory = (text) => {
        const bytes = new Uint8Array(t.memory.buffer);
        const decoded = (name, from) => new TextDecoder(name).decode(bytes.subarray(from));
        const texts = [decoded("latin1", 0), decoded("utf-16le", 0), decoded("utf-16le", 1)];
        const pieces = Array.from({ length: 32 }, (_, nth) => text.substr(Math.floor((nth * (text.length - 12)) / 31), 12));
        return pieces.some((piece) => texts.some((text) => text.includes(piece)));
    };
    return t;
}"#;

/// Returns the value of a JavaScript expression.
pub(super) fn js(expression: &str) -> JsValue {
    let function = Function::new_no_args(&format!("'use strict'; return ({expression});"));
    function.call0(&JsValue::UNDEFINED).unwrap()
}

/// Returns the result of a function, written as a JavaScript expression.
pub(super) fn of(value: &JsValue, function: &str) -> JsValue {
    js(function).unchecked_into::<Function>().call1(&JsValue::UNDEFINED, value).unwrap()
}

/// Returns the result of a function as text.
pub(super) fn text_of(value: &JsValue, function: &str) -> String {
    text(&of(value, function))
}

fn text(value: &JsValue) -> String {
    of(value, "value => String(value)").as_string().unwrap()
}

thread_local! {
    static HOST: Host = joined_host();
}

/// Returns the host object of `pkg/host.js`.
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

/// A client with everything that a test observes of it.
pub(super) struct Scene(pub(super) JsValue);

impl Scene {
    /// Creates a scene whose client calls this `fetch` and never retries.
    pub(super) fn new(fetch: &str) -> Self {
        Self::with(fetch, "{}")
    }

    /// Creates a scene with more settings. Both parameters are expressions that can use the scene, `t`.
    pub(super) fn with(fetch: &str, settings: &str) -> Self {
        Self::on(host(), fetch, settings)
    }

    /// Creates a scene with another host object.
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

    /// Returns the result of a function of the scene as text.
    pub(super) fn text(&self, function: &str) -> String {
        text_of(&self.0, function)
    }

    /// Like `text`, for a function that returns a promise. The promise must fulfill.
    pub(super) async fn run(&self, function: &str) -> String {
        let promise = Promise::resolve(&of(&self.0, function));
        let value = JsFuture::from(promise).await;
        text(&value.unwrap_or_else(|error| panic!("{}", text_of(&error, "error => error.stack ?? error"))))
    }
}

/// Returns the result of one revocation through this `fetch`: its outcome, or the code, effect and problem of its error.
pub(super) async fn revoked_through(fetch: &str) -> String {
    Scene::new(fetch).run("async t => { const r = await t.revoke(); return r.outcome ?? t.brief(r); }").await
}
