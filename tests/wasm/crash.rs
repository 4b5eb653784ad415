//! The flag `progress.sent`, which tells the guard in `pkg/instance.js` whether a write was sent. It is set before `fetch` is
//! called, because a crash after that is like a lost response.

use wasm_bindgen_test::wasm_bindgen_test;

use super::support::Scene;

const LOST: &str = "async (url, { method }) => {
    t.seen = [...(t.seen ?? []), method + t.progress.sent];
    if (method === 'PUT') throw new Error('lost');
    return t.order(7, 'revoked');
}";

#[wasm_bindgen_test]
async fn sent_is_set_before_fetch_of_a_write() {
    let scene = Scene::with(LOST, "{ retry: { settleMs: 0, backoffMs: 0 } }");
    let revoke = "async t => {
        t.progress = { sent: false };
        const { outcome } = await t.revoke(undefined, 7, {}, t.progress);
        return [outcome, t.progress.sent, t.seen];
    }";
    assert_eq!(scene.run(revoke).await, "revoked,true,PUTtrue,GETtrue");
}

#[wasm_bindgen_test]
async fn sent_is_set_even_if_fetch_throws_at_once() {
    let scene = Scene::new("() => { t.seen = t.progress.sent; throw new Error('at once') }");
    let revoke = "async t => {
        t.progress = { sent: false };
        await t.revoke(undefined, 7, {}, t.progress);
        return [t.seen, t.progress.sent];
    }";
    assert_eq!(scene.run(revoke).await, "true,true");
}

#[wasm_bindgen_test]
async fn sent_is_not_set_by_reads() {
    let scene = Scene::new("async () => t.order(7, 'revoked')");
    for read in [
        "t.client.getOrder(7, {}, t.progress)",
        "t.client.listOrders({}, undefined, {}, t.progress)",
        "t.client.certificates(7, {}, t.progress)",
        "t.client.getRequest(7, {}, t.progress)",
        "t.client.listRequests({}, undefined, {}, t.progress)",
        "t.client.wait({ orderId: 7 }, {}, {}, t.progress)",
        "t.client.me({}, t.progress)",
    ] {
        let read = format!(
            "async t => {{ t.progress = {{ sent: false }}; await {read}.catch(() => {{}}); return [t.progress.sent, t.calls.length > 0] }}"
        );
        assert_eq!(scene.run(&read).await, "false,true", "{read}");
    }
}

#[wasm_bindgen_test]
async fn sent_is_set_by_every_write() {
    let scene = Scene::new("async () => t.revoked()");
    for write in [
        "t.client.revokeOrder(7, {}, {}, t.progress)",
        "t.client.revokeCertificate(7, {}, {}, t.progress)",
        "t.client.approve(7, {}, {}, t.progress)",
        "t.client.reject(7, { processorComment: 'no' }, {}, t.progress)",
    ] {
        let write = format!(
            "async t => {{ t.progress = {{ sent: false }}; await {write}.catch(() => {{}}); return [t.progress.sent, t.calls.at(-1).init.method] }}"
        );
        assert_eq!(scene.run(&write).await, "true,PUT", "{write}");
    }
}

#[wasm_bindgen_test]
async fn sent_is_not_set_by_a_write_that_is_not_sent() {
    let scene = Scene::with("t.deaf", "{ maxInFlight: 1 }");
    let calls = "async t => {
        const [invalid, aborted, waiting] = [{ sent: false }, { sent: false }, { sent: false }];
        await t.revoke({ timeoutMs: 0 }, 7, {}, invalid);
        await t.revoke({ signal: AbortSignal.abort() }, 7, {}, aborted);
        const first = t.get(1, { timeoutMs: 40 });
        const abort = new AbortController();
        const second = t.revoke({ signal: abort.signal }, 7, {}, waiting);
        await t.sleep(10);
        abort.abort();
        return [(await second).effect, (await first).code, t.methods(), invalid.sent, aborted.sent, waiting.sent];
    }";
    assert_eq!(scene.run(calls).await, "none,timeout,GET,false,false,false");
}

#[wasm_bindgen_test]
async fn progress_of_any_kind_does_not_disturb_the_call() {
    for progress in ["null", "7", "Object.freeze({ sent: false })", "{ set sent(value) { throw 1 } }"] {
        let scene = Scene::new("async () => t.revoked()");
        let revoke = format!("async t => (await t.revoke({{}}, 7, {{}}, {progress})).outcome");
        assert_eq!(scene.run(&revoke).await, "revoked", "{progress}");
    }
}
