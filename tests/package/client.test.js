// The client in Node against misbehaving servers: secrecy of the key, hooks, rate limit, crashes of the core.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { inspect } from "node:util";
import { runningMemory } from "../../pkg/core.js";
import {
  buildRevokeOrder,
  CertCentral,
  CertCentralError,
  CoreCrashedError,
  InvalidInputError,
  UnknownOutcomeError,
} from "../../pkg/dist/node.js";
import { CANARY, FAST_RETRY } from "../support/client.js";
import { errorFrom } from "../support/errors.js";
import { closeServer, listen } from "../support/listen.js";

/** @param {import("node:http").RequestListener} listener */
async function serve(listener) {
  const server = createServer(listener);
  const port = await listen(server);
  const close = () => closeServer(server);
  return { url: `http://127.0.0.1:${port}`, close };
}

/** @param {unknown} value */
function assertNoKey(value) {
  const shown =
    inspect(value, { depth: 20, showHidden: true }) + JSON.stringify(value) + String(value);
  assert.ok(!shown.includes(CANARY), shown);
}

test("no redirect takes the key along to any origin", async () => {
  /** @type {string[]} */
  const stolen = [];
  const thief = await serve((request, response) => {
    stolen.push(String(request.headers["x-dc-devkey"]));
    response.writeHead(204).end();
  });
  for (const status of [301, 302, 303, 307, 308]) {
    for (const other of [true, false]) {
      const server = await serve((request, response) => {
        if (request.url === "/stolen") stolen.push("same origin");
        response.writeHead(status, { location: other ? thief.url : "/stolen" }).end();
      });
      const error = await errorFrom(() =>
        new CertCentral({ apiKey: CANARY, baseUrl: server.url, retry: FAST_RETRY }).revokeOrder(1),
      );
      assert.ok(error instanceof UnknownOutcomeError);
      assert.deepEqual(
        [error.problem, error.status, error.effect],
        ["redirect", status, "unknown"],
      );
      server.close();
    }
  }
  thief.close();
  assert.deepEqual(stolen, []);
});

test("sapcc, ribose, Keyfactor: no error or log contains the key", async () => {
  const echo = await serve((request, response) => {
    const key = request.headers["x-dc-devkey"];
    if (request.url?.includes("/2/")) return request.socket.destroy();
    const message = `no permission for ${key}`;
    response
      .writeHead(403, { "content-type": "application/json" })
      .end(JSON.stringify({ errors: [{ code: `x|${key}`, message }] }));
  });
  const client = new CertCentral({ apiKey: CANARY, baseUrl: echo.url, retry: FAST_RETRY });
  assertNoKey(client);
  const refused = await errorFrom(() => client.revokeOrder(1));
  assert.match(refused.errors[0].message, /^no permission for \[key\]$/);
  assertNoKey(refused);
  assertNoKey(await errorFrom(() => client.revokeOrder(2)));
  const leaky = new CertCentral({
    apiKey: CANARY,
    retry: FAST_RETRY,
    fetch: async (_, init) => {
      throw Object.assign(new Error(`failed with ${CANARY}`), {
        config: init,
        cause: { message: CANARY, name: CANARY, code: CANARY },
      });
    },
  });
  const lost = await errorFrom(() => leaky.revokeOrder(1));
  assert.equal(lost.cause.message, "failed with [key]");
  assertNoKey(lost);
  for (const apiKey of [` ${CANARY}`, `${CANARY}\r\nX: y`, `${CANARY}é`, 5, ""]) {
    assertNoKey(await errorFrom(() => new CertCentral(/** @type {any} */ ({ apiKey }))));
  }
  assertNoKey(await errorFrom(() => client.revokeOrder(CANARY)));
  assertNoKey(
    await errorFrom(
      () => new CertCentral({ apiKey: CANARY, baseUrl: `https://user:${CANARY}@host` }),
    ),
  );
  echo.close();
});

test("hooks get all but the key, and their errors have no effect", async () => {
  let responses = 0;
  const limited = { errors: [{ code: "request_limit_exceeded", message: CANARY }] };
  /** @type {Array<[string, any]>} */
  const events = [];
  const hook = (/** @type {string} */ name) => async (/** @type {unknown} */ what) => {
    events.push([name, what]);
    throw new Error("an error of a hook");
  };
  const client = new CertCentral({
    apiKey: CANARY,
    retry: FAST_RETRY,
    fetch: async () =>
      responses++ ? new Response(null, { status: 204 }) : Response.json(limited, { status: 429 }),
    onRequest: hook("request"),
    onResponse: hook("response"),
    onRetry: (wait) => {
      events.push(["retry", wait]);
      throw new Error("at once");
    },
  });
  const leak = await errorFrom(() => client.revokeOrder(1, { comment: `for ${CANARY}` }));
  assert.match(leak.message, /comment must be a string, got text that contains the API key/);
  assertNoKey(leak);
  const { attempts } = await client.revokeOrder(1, { comment: "INC-4711" });
  const [name, first] = events[0] ?? [];
  assert.deepEqual(
    [name, first.method, first.path, first.body],
    ["request", "PUT", "/order/certificate/1/revoke", '{"comment":"INC-4711"}'],
  );
  assert.deepEqual(
    events.map(([name, { decision, reason }]) => [name, decision ?? reason]),
    [
      ["request", undefined],
      ["response", "not-processed"],
      ["retry", "rate-limited"],
      ["request", undefined],
      ["response", "accepted"],
    ],
  );
  assert.deepEqual(events[4]?.[1], attempts[1]);
  assert.match(attempts[0]?.time, /^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d\d\dZ$/);
  assertNoKey([events, attempts]);
  events.length = 0;
  const reading = new CertCentral({
    apiKey: CANARY,
    retry: FAST_RETRY,
    fetch: async (_, { method }) =>
      method === "GET"
        ? Response.json({ id: 1, status: "revoked" })
        : new Response(null, { status: 502 }),
    onResponse: hook("response"),
  });
  const found = await reading.revokeOrder(1);
  assert.deepEqual(
    events.map(([, attempt]) => attempt),
    found.attempts,
  );
  assert.equal(found.confirmedBy, "read");
  const wrong = /** @type {any} */ ({ apiKey: CANARY, onRetry: "log", retry: { settle: 1 } });
  const error = await errorFrom(() => new CertCentral(wrong));
  assert.deepEqual(
    error.issues.map((/** @type {any} */ { field }) => field),
    ["onRetry", "settle"],
  );
});

test("one 429 pauses every call of the client", async () => {
  /** @type {number[]} */
  const sent = [];
  const limited = { errors: [{ code: "request_limit_exceeded", message: "slow" }] };
  const client = new CertCentral({
    apiKey: CANARY,
    retry: { ...FAST_RETRY, maxRetryAfterMs: 300 },
    fetch: async () => {
      sent.push(performance.now());
      if (sent.length > 1) return Response.json({ id: 2, status: "issued", requests: [] });
      return Response.json(limited, { status: 429, headers: { "retry-after": "60" } });
    },
  });
  const first = client.orders.get(2);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await Promise.all([first, client.orders.get(2), client.orders.get(2)]);
  assert.equal(sent.length, 4);
  assert.ok(
    sent.slice(1).every((at) => at - (sent[0] ?? 0) > 290),
    String(sent),
  );
});

test("a core crash reports its effect, and the next call works", async () => {
  /** @type {(response: Response) => void} */
  let respond = () => {};
  const client = new CertCentral({
    apiKey: CANARY,
    fetch: () =>
      new Promise((resolve) => {
        respond = resolve;
      }),
  });
  // The call's timer fires after the crash, when no call waits for it.
  const waiting = errorFrom(() => client.revokeOrder(1, {}, { timeoutMs: 100 }));
  await new Promise((resolve) => setTimeout(resolve, 5));
  new Uint8Array(runningMemory().buffer).fill(0xff);
  respond(new Response(null, { status: 204 }));
  const lost = await waiting;
  assert.ok(lost instanceof CoreCrashedError);
  assert.equal(lost.effect, "unknown", "the request had been sent");
  assertNoKey(lost);
  assert.equal(buildRevokeOrder(2).path, "/order/certificate/2/revoke");

  new Uint8Array(runningMemory().buffer).fill(0xff);
  const crash = await errorFrom(() => buildRevokeOrder(3));
  assert.ok(crash instanceof CoreCrashedError);
  assert.equal(crash.effect, "none", "nothing had been sent");
  const fine = new CertCentral({
    apiKey: CANARY,
    fetch: async () => new Response(null, { status: 204 }),
  });
  await new Promise((resolve) => setTimeout(resolve, 150));
  assert.equal((await fine.revokeOrder(4)).outcome, "revoked");
});

test("concurrent calls do not affect each other", async () => {
  const client = new CertCentral({
    apiKey: CANARY,
    fetch: async (url) => {
      await new Promise((resolve) => setTimeout(resolve, Number(url.at(-8)) * 2));
      return url.includes("/13/")
        ? new Response("<html>", { status: 500 })
        : new Response(null, { status: 204 });
    },
  });
  const settled = await Promise.allSettled(
    Array.from({ length: 50 }, (_, nth) => client.revokeOrder(nth + 1)),
  );
  assert.deepEqual(
    settled.map(({ status }, nth) => (status === "rejected" ? nth + 1 : 0)).filter(Boolean),
    [13],
  );
});

test("instanceof works across two copies of the package", async () => {
  const path = "../../pkg/errors.js?copy";
  const other = await import(path);
  const error = await errorFrom(() => buildRevokeOrder(0));
  assert.ok(
    error instanceof InvalidInputError &&
      error instanceof other.InvalidInputError &&
      error instanceof other.CertCentralError,
  );
  assert.ok(
    !(error instanceof other.RefusedError) && !(new Error("x") instanceof CertCentralError),
  );
  class Own extends other.RefusedError {}
  assert.ok(!(error instanceof Own));
});
