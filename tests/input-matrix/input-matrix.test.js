// No input is dropped: every kind of JavaScript value in every parameter of every method. `docs/input-matrix.md` has the
// outcomes.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as mass from "../../pkg/dist/mass/node.js";
import * as sources from "../../pkg/dist/node.js";
import { runBulkMatrix } from "./bulk.js";
import { runMatrix } from "./matrix.js";
import { PAGE, pageOf } from "./table.js";
import { KEY } from "./values.js";

const { CertCentral, InvalidInputError, parseRevokeResponse } = /** @type {any} */ (sources);

test("every kind of value in every parameter is used or rejected", async () => {
  /** @type {unknown[]} */
  const unhandled = [];
  const note = (/** @type {unknown} */ error) => unhandled.push(error);
  process.on("unhandledRejection", note);
  const { rows, faults } = await runMatrix();
  await new Promise((done) => setTimeout(done, 0));
  process.off("unhandledRejection", note);
  assert.equal(faults.join("\n"), "");
  assert.deepEqual(unhandled, []);
  assert.equal(readFileSync(PAGE, "utf8"), pageOf(rows), "npm run input-matrix -- --write");
});

test("every kind of value in bulk parameters is used or rejected", async () => {
  const { cells, faults } = await runBulkMatrix(mass);
  assert.ok(cells > 2000, `${cells} cells`);
  assert.equal(faults.join("\n"), "");
});

/** @param {Function} [fetch] */
function clientOf(fetch = async () => new Response(null, { status: 204 })) {
  /** @type {any[]} */
  const sent = [];
  const counted = (/** @type {string} */ url, /** @type {RequestInit} */ init) => {
    sent.push({ url, ...init });
    return fetch(url, init);
  };
  return { client: new CertCentral({ apiKey: KEY, fetch: counted, retry: false }), sent };
}

test("parseRevokeResponse has the effect unknown if unreadable", () => {
  assert.equal(parseRevokeResponse(new Response(null, { status: 204 })).outcome, "revoked");
  const response = new Response("{}", { status: 201 });
  const unreadable = [
    response,
    { status: 204, body: response.body },
    { status: 204, body: {} },
    { status: 204, body: Promise.resolve("") },
    { statusCode: 204 },
    Promise.resolve(response),
    undefined,
  ];
  for (const value of unreadable) {
    assert.throws(
      () => parseRevokeResponse(value),
      (/** @type {any} */ error) =>
        error.effect === "unknown" && !/nothing was sent/.test(error.message),
    );
  }
  assert.throws(() => parseRevokeResponse(Promise.resolve(response)), /await/);
});

test("a forgotten await is rejected and sends nothing", async () => {
  const { client, sent } = clientOf();
  const filter = Promise.resolve({ status: "expired" });
  await assert.rejects(client.orders.list(filter), /filter is a Promise; await it/);
  await assert.rejects(async () => {
    for await (const _ of client.orders.list(filter));
  }, InvalidInputError);
  await assert.rejects(client.revokeOrder(7, filter), /options is a Promise; await it/);
  const target = { orderId: 7, orderIds: new Set([8]) };
  await assert.rejects(client.revocations.wait(target), /orderIds must be an array/);
  assert.equal(sent.length, 0);
});

test("a getter that throws does not lead to a default", () => {
  for (const name of ["retry", "limits", "fetch", "maxInFlight", "apiKey"]) {
    const settings = Object.defineProperty({ apiKey: KEY }, name, {
      enumerable: true,
      get: () => assert.fail("a getter"),
    });
    assert.throws(() => new CertCentral(settings), new RegExp(name));
  }
});

test("each common mistake has its own message", async () => {
  const { client, sent } = clientOf();
  const { revokeOrder } = client;
  await assert.rejects(revokeOrder(7), /revokeOrder was called without its client/);
  await assert.rejects(client.revokeOrder(7, {}, AbortSignal.abort()), /pass it as { signal }/);
  await assert.rejects(client.revokeOrder(7, {}, new AbortController()), /controller\.signal/);
  await assert.rejects(client.revokeOrder(7, new Response("{}")), /a Response; await its json\(\)/);
  await assert.rejects(client.revokeOrder(7, new Map()), /Object\.fromEntries/);
  assert.equal(sent.length, 0);
});

test("a list is a promise, and a spy can replace a method", async () => {
  const { client } = clientOf(async () => Response.json({ orders: [], page: { total: 0 } }));
  let ended = false;
  await client.orders.list().finally(() => {
    ended = true;
  });
  assert.ok(ended);
  await client.orders.list({ limit: 0 }).catch((/** @type {unknown} */ error) => {
    assert.ok(error instanceof InvalidInputError);
  });
  client.orders.get = () => "spied";
  assert.equal(client.orders.get(), "spied");
});

test("the cause is the caller's reason; a repeat is in-flight", async () => {
  const { client } = clientOf(() => new Promise(() => {}));
  const controller = new AbortController();
  const reason = new RangeError("enough");
  const first = client.revokeOrder(7, {}, { signal: controller.signal });
  await assert.rejects(client.revokeOrder(7), { code: "in-flight", effect: "none" });
  controller.abort(reason);
  await assert.rejects(first, (/** @type {any} */ error) => error.cause === reason);
  const { client: slow } = clientOf(() => new Promise(() => {}));
  await assert.rejects(slow.me({ deadlineMs: 30 }), /deadline of 30 ms/);
});

test("no return value of fetch crashes the core", async () => {
  const detached = new Uint8Array(4);
  structuredClone(detached.buffer, { transfer: [detached.buffer] });
  const hostile = Promise.resolve(new Response(null, { status: 204 }));
  Object.defineProperty(hostile, "constructor", { get: () => assert.fail("a getter") });
  const reader = { getReader: () => ({ read: async () => ({ value: detached }) }) };
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const responses = [
    () => ({ status: 201, arrayBuffer: async () => Symbol("x") }),
    () => ({ status: 201, arrayBuffer: async () => -1 }),
    () => ({ status: 201, arrayBuffer: async () => proxy }),
    () => ({ status: 201, body: reader }),
    () => ({ status: 201, body: proxy }),
    () => proxy,
    () => hostile,
    () => ({ status: 429, headers: proxy }),
    () => ({ status: 201, arrayBuffer: async () => ({ length: 2 ** 40 }) }),
  ];
  for (const [at, respond] of responses.entries()) {
    const { client } = clientOf(respond);
    const error = await client.revokeOrder(7).catch((/** @type {unknown} */ error) => error);
    assert.notEqual(error.code, "core-crashed", `response ${at}: ${error.cause?.stack}`);
    assert.equal(error.effect, "unknown", `response ${at}`);
  }
});
