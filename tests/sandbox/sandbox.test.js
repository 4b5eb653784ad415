// The sandbox: DigiCert's protocol, the state of an account, the switches, the rate windows.

import assert from "node:assert/strict";
import { test } from "node:test";
import { startSandbox } from "../../www/sandbox/node.js";
import { createSandbox } from "../../www/sandbox/sandbox.js";
import { ORDERS, PLAIN } from "../../www/sandbox/seed.js";

const NOW = Date.parse("2026-01-15T12:00:00Z");

/** @param {Parameters<typeof createSandbox>[0]} [settings] @param {() => number} [clock] */
function sandboxWith(settings, clock = () => NOW) {
  const sandbox = createSandbox(settings, clock);
  /** @param {string} method @param {string} path @param {unknown} [body] @param {{ key?: string, type?: string }} [options] */
  const call = async (
    method,
    path,
    body,
    { key = "sandbox-admin-key", type = "application/json" } = {},
  ) => {
    /** @type {RequestInit} */
    const init = { method, headers: { "x-dc-devkey": key, "content-type": type } };
    if (body !== undefined) init.body = typeof body === "string" ? body : JSON.stringify(body);
    const response = await sandbox.fetch(new Request(`http://sandbox/services/v2${path}`, init));
    const text = await response.text();
    return {
      status: response.status,
      body: text === "" ? undefined : JSON.parse(text),
      headers: response.headers,
    };
  };
  return { sandbox, call };
}

const revokePath = (/** @type {number} */ id) => `/order/certificate/${id}/revoke`;

test("a revoke creates a request, and its approval revokes", async () => {
  const { call, sandbox } = sandboxWith();
  const made = await call("PUT", revokePath(ORDERS.issued), {
    revocation_reason: "superseded",
    comment: "INC-1",
  });
  assert.equal(made.status, 201);
  assert.equal(made.body.type, "revoke");
  assert.equal(made.body.status, "pending");
  assert.equal(made.body.comments, "INC-1");
  assert.match(made.body.date, /^2026-01-15T12:00:00\+00:00$/);
  assert.equal((await call("GET", `/order/certificate/${ORDERS.issued}`)).body.status, "issued");
  assert.equal(
    (await call("PUT", `/request/${made.body.id}/status`, { status: "approved" })).status,
    204,
  );
  const order = (await call("GET", `/order/certificate/${ORDERS.issued}`)).body;
  assert.equal(order.status, "revoked");
  assert.deepEqual(
    order.requests.map((/** @type {any} */ request) => request.status),
    ["approved"],
  );
  assert.equal(
    (await call("PUT", `/request/${made.body.id}/status`, { status: "rejected" })).status,
    400,
  );
  const { state } = sandbox;
  assert.ok(state.log.length > 3);
  assert.ok(
    !JSON.stringify(state.log).includes("sandbox-admin-key"),
    "the log names roles, never keys",
  );
});

test("a rejection leaves the order unchanged", async () => {
  const { call } = sandboxWith();
  const { body } = await call("PUT", revokePath(ORDERS.issued), {});
  assert.equal(
    (await call("PUT", `/request/${body.id}/status`, { status: "rejected" })).status,
    204,
  );
  assert.equal((await call("GET", `/order/certificate/${ORDERS.issued}`)).body.status, "issued");
});

test("skip_approval revokes at once and needs an admin key", async () => {
  const { call } = sandboxWith();
  const limited = await call(
    "PUT",
    revokePath(ORDERS.issued),
    { skip_approval: true },
    { key: "sandbox-limited-key" },
  );
  assert.equal(limited.status, 403);
  assert.equal(limited.body.errors[0].code, "access_denied|missing_permission");
  const done = await call("PUT", revokePath(ORDERS.issued), {
    skip_approval: true,
    comment: "gone",
  });
  assert.equal(done.status, 204);
  assert.equal(done.headers.get("content-type"), null);
  const order = (await call("GET", `/order/certificate/${ORDERS.issued}`)).body;
  assert.equal(order.status, "revoked");
  assert.deepEqual(order.requests, []);
});

test("each switch changes its documented behavior", async () => {
  const cases = [
    [
      { skipWithoutAdmin: "pending" },
      ORDERS.issued,
      { skip_approval: true },
      "sandbox-limited-key",
      201,
    ],
    [{}, ORDERS.revoked, {}, "sandbox-admin-key", 400],
    [{ secondRevoke: "no-content" }, ORDERS.revoked, {}, "sandbox-admin-key", 204],
    [{}, ORDERS.openRevoke, {}, "sandbox-admin-key", 400],
    [{ secondRequest: "second-request" }, ORDERS.openRevoke, {}, "sandbox-admin-key", 201],
    [{}, ORDERS.reissuePending, {}, "sandbox-admin-key", 400],
    [{ pendingReissue: "accept" }, ORDERS.reissuePending, {}, "sandbox-admin-key", 201],
    [{}, ORDERS.pending, {}, "sandbox-admin-key", 400],
    [{ notIssued: "accept" }, ORDERS.pending, {}, "sandbox-admin-key", 201],
    [{}, ORDERS.issued, { revocation_reason: "key_compromise" }, "sandbox-admin-key", 400],
    [
      { unknownReason: "unspecified" },
      ORDERS.issued,
      { revocation_reason: "x" },
      "sandbox-admin-key",
      201,
    ],
    [{}, ORDERS.issued, { reason: "superseded" }, "sandbox-admin-key", 400],
    [{ strictFields: false }, ORDERS.issued, { reason: "superseded" }, "sandbox-admin-key", 201],
  ];
  for (const [settings, order, body, key, status] of /** @type {any[]} */ (cases)) {
    const { call } = sandboxWith(settings);
    const response = await call("PUT", revokePath(order), body, { key });
    assert.equal(response.status, status, JSON.stringify([settings, body, response.body]));
  }
  const { call } = sandboxWith({ commentField: "comments" });
  assert.equal(
    (await call("PUT", revokePath(ORDERS.issued), { comment: "lost" })).body.comments,
    undefined,
  );
});

test("input that DigiCert does not accept is refused", async () => {
  const { call } = sandboxWith();
  const good = revokePath(ORDERS.issued);
  for (const [path, body, options, status] of /** @type {any[]} */ ([
    [good, "{", {}, 400],
    [good, "[]", {}, 400],
    [good, "{}", { type: "text/plain" }, 400],
    [good, { skip_approval: "true" }, {}, 400],
    [good, { comment: 5 }, {}, 400],
    [`${good}?x=1`, {}, {}, 404],
    ["/order/certificate/1%2F..%2Fuser/revoke", {}, {}, 404],
    ["/order/certificate/0123/revoke", {}, {}, 404],
    ["/order/certificate/999/revoke", {}, {}, 404],
    [good, {}, { key: "unknown" }, 403],
    [good, {}, { key: "toString" }, 403],
    [good, {}, { key: "sandbox-view-only-key" }, 403],
    ["/nothing", {}, {}, 404],
  ])) {
    const response = await call("PUT", path, body, options);
    assert.equal(response.status, status, `${path} ${JSON.stringify(body)}`);
    assert.ok(response.body.errors[0].code);
  }
  assert.equal((await call("GET", `/order/certificate/${ORDERS.issued}`)).body.status, "issued");
});

test("orders and requests can be listed, filtered and paged", async () => {
  const { call } = sandboxWith();
  const all = (await call("GET", "/order/certificate")).body;
  assert.equal(all.orders.length, 300);
  assert.equal(all.page.total, 300);
  const page = (await call("GET", "/order/certificate?offset=298&limit=10")).body;
  assert.equal(page.orders.length, 2);
  const pending = (
    await call(
      "GET",
      "/order/certificate?filters%5Bstatus%5D%5B0%5D=pending&filters%5Bstatus%5D%5B1%5D=reissue_pending",
    )
  ).body.orders;
  assert.ok(pending.length > 5);
  assert.ok(
    pending.every((/** @type {any} */ { status }) =>
      ["pending", "reissue_pending"].includes(status),
    ),
  );
  const found = (await call("GET", "/order/certificate?filters%5Bsearch%5D=%25legacy")).body.orders;
  assert.deepEqual(
    found.map((/** @type {any} */ { id }) => id),
    [ORDERS.openRevoke],
  );
  const requests = (
    await call("GET", "/request?filters%5Btype%5D=revoke&filters%5Bstatus%5D=pending")
  ).body;
  assert.equal(requests.requests.length, 1);
  assert.equal(requests.page.limit, 0, "as in DigiCert's own example");
  const one = (await call("GET", `/request/${requests.requests[0].id}`)).body;
  assert.equal(one.order.id, ORDERS.openRevoke);
  assert.equal((await call("GET", "/user/me")).body.access_roles[0].name, "Administrator");
});

test("rate windows roll, and a full one gives the documented 429", async () => {
  let now = NOW;
  const windows = [
    { calls: 3, seconds: 5 },
    { calls: 5, seconds: 180 },
  ];
  const { call } = sandboxWith({ windows, refusedCount: false, retryAfterSeconds: 7 }, () => now);
  const status = async () => (await call("GET", "/user/me")).status;
  assert.deepEqual(
    [await status(), await status(), await status(), await status()],
    [200, 200, 200, 429],
  );
  now += 4999;
  assert.equal(await status(), 429);
  now += 1;
  assert.deepEqual(
    [await status(), await status(), await status()],
    [200, 200, 429],
    "the long window is full",
  );
  const refused = await call("GET", "/user/me");
  assert.equal(refused.body.errors[0].code, "request_limit_exceeded");
  assert.equal(refused.headers.get("retry-after"), "7");
  now += 175_000;
  assert.deepEqual([await status(), await status(), await status()], [200, 200, 200]);
  const counting = sandboxWith({ windows, refusedCount: true }, () => now);
  for (let call = 0; call < 4; call++) await counting.call("GET", "/user/me");
  now += 4999;
  assert.equal((await counting.call("GET", "/user/me")).status, 429);
});

test("the server applies faults and resets over HTTP", async () => {
  const { url, close } = await startSandbox();
  try {
    const headers = { "x-dc-devkey": "sandbox-admin-key", "content-type": "application/json" };
    const control = url.replace("/services/v2", "/sandbox");
    const fault = { method: "PUT", status: 502, body: "<html>", afterCommit: true };
    await fetch(`${control}/faults`, { method: "POST", body: JSON.stringify(fault) });
    const lost = await fetch(url + revokePath(ORDERS.issued), {
      method: "PUT",
      headers,
      body: '{"skip_approval":true}',
    });
    assert.equal(lost.status, 502);
    const order = async () =>
      /** @type {any} */ (
        await (await fetch(`${url}/order/certificate/${ORDERS.issued}`, { headers })).json()
      );
    assert.equal((await order()).status, "revoked", "the response was lost after the commit");
    await fetch(`${control}/reset`, { method: "POST" });
    assert.equal((await order()).status, "issued");
    const wrong = await fetch(`${control}/settings`, {
      method: "PUT",
      body: '{"secondRevoke":"maybe"}',
    });
    assert.equal(wrong.status, 400);
  } finally {
    await close();
  }
});

test("the account has the configured orders and counts revokes", async () => {
  const { sandbox, call } = sandboxWith({ orders: 12_000, windows: [] });
  const page = await call("GET", "/order/certificate?limit=1000&offset=11500");
  assert.equal(page.body.page.total, 12_000);
  assert.equal(page.body.orders.length, 500);
  const last = page.body.orders.at(-1).id;
  assert.equal(last, PLAIN + 11_699);
  const skip = { skip_approval: true };
  assert.equal((await call("PUT", revokePath(last), skip)).status, 204);
  assert.equal((await call("PUT", revokePath(last), skip)).status, 400);
  assert.equal((await call("PUT", revokePath(PLAIN), skip)).status, 204);
  const control = (/** @type {string} */ path, /** @type {RequestInit} */ init = {}) =>
    sandbox.fetch(new Request(`http://sandbox/sandbox/${path}`, init));
  assert.deepEqual(await (await control("revokes")).json(), {
    orders: 2,
    sent: 3,
    more_than_once: { [last]: 2 },
  });
  await control("settings", { method: "PUT", body: '{"orders":300}' });
  await control("reset", { method: "POST" });
  assert.equal((await call("GET", `/order/certificate/${PLAIN}`)).status, 404);
  assert.equal((await (await control("revokes")).json()).sent, 0);
});
