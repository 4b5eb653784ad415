// What an error says about its cause: real connection failures in Node, and faults of a caller's own `fetch`.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { test } from "node:test";
import { CertCentral, NotConnectedError, UnknownOutcomeError } from "../../pkg/dist/node.js";

const CANARY = "canary-key-Zq81xT5";
const BRISK = { settleMs: 5, backoffMs: 1, maxBackoffMs: 2, reads: 2 };

/** @param {Promise<unknown>} call @returns {Promise<any>} */
const errorOf = (call) =>
  call.then(
    () => assert.fail("it resolved"),
    (error) => error,
  );

/** @param {import("node:net").Server} server */
async function listen(server) {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  return /** @type {import("node:net").AddressInfo} */ (server.address()).port;
}

test("refused connection: nothing was sent, and the cause is named", async () => {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  const client = new CertCentral({
    apiKey: CANARY,
    baseUrl: `http://127.0.0.1:${port}`,
    retry: BRISK,
  });
  const error = await errorOf(client.revokeOrder(123456789, { skipApproval: true }));
  assert.ok(error instanceof NotConnectedError);
  assert.deepEqual([error.code, error.effect, error.retryable], ["not-connected", "none", true]);
  assert.match(error.message, /order 123456789/);
  assert.match(JSON.stringify(error), /ECONNREFUSED/);
  assert.deepEqual(error.subject, { kind: "order", id: "123456789" });
});

test("unknown host: nothing was sent, and the cause is named", async () => {
  const client = new CertCentral({
    apiKey: CANARY,
    baseUrl: "https://nosuch.invalid/services/v2",
    retry: BRISK,
  });
  const error = await errorOf(client.revokeOrder(7));
  assert.ok(error instanceof NotConnectedError);
  assert.match(JSON.stringify(error), /ENOTFOUND|EAI_AGAIN/);
});

test("plain text where TLS is expected: the cause is named", async () => {
  const server = createServer();
  const port = await listen(server);
  const client = new CertCentral({
    apiKey: CANARY,
    baseUrl: `https://127.0.0.1:${port}`,
    retry: BRISK,
  });
  const error = await errorOf(client.revokeOrder(7));
  server.closeAllConnections();
  server.close();
  assert.match(JSON.stringify(error), /SSL|TLS|socket/i);
  assert.equal(error.cause instanceof Error, true);
});

test("server without a certificate: the request stays unknown, with its cause", async () => {
  const server = createTlsServer({});
  const port = await listen(server);
  const client = new CertCentral({
    apiKey: CANARY,
    baseUrl: `https://127.0.0.1:${port}`,
    retry: BRISK,
  });
  const error = await errorOf(client.revokeOrder(7));
  server.closeAllConnections();
  server.close();
  assert.ok(error.toJSON().cause.message.length > 0);
});

test("a fetch that returns no response: the message says so", async () => {
  const fetch = /** @type {any} */ (async () => ({ ok: true }));
  const client = new CertCentral({ apiKey: CANARY, fetch, retry: false });
  const error = await errorOf(client.revokeOrder(7));
  assert.ok(error instanceof UnknownOutcomeError);
  assert.match(error.message, /fetch returned no response/);
});

test("a connection error of a caller's own fetch proves nothing", async () => {
  const refused = Object.assign(new TypeError("fetch failed"), {
    cause: Object.assign(new Error("connect"), { code: "ECONNREFUSED", syscall: "connect" }),
  });
  const fetch = async () => Promise.reject(refused);
  const error = await errorOf(
    new CertCentral({ apiKey: CANARY, fetch, retry: false }).revokeOrder(7),
  );
  assert.equal(error.effect, "unknown");
  assert.match(error.message, /connect/);
});

test("abort(reason): the error's cause is that reason", async () => {
  const reason = { incident: 4711 };
  const controller = new AbortController();
  const fetch = () => new Promise(() => {});
  const client = new CertCentral({ apiKey: CANARY, fetch: /** @type {any} */ (fetch) });
  const call = errorOf(client.revokeOrder(7, {}, { signal: controller.signal }));
  setTimeout(() => controller.abort(reason), 10);
  const error = await call;
  assert.equal(error.cause, reason);
  assert.equal(error.effect, "unknown");
});

test("a second call for the same order is in flight, not invalid", async () => {
  /** @type {(response: Response) => void} */
  let answer = () => {};
  const fetch = () => new Promise((resolve) => (answer = resolve));
  const client = new CertCentral({ apiKey: CANARY, fetch: /** @type {any} */ (fetch) });
  const first = client.revokeOrder(7);
  const second = await errorOf(client.revokeOrder(7));
  assert.deepEqual([second.code, second.effect], ["in-flight", "none"]);
  await new Promise((resolve) => setTimeout(resolve, 5));
  answer(new Response(null, { status: 204 }));
  assert.equal((await first).outcome, "revoked");
});

test("deadline: the message names it, and no attempt is cut short by it", async () => {
  const limited = { errors: [{ code: "request_limit_exceeded", message: "slow" }] };
  /** @type {string[]} */
  const sent = [];
  const client = new CertCentral({
    apiKey: CANARY,
    deadlineMs: 400,
    fetch: async (_, { method }) => {
      sent.push(String(method));
      return Response.json(limited, { status: 429 });
    },
  });
  const errors = await Promise.all([1, 2, 3].map((order) => errorOf(client.revokeOrder(order))));
  for (const error of errors) assert.equal(error.effect, "none", error.message);
  assert.ok(
    errors.some((error) => /deadline of 400 ms|request_limit_exceeded/.test(error.message)),
  );
});

test("requests whose host has ended them leave the queue after their timeout", async () => {
  const set = globalThis.setTimeout;
  let sent = 0;
  const fetch = () => {
    sent += 1;
    return sent > 6 ? Promise.resolve(new Response(null, { status: 204 })) : new Promise(() => {});
  };
  const client = new CertCentral({
    apiKey: CANARY,
    timeoutMs: 50,
    fetch: /** @type {any} */ (fetch),
  });
  // As in an edge worker whose client disconnects: timers and responses of its calls never come.
  globalThis.setTimeout = /** @type {any} */ (() => 0);
  try {
    for (let order = 1; order <= 6; order++) void client.revokeOrder(order).catch(() => {});
    await Promise.resolve();
    await Promise.resolve();
  } finally {
    globalThis.setTimeout = set;
  }
  const { outcome } = await client.revokeOrder(7, {}, { timeoutMs: 5000 });
  assert.deepEqual([outcome, sent], ["revoked", 7]);
});
