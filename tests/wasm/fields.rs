//! Fields of options, settings and lists: reading through getters and prototypes, and rejection by name.

use wasm_bindgen_test::wasm_bindgen_test;

use super::{
    input::{built, constructed, ended},
    support::Scene,
};

#[wasm_bindgen_test]
fn limits_that_throw_are_rejected() {
    let expected = "limits.windows";
    for windows in [
        "new Proxy([[1, 1]], { get() { throw 1 } })",
        "[new Proxy([1, 1], { get() { throw 1 } })]",
        "Object.defineProperty([[1, 1]], 0, { get() { throw 1 } })",
        "[Object.defineProperty([1, 1], 1, { get() { throw 1 } })]",
        "(() => { const { proxy, revoke } = Proxy.revocable([], {}); revoke(); return [proxy] })()",
        "new Array(4e9)",
        "[new Array(4e9)]",
        "[]",
        "[[1]]",
        "[[1, 1, 1]]",
        "[[1, 0.5]]",
        "[['1', 1]]",
    ] {
        let text = constructed(&format!("{{ baseUrl: 'https://x.test', limits: {{ windows: {windows} }} }}"));
        assert!(text.contains(expected), "{windows}: {text}");
    }
}

#[wasm_bindgen_test]
async fn list_of_order_ids_that_throws_is_rejected() {
    for ids in [
        "new Proxy([1], { get() { throw 1 } })",
        "new Proxy([1], { get(list, name) { if (name === 'length') return 2 ** 32 - 1; return list[name] } })",
        "Object.defineProperty([1, 2], 1, { get() { throw 1 } })",
        "(() => { const { proxy, revoke } = Proxy.revocable([1], {}); revoke(); return proxy })()",
        "new Array(4e9)",
        "[]",
        "[1, , 2]",
        "new Set([1])",
    ] {
        let text = ended("client.wait({ orderIds: value }, {}, {}, {})", ids).await;
        assert!(text.starts_with("InvalidInputError none "), "{ids}: {text}");
    }
}

#[wasm_bindgen_test]
fn fields_are_read_through_getters_classes_and_prototypes() {
    for options in [
        "{ skipApproval: true }",
        "Object.assign(Object.create(null), { skipApproval: true })",
        "Object.create({ skipApproval: true })",
        "{ get skipApproval() { return true } }",
        "new (class { get skipApproval() { return true } })()",
        "new (class { skipApproval = true })()",
        "new (class extends (class { get skipApproval() { return true } }) {})()",
        "new Proxy({ skipApproval: true }, {})",
        "new Proxy({}, { has: (_, name) => name === 'skipApproval', get: (_, name) => name === 'skipApproval' || undefined,
                         getPrototypeOf: () => null })",
    ] {
        assert_eq!(built("1", options, "{}"), r#"/order/certificate/1/revoke {"skip_approval":true}"#, "{options}");
    }
    // An undefined field counts as missing.
    assert_eq!(built("1", "{ skipApproval: undefined, comment: undefined }", "{}"), "/order/certificate/1/revoke {}");
}

#[wasm_bindgen_test]
fn unknown_fields_are_rejected() {
    for (options, expected) in [
        ("{ skipAproval: true }", "did you mean skipApproval?"),
        ("{ skipAproval: undefined }", "did you mean skipApproval?"),
        ("{ [Symbol('x')]: 1 }", "(a symbol) is not a known field"),
        ("Object.defineProperty({}, 'hidden', { value: 1 })", "hidden is not a known field"),
        ("new (class { skipApproval = true; own = 1 })()", "own is not a known field"),
        ("JSON.parse('{\"__proto__\":1}')", "__proto__ is not a known field"),
        ("{ '\\ud800': 1 }", "(a name that cannot be shown) is not a known field"),
        ("{ ['x'.repeat(1e6)]: 1 }", "(a name that cannot be shown) is not a known field"),
    ] {
        let text = built("1", options, "{}");
        assert!(text.starts_with("InvalidInputError none ") && text.contains(expected), "{options}: {text}");
    }
}

#[wasm_bindgen_test]
fn fields_that_throw_are_named() {
    for options in ["{ get comment() { throw new Error('no') } }", "new (class { get comment() { throw 1 } })()"] {
        let text = built("1", options, "{}");
        assert!(text.contains("comment must be a string, got a field that cannot be read"), "{options}: {text}");
    }
}

#[wasm_bindgen_test]
async fn issues_of_input_and_call_reject_together() {
    let faults = "t.revoke({ signal: {}, timeoutMs: 0, tiemoutMs: 1, priority: 'urgent' }, 'x', { comment: 1 })";
    let scene = Scene::new("async () => t.revoked()");
    let fields = scene.run(&format!("async t => (await {faults}).issues.map(({{ field }}) => field)")).await;
    assert_eq!(fields, "tiemoutMs,signal,timeoutMs,priority,orderId,comment");
    assert_eq!(scene.text("t => t.calls.length"), "0");
}
