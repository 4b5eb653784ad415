// The causes that errors report: real connection failures in Node, and faults of a custom `fetch`.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { test } from "node:test";
import { CertCentral, NotConnectedError, UnknownOutcomeError } from "../../pkg/dist/node.js";
import { CANARY, FAST_RETRY } from "../support/client.js";
import { errorFrom } from "../support/errors.js";
import { closeServer, listen } from "../support/listen.js";

/** The error of a revocation at a base URL. @param {string} baseUrl */
const errorAt = (baseUrl) =>
  errorFrom(new CertCentral({ apiKey: CANARY, baseUrl, retry: FAST_RETRY }).revokeOrder(123456789));

test("a refused connection is not-connected and names its cause", async () => {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  const error = await errorAt(`http://127.0.0.1:${port}`);
  assert.ok(error instanceof NotConnectedError);
  assert.deepEqual([error.code, error.effect, error.retryable], ["not-connected", "none", true]);
  assert.match(error.message, /order 123456789/);
  assert.match(JSON.stringify(error), /ECONNREFUSED/);
  assert.deepEqual(error.subject, { kind: "order", id: "123456789" });
});

test("an unknown host is not-connected and names its cause", async () => {
  const error = await errorAt("https://nosuch.invalid/services/v2");
  assert.ok(error instanceof NotConnectedError);
  assert.match(JSON.stringify(error), /ENOTFOUND|EAI_AGAIN/);
});

for (const [title, create, cause] of /** @type {const} */ ([
  ["without TLS", createServer, /SSL|TLS|socket/i],
  ["without a certificate", () => createTlsServer({}), /./],
]))
  test(`a server ${title} gives an error with its cause`, async () => {
    const server = create();
    const error = await errorAt(`https://127.0.0.1:${await listen(server)}`);
    closeServer(server);
    assert.match(JSON.stringify(error), cause);
    assert.ok(error.cause instanceof Error);
    assert.ok(error.toJSON().cause.message.length > 0);
  });

test("the error names a fetch that returns no response", async () => {
  const fetch = /** @type {any} */ (async () => ({ ok: true }));
  const client = new CertCentral({ apiKey: CANARY, fetch, retry: false });
  const error = await errorFrom(client.revokeOrder(7));
  assert.ok(error instanceof UnknownOutcomeError);
  assert.match(error.message, /fetch returned no response/);
});

test("a connection error of a custom fetch proves nothing", async () => {
  const refused = Object.assign(new TypeError("fetch failed"), {
    cause: Object.assign(new Error("connect"), { code: "ECONNREFUSED", syscall: "connect" }),
  });
  const fetch = async () => Promise.reject(refused);
  const error = await errorFrom(
    new CertCentral({ apiKey: CANARY, fetch, retry: false }).revokeOrder(7),
  );
  assert.equal(error.effect, "unknown");
  assert.match(error.message, /connect/);
});

test("the cause of an aborted call is the abort reason", async () => {
  const reason = { incident: 4711 };
  const controller = new AbortController();
  const fetch = () => new Promise(() => {});
  const client = new CertCentral({ apiKey: CANARY, fetch: /** @type {any} */ (fetch) });
  const call = errorFrom(client.revokeOrder(7, {}, { signal: controller.signal }));
  setTimeout(() => controller.abort(reason), 10);
  const error = await call;
  assert.equal(error.cause, reason);
  assert.equal(error.effect, "unknown");
});

test("a second call for the same order rejects with in-flight", async () => {
  /** @type {(response: Response) => void} */
  let respond = () => {};
  const fetch = () => new Promise((resolve) => (respond = resolve));
  const client = new CertCentral({ apiKey: CANARY, fetch: /** @type {any} */ (fetch) });
  const first = client.revokeOrder(7);
  const second = await errorFrom(client.revokeOrder(7));
  assert.deepEqual([second.code, second.effect], ["in-flight", "none"]);
  await new Promise((resolve) => setTimeout(resolve, 5));
  respond(new Response(null, { status: 204 }));
  assert.equal((await first).outcome, "revoked");
});

test("a deadline during a rate limit wait has no effect", async () => {
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
  const errors = await Promise.all([1, 2, 3].map((order) => errorFrom(client.revokeOrder(order))));
  for (const error of errors) assert.equal(error.effect, "none", error.message);
  assert.ok(
    errors.some((error) => /deadline of 400 ms|request_limit_exceeded/.test(error.message)),
  );
});

test("requests that a host ended leave the queue after a timeout", async () => {
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
  // As in an edge worker whose client disconnects: timers never fire and responses never arrive.
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
