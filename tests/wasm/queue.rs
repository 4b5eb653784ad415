//! Concurrent calls of one client. `tests/core/queue` tests the rules of the queue natively. These suites test that the boundary
//! follows them, and that each end of a call admits the next one.

use wasm_bindgen_test::wasm_bindgen_test;

use super::support::Scene;

/// Responds after a moment.
const SLOW: &str = "async (url) => { await t.sleep(2); return t.order(url.split('/').at(-1), 'issued') }";

#[wasm_bindgen_test]
async fn fifty_calls_keep_to_the_limit_in_flight() {
    for (settings, most) in
        [("{}", 6), ("{ maxInFlight: 3 }", 3), ("{ maxInFlight: 1 }", 1), ("{ maxInFlight: 100 }", 50)]
    {
        let scene = Scene::with(SLOW, settings);
        let calls = "async t => {
            const results = await Promise.all(Array.from({ length: 50 }, (_, id) => t.get(id + 1)));
            return [results.every(({ id }, nth) => id === String(nth + 1)), t.maxPending, t.pending, t.calls.length];
        }";
        assert_eq!(scene.run(calls).await, format!("true,{most},0,50"), "{settings}");
    }
}

#[wasm_bindgen_test]
async fn calls_of_two_clients_do_not_wait_for_each_other() {
    let [first, second] = [Scene::with("t.deaf", "{ maxInFlight: 1 }"), Scene::with(SLOW, "{ maxInFlight: 1 }")];
    first.run("t => { t.call = t.get(1, { timeoutMs: 100 }); return t.sleep(1) }").await;
    assert_eq!(second.run("async t => (await t.get(2)).id").await, "2");
    assert_eq!(first.run("async t => [t.pending, (await t.call).code]").await, "1,timeout");
}

#[wasm_bindgen_test]
async fn every_end_of_a_call_admits_the_next_one() {
    for (fetch, call) in [
        ("async () => { throw 1 }", "{}"),
        ("() => { throw 1 }", "{}"),
        ("t.deaf", "{ timeoutMs: 2 }"),
        ("t.deaf", "{ signal: AbortSignal.timeout(5 + nth) }"),
        ("async () => ({ status: 'x' })", "{}"),
        ("async () => new Response('no', { status: 500 })", "{}"),
        ("async () => ({ status: 200, body: { getReader() { throw 1 } } })", "{}"),
    ] {
        let scene = Scene::with(fetch, "{ maxInFlight: 2 }");
        let calls = format!(
            "async t => {{
                const results = await Promise.all(Array.from({{ length: 20 }}, (_, nth) => t.get(nth + 1, {call})));
                return results.filter((result) => result instanceof Error).length;
            }}"
        );
        assert_eq!(scene.run(&calls).await, "20", "{fetch}");
    }
}

#[wasm_bindgen_test]
async fn call_that_leaves_the_queue_admits_the_others() {
    let scene = Scene::with(SLOW, "{ maxInFlight: 1 }");
    let calls = "async t => {
        const abort = new AbortController();
        const calls = [1, 2, 3, 4].map((id) => t.get(id, id % 2 ? undefined : { signal: abort.signal }));
        abort.abort();
        const results = await Promise.all(calls);
        return [results.map((result) => result.code ?? result.id), t.calls.length];
    }";
    assert_eq!(scene.run(calls).await, "1,aborted,3,aborted,2");
}

#[wasm_bindgen_test]
async fn bulk_calls_wait_behind_interactive_ones() {
    let scene = Scene::with(SLOW, "{ maxInFlight: 1 }");
    let calls = "async t => {
        const bulk = [1, 2, 3].map((id) => t.get(id, { priority: 'bulk' }));
        const interactive = [11, 12, 13].map((id) => t.get(id, { priority: 'interactive' }));
        await Promise.all([...bulk, ...interactive]);
        return t.calls.map(({ url }) => url.split('/').at(-1));
    }";
    assert_eq!(scene.run(calls).await, "1,11,12,13,2,3");
}

#[wasm_bindgen_test]
async fn rate_limit_admits_one_probe() {
    // The rate limit rejects the first five. Each later request records how many later ones are in flight.
    let fetch = "async (url) => {
        const nth = t.calls.length;
        if (nth <= 5) { await t.sleep(5); return t.limited({ 'Retry-After': '0' }) }
        t.held = (t.held ?? 0) + 1;
        (t.together ??= []).push(t.held);
        await t.sleep(20);
        t.held -= 1;
        return t.order(url.split('/').at(-1), 'issued');
    }";
    let scene = Scene::with(fetch, "{ maxInFlight: 5, retry: { backoffMs: 1 } }");
    let calls = "async t => {
        const results = await Promise.all(Array.from({ length: 12 }, (_, id) => t.get(id + 1)));
        return [results.every(({ status }) => status === 'issued'), t.calls.length, t.together.slice(0, 3)];
    }";
    // One probe is in flight alone. After its response there are two requests.
    assert_eq!(scene.run(calls).await, "true,17,1,1,2");
}

#[wasm_bindgen_test]
async fn retry_after_delays_later_calls() {
    let fetch = "async () => t.calls.length === 1 ? t.limited({ 'Retry-After': '1' }) : t.order(7, 'issued')";
    let scene = Scene::new(fetch);
    let calls = "async t => {
        const refused = await t.get(7);
        const start = Date.now();
        const { status } = await t.get(7);
        return [refused.code, status, Date.now() - start >= 900, Date.now() - start < 3000];
    }";
    assert_eq!(scene.run(calls).await, "rate-limited,issued,true,true");
}

#[wasm_bindgen_test]
async fn rate_windows_delay_calls() {
    let scene = Scene::with(SLOW, "{ limits: { windows: [[10, 400]], guardMs: 0 } }");
    let calls = "async t => {
        const times = [];
        const start = Date.now();
        await Promise.all(Array.from({ length: 12 }, async (_, id) => { await t.get(id + 1); times.push(Date.now() - start) }));
        return [times.filter((time) => time < 200).length <= 10, times.filter((time) => time >= 390).length >= 2];
    }";
    assert_eq!(scene.run(calls).await, "true,true");
}

#[wasm_bindgen_test]
async fn read_of_a_lost_write_has_precedence() {
    let fetch = "async (url, { method }) => {
        await t.sleep(2);
        if (method === 'PUT') throw new Error('lost');
        return t.order(url.split('/').at(-1), url.endsWith('/7') ? 'revoked' : 'issued');
    }";
    let scene = Scene::with(fetch, "{ maxInFlight: 1, retry: { settleMs: 0, backoffMs: 0 } }");
    let calls = "async t => {
        const calls = [t.revoke(), t.get(1), t.get(2), t.get(3)];
        const [{ outcome, confirmedBy }] = await Promise.all(calls);
        const order = t.calls.map(({ url, init }) => init.method + url.match(/\\d+/g).at(-1));
        return [outcome, confirmedBy, order.indexOf('GET7') <= 2, order.length];
    }";
    assert_eq!(scene.run(calls).await, "revoked,read,true,5");
}
