// A viewer with 60 request loops on workerd, against the rate windows of the sandbox: a revocation and another reader still pass.
// No time is asserted: the window is longer than the test, so that only the shares decide. `npm run starvation` prints the times.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { startLocal } from "../../www/gateway/local/local.js";
import { PLAIN } from "../../www/sandbox/seed.js";

const LOOPS = 60;
const CALLS = 50;
const SECONDS = 600;
/** A fifth of the window is reserved for writes, and one person alone uses half of the rest. */
const MAX_READS = 20;
const REVOKE = { revocation_reason: "keyCompromise", skip_approval: true };

/** @type {Array<() => Promise<unknown> | void>} */
const closing = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** @param {Parameters<typeof startLocal>[0]} options */
async function start(options) {
  const local = await startLocal({
    limits: { windows: [[CALLS, SECONDS * 1000]], guardMs: 0 },
    settings: { orders: 310, windows: [{ calls: CALLS, seconds: SECONDS }], refusedCount: true },
    ...options,
  });
  closing.push(() => local.close());
  /** @param {string} person @param {string} path @param {object} [body] */
  const call = (person, path, body) =>
    fetch(`${local.consoleUrl}/services/v2${path}`, {
      method: body ? "PUT" : "GET",
      headers: {
        "content-type": "application/json",
        "x-certcentral-console": "1",
        "x-certcentral-identity": person,
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  /** @returns {Promise<Array<{ method: string, path: string, status: number }>>} */
  const log = async () => {
    const response = await fetch(new URL("/sandbox/log", local.sandboxUrl));
    return /** @type {any} */ (await response.json()).log;
  };
  return { call, log };
}

/** Starts loops that call again after each response. @param {() => Promise<Response>} call */
function startLoops(call) {
  let isOver = false;
  /** @type {Array<string | null>} */
  const retryAfter = [];
  /** @type {(value?: unknown) => void} */
  let full = () => {};
  const isFull = new Promise((resolve) => {
    full = resolve;
  });
  const loop = async () => {
    while (!isOver) {
      const response = await call();
      await response.arrayBuffer();
      if (response.status !== 429) continue;
      retryAfter.push(response.headers.get("retry-after"));
      full();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const loops = Array.from({ length: LOOPS }, loop);
  const stop = async () => {
    isOver = true;
    await Promise.all(loops);
    return retryAfter;
  };
  closing.push(stop);
  return { isFull, stop };
}

for (const [keys, options] of /** @type {const} */ ([
  ["one key", {}],
  ["a read key", { readKey: "sandbox-view-only-key" }],
]))
  test(`60 loops of a viewer stop no writes and no readers: ${keys}`, async () => {
    const { call, log } = await start(options);
    const { isFull, stop } = startLoops(() => call("vera", "/user/me"));
    await isFull;
    for (const order of [PLAIN, PLAIN + 1]) {
      const path = `/order/certificate/${order}`;
      const revoked = await call("ada", `${path}/revoke`, REVOKE);
      assert.equal(revoked.status, 204, await revoked.text());
      assert.equal((await call("alex", path)).status, 200);
    }
    const retryAfter = await stop();
    assert.ok(retryAfter.length > 0);
    for (const seconds of retryAfter) assert.ok(Number(seconds) >= 1, String(seconds));
    const sent = await log();
    const of = (/** @type {RegExp} */ path) => sent.filter((entry) => path.test(entry.path));
    assert.equal(of(/user\/me$/).length, MAX_READS);
    assert.equal(of(/revoke$/).length, 2);
    assert.ok(sent.every(({ status }) => status !== 429));
  });
