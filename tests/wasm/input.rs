//! Values of callers: every kind is named in its issue, nothing is ignored, and no proxy or getter makes the core trap.

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

use super::support::{host, js, text_of};
use crate::{
    api::RawValue,
    js::{client::CertCentral, input::Input, offline},
};

/// Settings that are valid in every host.
const SETTINGS: &str = "({ baseUrl: 'http://localhost:1', fetch: async () => new Response(null, { status: 204 }) })";

/// Objects that are not plain objects with named fields, with the text of their issue.
const NO_OPTIONS: [(&str, &str); 23] = [
    ("null", "got null"),
    ("7", "got 7"),
    ("7n", "got 7"),
    ("true", "got true"),
    ("'text'", "got a string"),
    ("Symbol('x')", "got a symbol"),
    ("() => 1", "got a function"),
    ("[]", "got an array"),
    ("Promise.resolve({})", "await it before the call"),
    ("{ then() {} }", "await it before the call"),
    ("new Map([['skipApproval', true]])", "got a Map; use Object.fromEntries(…)"),
    ("new Set()", "got a Set"),
    ("new Date()", "got a Date"),
    ("new Error('x')", "got an Error"),
    ("new String('x')", "got a String object"),
    ("new Response('{}')", "got a Response; await its json() first"),
    ("new Headers()", "got a Headers object; use Object.fromEntries(…)"),
    ("new FormData()", "got a FormData; use Object.fromEntries(…)"),
    ("new URLSearchParams()", "got a URLSearchParams; use Object.fromEntries(…)"),
    ("new AbortController()", "got an AbortController; pass { signal: controller.signal }"),
    ("new AbortController().signal", "got an AbortSignal; pass it as { signal }"),
    ("new Uint8Array()", "got a Uint8Array"),
    ("new (class Empty {})()", "an instance of a class without any known field"),
];

/// Objects that throw on every use.
const HOSTILE: [&str; 9] = [
    "new Proxy({}, { ownKeys() { throw 1 } })",
    "new Proxy({}, { getPrototypeOf() { throw 1 } })",
    "new Proxy({ a: 1 }, { getOwnPropertyDescriptor() { throw 1 }, get() { throw 1 } })",
    "new Proxy({}, Object.fromEntries(Reflect.ownKeys(Reflect).map((name) => [name, () => { throw 1 }])))",
    "new Proxy(new (class {})(), { get() { throw 1 }, has() { throw 1 } })",
    "(() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy })()",
    "(() => { const { proxy, revoke } = Proxy.revocable([], {}); revoke(); return proxy })()",
    "new (class { get [Symbol.toStringTag]() { throw 1 } get then() { throw 1 } })()",
    "{ __proto__: { get [Symbol.toStringTag]() { throw 1 } } }",
];

/// Returns the message of the error, or the path of the request.
pub(super) fn built(id: &str, options: &str, settings: &str) -> String {
    let built = offline::revoke::build_revoke_order(&js(id), &js(options), &js(settings), &host());
    match built {
        Ok(built) => text_of(&built, "built => built.path + ' ' + built.body"),
        Err(error) => text_of(&error, "error => [error.name, error.effect, error.message].join(' ')"),
    }
}

/// Returns the result of a call. `promise`: a function of a client and the tested value.
pub(super) async fn ended(promise: &str, value: &str) -> String {
    let client = JsValue::from(CertCentral::new(&js(SETTINGS), host(), false).unwrap());
    let promise = js(&format!("(client) => {{ const value = ({value}); return {promise}; }}"));
    let promise = promise.unchecked_into::<js_sys::Function>().call1(&JsValue::UNDEFINED, &client).unwrap();
    match JsFuture::from(promise.unchecked_into::<Promise>()).await {
        Ok(value) => text_of(&value, "value => 'sent ' + JSON.stringify(value)"),
        Err(error) => text_of(&error, "error => [error.name, error.effect, error.message].join(' ')"),
    }
}

/// Returns the result of a constructor.
pub(super) fn constructed(settings: &str) -> String {
    match CertCentral::new(&js(settings), host(), false) {
        Ok(_) => "constructed".to_owned(),
        Err(error) => text_of(&error, "error => [error.name, error.effect, error.message].join(' ')"),
    }
}

#[wasm_bindgen_test]
fn value_of_every_kind_is_recognized() {
    for (expression, expected) in [
        ("undefined", RawValue::Missing),
        ("null", RawValue::Null),
        ("false", RawValue::Bool(false)),
        ("1.5", RawValue::Number(1.5)),
        ("-0", RawValue::Number(0.0)),
        ("Infinity", RawValue::Number(f64::INFINITY)),
        ("18446744073709551616n", RawValue::BigInt("18446744073709551616".into())),
        ("-1n", RawValue::BigInt("-1".into())),
        ("''", RawValue::Text(String::new())),
        ("'\\0\\u{1f600}'", RawValue::Text("\0\u{1f600}".into())),
        ("'\\ud800'", RawValue::Other("text that is not valid UTF-16")),
        ("'a\\udc00b'", RawValue::Other("text that is not valid UTF-16")),
        ("'\\ufffd\\ud800'", RawValue::Other("text that is not valid UTF-16")),
        ("'\\ufffd'", RawValue::Text("\u{fffd}".into())),
        ("() => 1", RawValue::Other("a function")),
        ("class {}", RawValue::Other("a function")),
        ("new Proxy(() => 1, {})", RawValue::Other("a function")),
        ("Symbol('x')", RawValue::Other("a symbol")),
        ("[1]", RawValue::Other("an array")),
        ("new Proxy([], {})", RawValue::Other("an array")),
        ("{}", RawValue::Other("an object")),
        ("Object.create(null)", RawValue::Other("an object")),
        ("new String('1')", RawValue::Other("a String object")),
        ("new Number(1)", RawValue::Other("a Number object")),
        ("Object(1n)", RawValue::Other("an object of another kind")),
        ("new WeakMap()", RawValue::Other("an object of another kind")),
        ("Promise.resolve()", RawValue::Other("a Promise; await it before the call")),
    ] {
        assert_eq!(Input::without_key().value(&js(expression)), expected, "{expression}");
    }
}

#[wasm_bindgen_test]
fn value_that_throws_is_still_recognized() {
    for hostile in HOSTILE {
        let value = Input::without_key().value(&js(hostile));
        assert!(matches!(value, RawValue::Other(_)), "{hostile}: {value:?}");
    }
}

#[wasm_bindgen_test]
fn options_of_another_kind_are_rejected() {
    for (options, expected) in NO_OPTIONS {
        let text = built("1", options, "undefined");
        assert!(text.starts_with("InvalidInputError none nothing was sent: ") && text.contains(expected), "{text}");
        let text = built("1", "{}", options);
        assert!(text.contains(expected), "settings: {text}");
    }
}

#[wasm_bindgen_test]
async fn parameters_reject_every_wrong_kind() {
    let parameters = [
        "client.revokeOrder(1, value, {}, {})",
        "client.revokeOrder(1, {}, value, {})",
        "client.revokeCertificate(1, value, {}, {})",
        "client.getOrder(1, value, {})",
        "client.listOrders(value, undefined, {}, {})",
        "client.listOrders({}, undefined, value, {})",
        "client.certificates(1, value, {})",
        "client.getRequest(1, value, {})",
        "client.listRequests(value, undefined, {}, {})",
        "client.approve(1, value, {}, {})",
        "client.reject(1, value, {}, {})",
        "client.wait(value, {}, {}, {})",
        "client.wait({ orderId: 1 }, value, {}, {})",
        "client.me(value, {})",
    ];
    for parameter in parameters {
        for (value, expected) in NO_OPTIONS {
            let text = ended(parameter, value).await;
            assert!(
                text.starts_with("InvalidInputError none ") && text.contains(expected),
                "{parameter} {value}: {text}"
            );
        }
        for value in HOSTILE {
            let text = ended(parameter, value).await;
            assert!(text.starts_with("InvalidInputError none "), "{parameter} {value}: {text}");
        }
    }
}

#[wasm_bindgen_test]
async fn id_of_every_wrong_kind_is_rejected() {
    for method in [
        "client.revokeOrder(value, {}, {}, {})",
        "client.revokeCertificate(value, {}, {}, {})",
        "client.getOrder(value, {}, {})",
        "client.certificates(value, {}, {})",
        "client.getRequest(value, {}, {})",
        "client.approve(value, {}, {}, {})",
        "client.wait({ orderId: value }, {}, {}, {})",
        "client.wait({ orderIds: [value] }, {}, {}, {})",
    ] {
        let wrong =
            ["null", "1.5", "-1", "0", "NaN", "2 ** 53", "2n ** 64n", "''", "'1/../2'", "'\\ud800'", "{}", "[1]"];
        for value in wrong.iter().chain(&HOSTILE) {
            let text = ended(method, value).await;
            assert!(text.starts_with("InvalidInputError none "), "{method} {value}: {text}");
        }
    }
}

#[wasm_bindgen_test]
fn settings_of_every_wrong_kind_are_rejected() {
    for (settings, expected) in NO_OPTIONS {
        let text = constructed(settings);
        assert!(text.starts_with("InvalidInputError none ") && text.contains(expected), "{settings}: {text}");
    }
    for value in HOSTILE {
        assert!(constructed(value).starts_with("InvalidInputError none "), "{value}");
        for name in ["apiKey", "fetch", "retry", "limits", "onRetry", "baseUrl", "maxInFlight"] {
            let text = constructed(&format!("{{ {name}: ({value}) }}"));
            assert!(text.starts_with("InvalidInputError none "), "{name} {value}: {text}");
            let text = constructed(&format!("{{ get {name}() {{ throw 1 }} }}"));
            assert!(text.starts_with("InvalidInputError none "), "{name} throws: {text}");
        }
    }
}

#[wasm_bindgen_test]
fn response_that_cannot_be_read_leaves_the_effect_unknown() {
    for (response, expected) in [
        ("undefined", "response must be an object with status and body, got nothing"),
        ("Promise.resolve()", "response is a Promise; await it before the call"),
        ("{ status: 201, body: new Response('{}').body }", "pass await response.text()"),
        ("{ status: 201, body: {} }", "response.body must be text, bytes or null"),
        ("{ status: 201, body: '\\ud800' }", "response.body is text that is not valid UTF-16"),
        ("{ statusCode: 204 }", "response.status is required"),
        ("{ status: '204' }", "response.status must be a number from 0 to 999, got \"204\""),
        ("{ get status() { throw 1 } }", "got a field that cannot be read"),
        ("{ status: 201, get body() { throw 1 } }", "response.body cannot be read"),
    ] {
        let error =
            offline::revoke::parse_revoke_response(&js(response), &JsValue::UNDEFINED, &JsValue::UNDEFINED, &host());
        let text = text_of(&error.unwrap_err(), "({ code, effect, message }) => [code, effect, message].join(' ')");
        assert!(text.starts_with("unknown-outcome unknown ") && text.contains(expected), "{response}: {text}");
    }
    for hostile in HOSTILE {
        let body = format!("{{ status: 201, body: ({hostile}) }}");
        for response in [hostile, &body] {
            let error = offline::revoke::parse_revoke_response(
                &js(response),
                &JsValue::UNDEFINED,
                &JsValue::UNDEFINED,
                &host(),
            );
            assert_eq!(text_of(&error.unwrap_err(), "error => error.effect"), "unknown", "{response}");
        }
    }
}
