//! Timeouts and abort signals, of the platform and of other implementations.

use wasm_bindgen_test::wasm_bindgen_test;

use super::support::Scene;

/// A signal like that of another realm or a polyfill. It counts its listeners.
pub(super) const DUCK: &str = "(more) => Object.assign({
    aborted: false,
    listeners: [],
    added: 0,
    removed: 0,
    addEventListener(type, listener) { this.added++; this.listeners.push(listener); },
    removeEventListener(type, listener) { this.removed++; this.listeners = this.listeners.filter((l) => l !== listener); },
    abort(reason) { this.aborted = true; this.reason = reason; for (const listener of this.listeners) listener(); },
}, more)";

#[wasm_bindgen_test]
async fn timeout_ends_a_fetch_that_ignores_its_signal() {
    let scene = Scene::new("t.deaf");
    let timed = "async t => {
        const start = Date.now();
        const results = [await t.revoke({ timeoutMs: 20 }), await t.get(7, { timeoutMs: 20 })];
        return [...results.map(t.brief), Date.now() - start < 1000, t.calls.every(({ init }) => init.signal.aborted)];
    }";
    assert_eq!(scene.run(timed).await, "timeout unknown,timeout none,true,true");
}

#[wasm_bindgen_test]
async fn longest_timeout_does_not_expire_at_once() {
    let scene = Scene::new("async () => { await t.sleep(5); return t.revoked() }");
    let longest = "async t => (await t.revoke({ timeoutMs: 0x7fffffff, deadlineMs: 0x7fffffff })).outcome";
    assert_eq!(scene.run(longest).await, "revoked");
}

#[wasm_bindgen_test]
async fn deadline_ends_the_wait_in_the_queue() {
    let scene = Scene::with("t.deaf", "{ maxInFlight: 1 }");
    let waiting = "async t => {
        const first = t.get(1, { timeoutMs: 200 });
        const start = Date.now();
        const second = await t.revoke({ deadlineMs: 50 });
        const inTime = Date.now() - start < 190;
        await first;
        return [t.brief(second), inTime, second.attempts.length, t.methods()];
    }";
    assert_eq!(scene.run(waiting).await, "timeout none,true,0,GET");
}

#[wasm_bindgen_test]
async fn abort_before_the_call_sends_nothing() {
    for reason in ["{ why: 'object' }", "'text'", "7", "null", "Symbol('x')", "() => 1", "new Error('e')"] {
        let scene = Scene::new("async () => t.revoked()");
        let aborted = format!(
            "async t => {{
                const reason = ({reason});
                const error = await t.revoke({{ signal: AbortSignal.abort(reason) }});
                return [error.name, error.effect, error.cause === reason, error.attempts.length, t.calls.length];
            }}"
        );
        assert_eq!(scene.run(&aborted).await, "AbortedError,none,true,0,0", "{reason}");
    }
}

#[wasm_bindgen_test]
async fn abort_during_the_request_leaves_a_write_unknown() {
    for fetch in [
        "t.deaf",
        "(url, { signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))",
        "async () => ({ status: 200, body: { getReader: () => ({ read: t.deaf }) } })",
    ] {
        let scene = Scene::new(fetch);
        let aborted = "async t => {
            const reason = { why: 'object' };
            const results = [];
            for (const call of [t.revoke, (options) => t.get(7, options)]) {
                const abort = new AbortController();
                setTimeout(() => abort.abort(reason), 10);
                const error = await call({ signal: abort.signal });
                results.push(t.brief(error), error.cause === reason, error.attempts[0].decision);
            }
            return results;
        }";
        assert_eq!(scene.run(aborted).await, "aborted unknown,true,aborted,aborted none,true,aborted", "{fetch}");
    }
}

#[wasm_bindgen_test]
async fn abort_in_the_queue_sends_nothing() {
    let scene = Scene::with("t.deaf", "{ maxInFlight: 1 }");
    let aborted = "async t => {
        const [reason, abort] = [{}, new AbortController()];
        const first = t.get(1, { timeoutMs: 40 });
        const second = t.revoke({ signal: abort.signal });
        setTimeout(() => abort.abort(reason), 10);
        const error = await second;
        return [t.brief(error), error.cause === reason, error.attempts.length, t.pending, (await first).code, t.calls.length];
    }";
    assert_eq!(scene.run(aborted).await, "aborted none,true,0,1,timeout,1");
}

#[wasm_bindgen_test]
async fn abort_during_a_backoff_ends_it_at_once() {
    let fetch = "async () => new Response(null, { status: 500, headers: { 'Retry-After': '50' } })";
    let scene = Scene::with(fetch, "{ retry: {} }");
    let aborted = "async t => {
        const [reason, abort] = [{}, new AbortController()];
        const start = Date.now();
        setTimeout(() => abort.abort(reason), 20);
        const error = await t.get(7, { signal: abort.signal });
        return [t.brief(error), error.cause === reason, error.attempts.length, Date.now() - start < 1000];
    }";
    assert_eq!(scene.run(aborted).await, "aborted none,true,1,true");
}

#[wasm_bindgen_test]
async fn abort_from_a_request_hook_sends_nothing() {
    let scene = Scene::with("async () => t.revoked()", "{ onRequest: () => t.abort.abort(t.reason) }");
    let aborted = "async t => {
        Object.assign(t, { abort: new AbortController(), reason: {}, progress: { sent: false } });
        const error = await t.revoke({ signal: t.abort.signal }, 7, {}, t.progress);
        t.abort = new AbortController();
        const next = await t.revoke({ timeoutMs: 100 });
        return [t.brief(error), error.cause === t.reason, error.attempts.length, t.progress.sent, next.outcome, t.calls.length];
    }";
    assert_eq!(scene.run(aborted).await, "aborted none,true,0,false,revoked,1");
}

#[wasm_bindgen_test]
async fn signal_that_throws_or_repeats_does_not_disturb_the_call() {
    for (more, expected) in [
        ("{ addEventListener() { throw 1 } }", "timeout"),
        ("{ removeEventListener() { throw 1 } }", "timeout"),
        (
            "{ get reason() { throw 1 }, addEventListener(_, abort) { setTimeout(() => { this.aborted = true; abort() }, 5) } }",
            "aborted",
        ),
        // The listener runs during its registration, twice, and recursively.
        ("{ addEventListener(_, abort) { this.aborted = true; abort(); abort() } }", "aborted"),
        (
            "{ addEventListener(_, abort) { this.aborted = true; this.again = abort; abort() }, get reason() { const { again } = this; this.again = undefined; again?.() } }",
            "aborted",
        ),
    ] {
        let scene = Scene::new("t.deaf");
        let ended = format!(
            "async t => {{
                const duck = Object.defineProperties(({DUCK})(), Object.getOwnPropertyDescriptors({more}));
                const guarded = (listener) => () => {{ try {{ listener() }} catch (error) {{ t.thrown = error }} }};
                const {{ addEventListener }} = duck;
                duck.addEventListener = (type, listener) => addEventListener.call(duck, type, guarded(listener));
                const {{ code }} = await t.revoke({{ signal: duck, timeoutMs: 30 }});
                return t.thrown ?? code;
            }}"
        );
        assert_eq!(scene.run(&ended).await, expected, "{more}");
    }
}

#[wasm_bindgen_test]
async fn value_that_is_not_a_signal_is_rejected() {
    for signal in [
        "{}",
        "null",
        "new AbortController()",
        "{ aborted: false }",
        "{ aborted: false, addEventListener() {} }",
        "{ aborted: 'no', addEventListener() {}, removeEventListener() {} }",
        "{ get aborted() { throw 1 }, addEventListener() {}, removeEventListener() {} }",
        "(() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy })()",
    ] {
        let scene = Scene::new("async () => t.revoked()");
        let refused =
            format!("async t => (await t.revoke({{ signal: ({signal}) }})).issues.map(({{ field }}) => field)");
        assert_eq!(scene.run(&refused).await, "signal", "{signal}");
    }
}
