//! Code of the caller that calls the client during a call: hooks, `fetch`, getters and abort listeners.

use wasm_bindgen_test::wasm_bindgen_test;

use super::support::Scene;

const ANSWER: &str = "async (url, { method }) => {
    if (url.endsWith('/8') && (t.failed ??= 0) < 1) { t.failed++; return new Response(null, { status: 503 }) }
    return method === 'PUT' ? t.revoked() : t.order(url.split('/').at(-1), 'issued');
}";

#[wasm_bindgen_test]
async fn hook_can_call_the_client() {
    for hook in ["onRequest", "onResponse", "onRetry"] {
        let settings = format!(
            "{{ retry: {{ backoffMs: 0 }}, {hook}: (_, {{ subject }}) => {{ if (subject.id === '8') t.inner = t.get(1) }} }}"
        );
        let scene = Scene::with(ANSWER, &settings);
        let calls = "async t => [(await t.get(8)).id, (await t.inner).id, t.calls.length]";
        // The read fails once. The hook of a retry runs once, the others for both attempts.
        let expected = if hook == "onRetry" { "8,1,3" } else { "8,1,4" };
        assert_eq!(scene.run(calls).await, expected, "{hook}");
    }
}

#[wasm_bindgen_test]
async fn hook_that_waits_for_the_client_does_not_block_it() {
    let hook = "{ maxInFlight: 1, onRequest: async (_, { subject }) => { if (subject.id === '7') t.inner = (await t.get(1)).id } }";
    let scene = Scene::with(ANSWER, hook);
    let calls =
        "async t => { const { outcome } = await t.revoke(); await t.sleep(5); return [outcome, t.inner, t.methods()] }";
    assert_eq!(scene.run(calls).await, "revoked,1,PUT,GET");
}

#[wasm_bindgen_test]
async fn hook_that_revokes_the_same_order_is_in_flight() {
    let scene = Scene::with(ANSWER, "{ onRequest: () => { t.inner ??= t.revoke() } }");
    let calls = "async t => [(await t.revoke()).outcome, t.brief(await t.inner), t.calls.length]";
    assert_eq!(scene.run(calls).await, "revoked,in-flight none,1");
}

#[wasm_bindgen_test]
async fn fetch_can_call_the_client() {
    let fetch = "async (url) => {
        const id = url.split('/').at(-1);
        if (id === '8') await t.get(1);
        return t.order(id, 'issued');
    }";
    let scene = Scene::with(fetch, "{ maxInFlight: 2 }");
    assert_eq!(scene.run("async t => [(await t.get(8)).id, t.calls.length]").await, "8,2");
    let at_once = "(url) => { t.inner ??= t.get(1); return t.order(url.split('/').at(-1), 'issued') }";
    let scene = Scene::new(at_once);
    assert_eq!(scene.run("async t => [(await t.get(8)).id, (await t.inner).id]").await, "8,1");
}

#[wasm_bindgen_test]
async fn getters_can_call_the_client() {
    let scene = Scene::new(ANSWER);
    let calls = "async t => {
        const inner = [];
        const options = { get skipApproval() { inner.push(t.get(1)); return true } };
        const call = { get timeoutMs() { inner.push(t.get(2)); return 100 } };
        const { outcome } = await t.revoke(call, 7, options);
        return [outcome, (await Promise.all(inner)).map(({ id }) => id).sort(), t.calls[0].init.method];
    }";
    assert_eq!(scene.run(calls).await, "revoked,1,2,GET");
}

#[wasm_bindgen_test]
async fn abort_listener_can_call_the_client() {
    let fetch = "(url, { signal }) => new Promise((resolve) => {
        signal.addEventListener('abort', () => { t.inner ??= t.get(1) });
        if (!url.endsWith('/8')) resolve(t.order(1, 'issued'));
    })";
    let scene = Scene::with(fetch, "{ maxInFlight: 1 }");
    let calls = "async t => {
        const abort = new AbortController();
        abort.signal.addEventListener('abort', () => { t.outer = t.get(1) });
        setTimeout(() => abort.abort(), 5);
        return [(await t.get(8, { signal: abort.signal })).code, (await t.inner).id, (await t.outer).id];
    }";
    assert_eq!(scene.run(calls).await, "aborted,1,1");
}

#[wasm_bindgen_test]
async fn abort_of_one_call_by_another_does_not_trap() {
    let fetch = "(url, { signal }) => { signal.addEventListener('abort', () => t.abort.abort()); return t.deaf() }";
    let scene = Scene::with(fetch, "{ maxInFlight: 2 }");
    let calls = "async t => {
        t.abort = new AbortController();
        const options = { signal: t.abort.signal };
        const calls = [1, 2, 3, 4].map((id) => t.get(id, { ...options, timeoutMs: 5 + id }));
        return (await Promise.all(calls)).map(({ code }) => code);
    }";
    assert_eq!(scene.run(calls).await, "timeout,aborted,aborted,aborted");
}

#[wasm_bindgen_test]
async fn freed_client_finishes_its_call() {
    let scene = Scene::new("async () => { await t.sleep(5); return t.revoked() }");
    let freed = "async t => { const call = t.revoke(); t.client.free(); return (await call).outcome }";
    assert_eq!(scene.run(freed).await, "revoked");
}
