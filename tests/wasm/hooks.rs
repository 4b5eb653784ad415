//! The arguments of hooks. Nothing that a hook does changes a call.

use wasm_bindgen_test::wasm_bindgen_test;

use super::support::Scene;

/// Fails once, then responds.
const SECOND: &str = "async (url) =>
    t.calls.length === 1 ? new Response(null, { status: 503 }) : t.order(url.split('/').at(-1), 'issued')";
const RECORD: &str = "{
    retry: { backoffMs: 0 },
    onRequest: (what, call) => (t.events ??= []).push(['request', what, call]),
    onResponse: (what, call) => (t.events ??= []).push(['response', what, call]),
    onRetry: (what, call) => (t.events ??= []).push(['retry', what, call]),
}";

#[wasm_bindgen_test]
async fn hooks_see_each_request_response_and_wait() {
    let scene = Scene::with(SECOND, RECORD);
    assert_eq!(scene.run("async t => (await t.get(7)).status").await, "issued");
    assert_eq!(
        scene.text("t => t.events.map(([kind, , { attempt }]) => kind + attempt)"),
        "request1,response1,retry2,request2,response2"
    );
    assert_eq!(
        scene.text("t => JSON.stringify(t.events[0][1])"),
        r#"{"method":"GET","path":"/order/certificate/7","headers":{"Content-Type":"application/json","Accept":"application/json"}}"#
    );
    assert_eq!(
        scene.text(
            "t => [t.events[1][1].status, t.events[1][1].problem, t.events[1][1].decision, t.events[4][1].decision]"
        ),
        "503,server-error,read-failed,read"
    );
    assert_eq!(scene.text("t => JSON.stringify(t.events[2][1])"), r#"{"waitMs":0,"reason":"read-failed"}"#);
    assert_eq!(scene.text("t => t.events.some((event) => JSON.stringify(event).includes(t.key))"), "false");
}

#[wasm_bindgen_test]
async fn call_info_is_equal_within_a_call_only() {
    let scene = Scene::with("async (url) => t.order(url.split('/').at(-1), 'issued')", RECORD);
    let calls = "async t => {
        await Promise.all([t.get(1), t.get(2)]);
        await t.client.listOrders(undefined, undefined, undefined, {}).catch(() => {});
        const infos = t.events.map(([, , info]) => info);
        t.ids = new Set(infos.map(({ callId }) => callId));
        const one = infos.filter(({ subject }) => subject?.id === '1');
        return [t.ids.size, one.length, new Set(one.map(({ callId }) => callId)).size];
    }";
    assert_eq!(scene.run(calls).await, "3,2,1");
    let list = "t => { const { callId, ...info } = t.events.at(-1)[2]; return [typeof callId, Object.keys(info)] }";
    assert_eq!(scene.text(list), "string,operation,attempt,elapsedMs");
    let elapsed = "t => t.events.every(([, , { elapsedMs }]) => Number.isInteger(elapsedMs) && elapsedMs >= 0 && elapsedMs < 5000)";
    assert_eq!(scene.text(elapsed), "true");
}

#[wasm_bindgen_test]
async fn call_info_names_operation_and_subject() {
    let scene = Scene::with("async () => t.revoked()", RECORD);
    for (call, info) in [
        ("revokeOrder(7, {}, {}, {})", r#"["revokeOrder",{"kind":"order","id":"7"}]"#),
        ("revokeCertificate(7, {}, {}, {})", r#"["revokeCertificate",{"kind":"certificate","id":"7"}]"#),
        ("getOrder(7, {}, {})", r#"["orders.get",{"kind":"order","id":"7"}]"#),
        ("listOrders({}, undefined, {}, {})", r#"["orders.list",null]"#),
        ("certificates(7, {}, {})", r#"["orders.certificates",{"kind":"order","id":"7"}]"#),
        ("getRequest(7, {}, {})", r#"["requests.get",{"kind":"request","id":"7"}]"#),
        ("listRequests({}, undefined, {}, {})", r#"["requests.list",null]"#),
        ("approve(7, {}, {}, {})", r#"["requests.approve",{"kind":"request","id":"7"}]"#),
        ("reject(7, {}, {}, {})", r#"["requests.reject",{"kind":"request","id":"7"}]"#),
        ("wait({ orderId: 7 }, {}, { deadlineMs: 50 }, {})", r#"["revocations.wait",{"kind":"order","id":"7"}]"#),
        ("me({}, {})", r#"["me",null]"#),
    ] {
        let call = format!(
            "async t => {{
                t.events = [];
                await t.client.{call}.catch(() => {{}});
                const [, , {{ operation, subject }}] = t.events[0];
                return JSON.stringify([operation, subject ?? null]);
            }}"
        );
        assert_eq!(scene.run(&call).await, info, "{call}");
    }
}

#[wasm_bindgen_test]
async fn hook_that_fails_or_never_ends_changes_nothing() {
    for hook in [
        "() => { throw new Error('hook') }",
        "() => { throw undefined }",
        "async () => { throw new Error('hook') }",
        "() => Promise.reject()",
        "() => new Promise(() => {})",
        "() => ({ then() { throw 1 } })",
        "() => ({ get then() { throw 1 } })",
        "class {}",
        "new Proxy(() => {}, { apply() { throw 1 } })",
    ] {
        let hooks = format!("{{ retry: {{ backoffMs: 0 }}, onRequest: {hook}, onResponse: {hook}, onRetry: {hook} }}");
        let scene = Scene::with(SECOND, &hooks);
        assert_eq!(scene.run("async t => [(await t.get(7)).status, t.calls.length]").await, "issued,2", "{hook}");
    }
}

#[wasm_bindgen_test]
async fn hook_that_changes_its_arguments_changes_nothing() {
    let spoil = "(what, call) => {
        for (const object of [what, what.headers ?? {}, call, call.subject ?? {}])
            for (const name of Object.keys(object)) object[name] = 'spoilt';
    }";
    let hooks = format!("{{ onRequest: {spoil}, onResponse: {spoil}, onRetry: {spoil} }}");
    let scene = Scene::with("async () => t.revoked()", &hooks);
    let spoilt = "async t => {
        const { attempts } = await t.revoke();
        return [JSON.stringify([attempts, t.calls]).includes('spoilt'), attempts[0].decision, t.calls[0].init.method];
    }";
    assert_eq!(scene.run(spoilt).await, "false,accepted,PUT");
}

#[wasm_bindgen_test]
async fn second_call_for_the_same_order_is_in_flight() {
    let scene = Scene::new("async () => { await t.sleep(5); return t.revoked() }");
    let calls = "async t => {
        const results = await Promise.all([t.revoke(), t.revoke(), t.revoke({}, '7'), t.revoke({}, 8)]);
        const after = await t.revoke();
        return [...results, after].map((result) => result.outcome ?? t.brief(result));
    }";
    assert_eq!(scene.run(calls).await, "revoked,in-flight none,in-flight none,revoked,revoked");
    assert_eq!(scene.text("t => t.calls.length"), "3");
}
