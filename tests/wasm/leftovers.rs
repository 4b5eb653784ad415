//! After a call no timer, listener, reference or memory is left.

use wasm_bindgen_test::wasm_bindgen_test;

use super::{deadline::DUCK, support::Scene};

/// Counts the active timers while a function runs.
const TIMERS: &str = "async (run) => {
    const { setTimeout, clearTimeout } = globalThis;
    const timers = new Set();
    let most = 0;
    globalThis.setTimeout = (callback, ms) => {
        const id = setTimeout(() => { timers.delete(id); callback(); }, ms);
        timers.add(id);
        most = Math.max(most, timers.size);
        return id;
    };
    globalThis.clearTimeout = (id) => { timers.delete(id); clearTimeout(id); };
    try { await run(); return [most > 0, timers.size]; } finally { Object.assign(globalThis, { setTimeout, clearTimeout }); }
}";

#[wasm_bindgen_test]
async fn signal_of_another_realm_has_no_listener_after_a_call() {
    for (fetch, call, expected) in [
        ("async () => t.revoked()", "", "revoked"),
        ("async () => { throw 1 }", "", "unknown-outcome"),
        ("t.deaf", "timeoutMs: 10", "timeout"),
        ("async () => { t.duck.abort(t.reason); return t.deaf() }", "", "aborted"),
    ] {
        let scene = Scene::new(fetch);
        let counted = format!(
            "async t => {{
                Object.assign(t, {{ duck: ({DUCK})(), reason: {{}} }});
                const result = await t.revoke({{ signal: t.duck, {call} }});
                const sameCause = result.code !== 'aborted' || result.cause === t.reason;
                return [result.outcome ?? result.code, sameCause, t.duck.added > 0, t.duck.added - t.duck.removed, t.duck.listeners.length];
            }}"
        );
        assert_eq!(scene.run(&counted).await, format!("{expected},true,true,0,0"), "{fetch}");
    }
}

#[wasm_bindgen_test]
async fn timers_are_cleared_after_every_end() {
    for (fetch, call) in [
        ("async () => t.revoked()", "{}"),
        ("async () => { throw 1 }", "{}"),
        ("t.deaf", "{ timeoutMs: 10 }"),
        (
            "async () => new Response(null, { status: 500, headers: { 'Retry-After': '50' } })",
            "{ signal: AbortSignal.timeout(20) }",
        ),
    ] {
        let scene = Scene::with(fetch, "{ maxInFlight: 1, retry: { settleMs: 1, backoffMs: 1, reads: 2 } }");
        let counted =
            format!("t => ({TIMERS})(() => Promise.all([t.get(1, {call}), t.get(2, {call}), t.revoke({call})]))");
        assert_eq!(scene.run(&counted).await, "true,0", "{fetch}");
    }
}

#[wasm_bindgen_test]
async fn no_listener_is_left_after_ten_thousand_calls() {
    let scene = Scene::with(
        "async () => ({ status: 204, body: null })",
        "{ fetch: async () => ({ status: 204, body: null }) }",
    );
    let many = format!(
        "async t => {{
            t.duck = ({DUCK})();
            let revoked = 0;
            for (let round = 0; round < 100; round++) {{
                const calls = Array.from({{ length: 100 }}, (_, id) => t.revoke({{ signal: t.duck }}, id + 1));
                for (const call of calls) revoked += (await call).outcome === 'revoked';
            }}
            return [revoked, t.duck.added >= 10_000, t.duck.added - t.duck.removed, t.duck.listeners.length];
        }}"
    );
    assert_eq!(scene.run(&many).await, "10000,true,0,0");
}

#[wasm_bindgen_test]
async fn references_and_memory_stay_constant_over_many_calls() {
    let settings = "{ fetch: async () => ({ status: 204, body: null }), onRequest() {}, onResponse() {} }";
    let scene = Scene::with("null", settings);
    let round = "async t => {
        for (let id = 1; id <= 500; id++) {
            await t.revoke({ signal: new AbortController().signal, timeoutMs: 1000 }, id, { comment: 'c'.repeat(id) });
            await t.revoke(undefined, 'no id');
            await t.client.listOrders(undefined, undefined, undefined, {}).catch(() => {});
            await t.revoke({ signal: AbortSignal.abort() });
        }
        return t.memory.buffer.byteLength;
    }";
    scene.run(round).await;
    let memory = scene.run(round).await;
    let references = wasm_bindgen::externref_heap_live_count();
    assert_eq!(scene.run(round).await, memory, "linear memory grows");
    assert_eq!(wasm_bindgen::externref_heap_live_count(), references, "the table of references grows");
}
