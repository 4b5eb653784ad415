// Permissions at the gateway: `/console/me`, skipping the approval, the table of routes, size limits, and the errors of a client
// that is refused. All combinations: matrix.test.js.

import assert from "node:assert/strict";
import { test } from "node:test";
import { AccessDeniedError, CertCentral, NotFoundError, RefusedError } from "certcentral-revoke";
import { Hono } from "hono";
import worker from "../../www/gateway/app.js";
import { admission } from "../../www/gateway/http/admission.js";
import { ROUTES, requiredPermission } from "../../www/gateway/http/route-permissions.js";
import { CANARY } from "../support/client.js";
import { gatewayInProcess, PAGE, REVOKE } from "../support/gateway-account.js";

test("/console/me lists permissions, with a reason for each denial", async () => {
  const { call } = gatewayInProcess();
  const me = async (/** @type {string} */ who, settings = {}) => {
    const headers = { "x-certcentral-identity": who };
    return JSON.parse(
      (await gatewayInProcess(settings).call("http://localhost/console/me", { headers })).text,
    );
  };
  const work = { read: true, revoke: true, decide: true, mass: true, hold: true, auditLog: true };
  const all = { ...work, notify: true, freeze: true, release: true };
  assert.deepEqual(await me("ada"), {
    kind: "person",
    id: "ada",
    name: "Ada",
    how: "development",
    roles: ["admin"],
    may: { ...all, skipApproval: true },
  });
  const { may: sam } = await me("sam");
  assert.deepEqual([sam.read, sam.revoke, sam.mass], [true, true, true]);
  assert.match(sam.decide, /^Only approver or admin may approve or reject a request; sam is submi/);
  assert.match(sam.skipApproval, /^Only admin may skip the approval/);
  assert.match(sam.auditLog, /^Only admin may read and export the audit log/);
  const { may: noel, roles } = await me("noel");
  assert.deepEqual(roles, []);
  assert.deepEqual(
    new Set(Object.values(noel).map((why) => /^noel has no role here/.test(why))),
    new Set([true]),
  );
  const sets = async (/** @type {string} */ who, /** @type {string} */ SKIP_APPROVAL) =>
    (await me(who, { SKIP_APPROVAL })).may.skipApproval;
  assert.match(await sets("ada", "[]"), /^This gateway does not allow skipping/);
  assert.equal(await sets("sam", '["submitter"]'), true);
  assert.match(await sets("ada", '["submitter"]'), /^Only submitter may skip/);
  const { status, code } = await call("http://localhost/console/me", {
    headers: { "x-certcentral-identity": "eve" },
  });
  assert.deepEqual([status, code], [401, "access_denied|not_signed_in"]);
});

test("a denied skip_approval is refused, not sent as a request", async () => {
  const skip = {
    method: "PUT",
    headers: { ...PAGE, "x-certcentral-identity": "sam" },
    body: '{"skip_approval":true}',
  };
  for (const SKIP_APPROVAL of [undefined, "[]", '["approver"]']) {
    const { call, sent } = gatewayInProcess({ SKIP_APPROVAL });
    const { status, code } = await call(REVOKE, skip);
    assert.deepEqual([status, code, sent], [403, "access_denied|skip_approval", []]);
  }
  const { call, sent } = gatewayInProcess(
    { SKIP_APPROVAL: '["submitter"]' },
    () => new Response(null, { status: 204 }),
  );
  assert.equal((await call(REVOKE, skip)).status, 204);
  assert.deepEqual(sent, ['PUT /order/certificate/123/revoke {"skip_approval":true}']);
});

test("denials of known people are in the audit log", async () => {
  const { call, sent, auditEntries } = gatewayInProcess();
  const change = { method: "PUT", body: '{"skip_approval":true}' };
  const as = (/** @type {string} */ who) => ({
    headers: { ...PAGE, "x-certcentral-identity": who },
  });
  await call(REVOKE, { ...change, ...as("noel") });
  await call(REVOKE, { ...change, ...as("sam") });
  await call(REVOKE, { ...change, ...as("eve") });
  await call("http://localhost/console/audit-log", as("sam"));
  assert.deepEqual(sent, []);
  assert.deepEqual(
    auditEntries.map(({ actor, rule, action, target }) => [actor.id, rule, action, target?.order]),
    [
      ["noel", "role", "PUT /services/v2/order/certificate/:id/revoke", "123"],
      ["sam", "skip-approval", "PUT /services/v2/order/certificate/:id/revoke", "123"],
      ["sam", "role", "GET /console/audit-log", undefined],
    ],
  );
});

test("every route of the app is in the table of permissions", () => {
  // `app.all` is the response for unknown paths; `*` serves the page's files.
  const routes = worker.routes.filter(
    ({ method, path }) => method !== "ALL" && path !== "/*" && path !== "*",
  );
  assert.ok(routes.length >= 13);
  for (const { method, path } of routes) {
    const plain = path.replaceAll(/\{[^{}]*(\{[^{}]*\}[^{}]*)*\}/g, "");
    const messages = plain.replaceAll(/:\w+/g, "1");
    assert.notEqual(requiredPermission(method, messages), undefined, `${method} ${path}`);
  }
  for (const [method, path] of ROUTES)
    assert.match(
      `${method} ${path}`,
      /^((GET|PUT|DELETE) \/(services\/v2|console)\/|POST \/(console|webhooks)\/|GET \/openapi\.json$)/,
    );
  for (const [method, path] of [
    ["POST", "/services/v2/order/certificate"],
    ["PUT", "/services/v2/order/certificate/1"],
    ["GET", "/services/v2"],
    ["GET", "/console"],
    ["OPTIONS", "/services/v2/user/me"],
    ["GET", "/services/v2/user/me/"],
    ["GET", "//services/v2/user/me"],
  ])
    assert.equal(requiredPermission(String(method), String(path)), undefined, `${method} ${path}`);
  assert.equal(requiredPermission("HEAD", "/services/v2/user/me"), "read");
});

test("a route that is missing in the table is not reachable", async () => {
  /** @type {import("hono").Hono<import("../../www/gateway/http/context.js").GatewayContext>} */
  const incomplete = new Hono();
  incomplete.use(admission);
  incomplete.get("/console/secrets", (c) => c.text("reached"));
  incomplete.put("/services/v2/secrets/:id", (c) => c.text("reached"));
  const { env } = gatewayInProcess();
  for (const [method, path] of [
    ["GET", "/console/secrets"],
    ["GET", "/%63onsole/secrets"],
    ["PUT", "/services/v2/secrets/1"],
  ]) {
    const init = { method: String(method), headers: PAGE };
    const response = await incomplete.request(`http://localhost${path}`, init, env);
    assert.equal(response.status, 404, path);
    assert.ok(!(await response.text()).includes("reached"));
  }
});

test("a path, query or body over its maximum is refused first", async () => {
  const { call, sent } = gatewayInProcess();
  const list = "http://localhost/services/v2/order/certificate";
  assert.equal((await call(`${list}?filters[search]=${"x".repeat(2000)}`)).status, 200);
  const query = await call(`${list}?filters[search]=${"x".repeat(2100)}`);
  assert.deepEqual([query.status, query.code], [414, "bad_request|query"]);
  for (const path of [`${list}/${"1".repeat(300)}`, `http://localhost/${"a".repeat(300)}`]) {
    const { status, code } = await call(path);
    assert.deepEqual([status, code], [414, "bad_request|path"]);
  }
  for (const [length, status] of [
    [64 * 1024 + 1, 413],
    [64 * 1024, 200],
  ]) {
    const body = JSON.stringify({ comment: "INC-1" }).padEnd(Number(length));
    const response = await call(REVOKE, { method: "PUT", headers: PAGE, body });
    assert.equal(response.status, status, "a body at the limit is read and forwarded");
  }
  assert.equal(sent.length, 2);
});

test("a client gets the gateway's refusals and DigiCert's errors", async () => {
  const revoking = async (
    /** @type {Record<string, unknown>} */ settings,
    /** @type {() => Response} */ respond,
    who = "ada",
  ) => {
    const { env } = gatewayInProcess(settings, respond);
    const certcentral = new CertCentral({
      apiKey: CANARY,
      baseUrl: "http://localhost/services/v2",
      retry: { settleMs: 1, backoffMs: 1, maxBackoffMs: 2 },
      deadlineMs: 2000,
      fetch: async (url, init) =>
        worker.request(
          String(url),
          { ...init, headers: { ...init?.headers, "x-certcentral-identity": who } },
          env,
        ),
    });
    return certcentral.revokeOrder("123", { skipApproval: true }).then(
      () => assert.fail("it was refused"),
      (error) => error,
    );
  };
  const never = () => assert.fail("nothing may be sent");
  for (const who of ["sam", "noel", "eve"]) {
    const error = await revoking({}, never, who);
    assert.ok(error instanceof AccessDeniedError, `${who}: ${error}`);
    assert.deepEqual([error.effect, error.errors[0]?.kind], ["none", "access_denied"]);
  }
  const body = '{ "errors": [ {"code":"order_already_revoked","message":"x","more":1} ] }';
  const theirs = () =>
    new Response(body, { status: 400, headers: { "content-type": "application/json" } });
  assert.ok((await revoking({}, theirs)) instanceof RefusedError);
  const { call } = gatewayInProcess({}, theirs);
  const { text, response } = await call(REVOKE, { method: "PUT", headers: PAGE, body: "{}" });
  assert.deepEqual([text, response.headers.get("content-type")], [body, "application/json"]);
  const gone = () =>
    Response.json({ errors: [{ code: "not_found|order", message: "" }] }, { status: 404 });
  assert.ok((await revoking({}, gone)) instanceof NotFoundError);
  // The operator of a misconfigured gateway sees the name of the setting.
  const wrong = await revoking({ ROLES: "[" }, never);
  assert.ok(wrong instanceof AccessDeniedError);
  assert.equal(wrong.effect, "none");
  assert.match(wrong.message, /ROLES is not JSON/);
});

test("a client's own key is never used, forwarded or shown", async () => {
  const theirs = "their-own-key-0123456789";
  const { call, sent, env } = gatewayInProcess({}, () => new Response(null, { status: 204 }));
  /** @type {string[]} */
  const messages = [];
  const { get } = env.ACCOUNT;
  env.ACCOUNT.get = () => ({
    fetch: (/** @type {string} */ url, /** @type {any} */ init) => {
      messages.push(init.body);
      return get().fetch(url, init);
    },
  });
  const headers = {
    "content-type": "application/json",
    "x-dc-devkey": theirs,
    "idempotency-key": "page-0001",
  };
  assert.equal((await call(REVOKE, { method: "PUT", headers, body: "{}" })).status, 204);
  const { caller } = JSON.parse(String(messages[0]));
  const actor = { kind: "person", id: "ada", how: "development", roles: ["admin"], name: "Ada" };
  assert.deepEqual(caller.actor, actor);
  assert.ok(!messages.join().includes(theirs) && !sent.join().includes(theirs));
});
