// DigiCert's webhook: the sandbox sends it after a revocation. A read confirms what it says; a forged, malformed or repeated
// event changes nothing.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { startLocal } from "../../www/gateway/local/local.js";
import { Confirmations } from "../../www/gateway/webhooks/confirmations.js";
import { RejectionCounter } from "../../www/gateway/webhooks/rejections.js";
import { PLAIN } from "../../www/sandbox/seed.js";
import { gatewayInProcess } from "../support/gateway-account.js";

const SECRET = "canary-secret-of-the-incoming-webhook";
const PATH = "/webhooks/digicert";
const PEOPLE = ["ada", "sam", "alex"].map((id) => ({ id, roles: ["admin"] }));

/** @type {Array<() => Promise<unknown>>} */
const closing = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A gateway and a sandbox that sends events to it. @param {Record<string, unknown>} [rules] */
async function start(rules = { TWO_PERSON: null }) {
  const variables = Object.fromEntries(
    Object.entries({ DEVELOPMENT_IDENTITY: PEOPLE, ...rules }).map(([name, value]) => [
      ...[name, JSON.stringify(value)],
    ]),
  );
  const settings = { orders: 310 };
  const local = await startLocal({
    settings,
    variables: { ...variables, DIGICERT_WEBHOOK_SECRET: SECRET },
  });
  closing.push(local.close);
  /** @param {string} method @param {string} path @param {unknown} [body] */
  const sandbox = async (method, path, body) => {
    const init = { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const text = await (await fetch(new URL(`/sandbox/${path}`, local.sandboxUrl), init)).text();
    return text === "" ? undefined : JSON.parse(text);
  };
  const webhookUrl = local.consoleUrl + PATH;
  await sandbox("PUT", "settings", { webhookUrl, webhookSecret: SECRET });
  /** @param {string} method @param {string} path @param {unknown} [body] @param {string} [id] */
  const call = async (method, path, body, id = "ada", headers = {}) => {
    const response = await fetch(local.consoleUrl + path, {
      method,
      headers: {
        "content-type": "application/json",
        "x-certcentral-console": "1",
        "x-certcentral-identity": id,
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      text,
      json: text.startsWith("{") ? JSON.parse(text) : undefined,
    };
  };
  const revoke = (/** @type {number} */ order) =>
    call("PUT", `/services/v2/order/certificate/${order}/revoke`, { skip_approval: true });
  const entries = async (/** @type {string} */ action) =>
    (await call("GET", `/console/audit-log?action=${action}`)).json.entries;
  const counts = async () => (await call("GET", "/console/notifications")).json.digicert;
  /** @param {unknown} body @param {string | null} [secret] */
  const send = (body, secret = SECRET) =>
    fetch(webhookUrl, {
      method: "POST",
      headers: secret === null ? {} : { "x-webhook-key": secret },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  return { sandbox, call, revoke, entries, counts, send };
}

/** @param {() => Promise<any>} read */
async function until(read) {
  for (;;) {
    const value = await read();
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const eventOf = (/** @type {unknown} */ order_id, /** @type {unknown} */ certificate_id) => ({
  ...{ event: "certificate_revoked", data: { order_id, certificate_id } },
});

test("an event makes the gateway read the order, which confirms it", async () => {
  const { revoke, entries, counts, sandbox } = await start();
  assert.equal((await revoke(PLAIN)).status, 204);
  const [confirmed] = await until(async () => {
    const found = await entries("revocation-confirmed");
    return found.length > 0 && found;
  });
  const { target, proof, actor } = confirmed;
  assert.deepEqual([target, proof, actor.id], [{ order: String(PLAIN) }, "revoked", "gateway"]);
  const { log } = await sandbox("GET", "log");
  const reads = log.filter((/** @type {any} */ { path }) => path.endsWith(`/certificate/${PLAIN}`));
  assert.ok(reads.length > 0);
  // The sandbox sends an event for each certificate of the order; one read covers them.
  const { received, covered = 0, confirmed: sure } = await counts();
  assert.deepEqual([received - covered, sure], [1, 1]);
});

test("an approval whose response was lost becomes approved", async () => {
  const { call, sandbox } = await start({ TWO_PERSON: { certificates: 0 } });
  const path = `/services/v2/order/certificate/${PLAIN}/revoke`;
  const { json } = await call("PUT", path, { skip_approval: true });
  await sandbox("POST", "faults", { method: "PUT", lost: "after" });
  const request = `/services/v2/request/${json.id}`;
  const { hash } = (await call("GET", `/console/proposals/${json.id}`)).json;
  const seen = { "if-match": `"${hash}"` };
  await call("PUT", `${request}/status`, { status: "approved" }, "alex", seen);
  assert.equal((await call("GET", request)).json.status, "unknown");
  await until(async () => (await call("GET", request)).json.status === "approved");
});

test("a forged event changes nothing and makes one entry at most", async () => {
  const { revoke, send, entries, counts, sandbox } = await start();
  await sandbox("PUT", "settings", { webhookUrl: "" });
  await revoke(PLAIN);
  const event = eventOf(PLAIN, 1);
  for (const secret of [null, "", SECRET.slice(1), `${SECRET}x`, SECRET.toUpperCase()])
    for (let times = 0; times < 4; times += 1) {
      const response = await send(event, secret);
      assert.equal(response.status, 403);
      assert.ok(!(await response.text()).includes(SECRET));
    }
  const rejected = await entries("webhook-rejected");
  assert.deepEqual([rejected.length, rejected[0].details.webhook], [1, "digicert"]);
  const { received, "rejected-secret": forged } = await counts();
  assert.deepEqual([received, forged >= 1], [undefined, true]);
  assert.deepEqual(await entries("revocation-confirmed"), []);
});

test("a malformed event is refused, another kind of event is kept", async () => {
  const { send, counts } = await start();
  for (const body of [
    "",
    "{",
    "[]",
    "null",
    {},
    { event: 7 },
    { event: "x".repeat(100) },
    { event: "certificate_revoked" },
    eventOf(1.5, 1),
    eventOf(-1, 1),
    eventOf("1/../2", 1),
    eventOf({}, []),
    { ...eventOf(1, 1), padding: "x".repeat(5000) },
  ])
    assert.equal((await send(body)).status, 400, JSON.stringify(body));
  assert.equal((await send("x".repeat(70_000))).status, 413);
  const other = { event: "challenge", data: { token: "a1b2", secret: SECRET } };
  assert.equal((await send(other)).status, 204);
  const { received, other: others, lastOther } = await counts();
  assert.deepEqual([received, others], [undefined, 1]);
  assert.deepEqual(
    [lastOther.event, lastOther.data],
    ["challenge", '{"token":"a1b2","secret":"[secret]"}'],
  );
});

test("a repeated event and a foreign order cause no read", async () => {
  const { revoke, send, counts, entries, sandbox } = await start();
  await revoke(PLAIN);
  await until(async () => (await entries("revocation-confirmed")).length > 0);
  const readsOf = async () => {
    const { log } = await sandbox("GET", "log");
    return log.filter((/** @type {any} */ { method }) => method === "GET").length;
  };
  const [before, countsBefore] = [await readsOf(), await counts()];
  const certificate = PLAIN * 10;
  for (let times = 0; times < 5; times += 1) await send(eventOf(PLAIN, certificate));
  for (let times = 0; times < 5; times += 1)
    await send(eventOf(String(PLAIN), String(certificate)));
  await send(eventOf(PLAIN, 77));
  await send(eventOf(PLAIN + 1, 78));
  await new Promise((resolve) => setTimeout(resolve, 1500));
  assert.equal(await readsOf(), before);
  const { repeated, unrelated, covered, confirmed } = await counts();
  const newlyCovered = covered - (countsBefore.covered ?? 0);
  assert.deepEqual([repeated, unrelated, newlyCovered, confirmed], [10, 1, 1, 1]);
  assert.equal((await entries("revocation-confirmed")).length, 1);
});

test("a lying event confirms nothing: the read decides", async () => {
  const { call, send, counts, entries, sandbox } = await start();
  await sandbox("PUT", "settings", { webhookUrl: "" });
  const path = `/services/v2/order/certificate/${PLAIN}/revoke`;
  assert.equal((await call("PUT", path, {})).status, 201, "a request, nothing is revoked");
  await send(eventOf(PLAIN, 1));
  await until(async () => {
    const { log } = await sandbox("GET", "log");
    return log.some((/** @type {any} */ entry) => entry.path.endsWith(`/certificate/${PLAIN}`));
  });
  assert.deepEqual(await entries("revocation-confirmed"), []);
  assert.equal((await counts()).pending, 1);
});

test("what the audit log says about an order decides about a read", async () => {
  for (const [actions, expected] of /** @type {Array<[string[], string]>} */ ([
    [[], "unrelated"],
    [["hold-set"], "unrelated"],
    [["job-orders"], "run"],
    [["revoke-order-answer", "revoke-order"], "pending"],
    [["job-orders", "decide-request"], "pending"],
  ])) {
    /** @type {string[]} */
    const states = [];
    const received = {
      ...{ isKnown: () => false, isHandled: () => false, count: () => {}, nextAt: () => undefined },
      ...{
        due: () => [],
        add: (/** @type {object} */ _, /** @type {string} */ state) => states.push(state),
      },
    };
    const confirmations = new Confirmations(
      /** @type {any} */ ({
        received,
        auditLog: { read: () => actions.map((action) => ({ action })) },
        schedule: { remove: () => {} },
        read: () => assert.fail("nothing is due"),
      }),
    );
    await confirmations.receive({ kind: "revoked", order: "7", certificate: "8" });
    assert.deepEqual(states, [expected], actions.join());
  }
});

test("events of a run bring one read forward in ten seconds", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: 1_000_000 });
  /** @type {string[]} */
  const read = [];
  const received = {
    ...{ isKnown: () => false, isHandled: () => false, count: () => {}, nextAt: () => undefined },
    ...{ due: () => [], add: () => {} },
  };
  const confirmations = new Confirmations(
    /** @type {any} */ ({
      received,
      auditLog: {
        read: (/** @type {{ order: string }} */ { order }) => [
          { action: "job-orders", details: { job: order === "9" ? "other" : "july" } },
        ],
      },
      schedule: { remove: () => {} },
      read: () => assert.fail("the run reads"),
      confirmRun: async (/** @type {string} */ job) => read.push(job),
    }),
  );
  const report = (/** @type {string} */ order) =>
    confirmations.receive({ kind: "revoked", order, certificate: `${order}0` });
  for (const order of ["7", "8", "9"]) await report(order);
  assert.deepEqual(read, ["july", "other"]);
  t.mock.timers.tick(10_000);
  await report("6");
  assert.deepEqual(read, ["july", "other", "july"]);
});

test("without its secret, the route does not exist", async () => {
  const { call } = gatewayInProcess();
  const init = { method: "POST", body: JSON.stringify(eventOf(1, 1)) };
  const { status, code } = await call(`http://localhost${PATH}`, init);
  assert.deepEqual([status, code], [404, "not_found|route"]);
  assert.equal((await call("http://localhost/webhooks/other", init)).status, 404);
});

test("rejections reach the account once in ten seconds, counted", () => {
  const counter = new RejectionCounter();
  assert.deepEqual(counter.add("secret", 0), { secret: 1 });
  for (let ms = 1; ms < 10_000; ms += 100) assert.equal(counter.add("secret", ms), undefined);
  assert.deepEqual(counter.add("body", 10_000), { secret: 100, body: 1 });
});
