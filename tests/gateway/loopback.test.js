// A page of another site that reaches a local server by DNS rebinding, or sends to it: the local gateway and the control routes
// of the sandbox refuse it.

import assert from "node:assert/strict";
import { request } from "node:http";
import { after, before, test } from "node:test";
import { startLocal } from "../../www/gateway/local/local.js";

/** @type {Awaited<ReturnType<typeof startLocal>>} */
let local;
before(async () => {
  local = await startLocal();
});
after(() => local?.close());

/**
 * Sends headers that `fetch` does not let a caller set.
 * @param {string} url @param {string} method @param {Record<string, string>} headers
 * @returns {Promise<{ status: number | undefined, text: string }>}
 */
function send(url, method, headers) {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers }, async (response) => {
      let text = "";
      for await (const chunk of response) text += chunk;
      resolve({ status: response.statusCode, text });
    });
    outgoing.on("error", reject);
    outgoing.end();
  });
}

test("another Host has no development identity, whatever its URL", async () => {
  const { port } = new URL(local.consoleUrl);
  const original = { "MF-Original-URL": `http://localhost:${port}/console/audit-log/export` };
  for (const path of ["/console/audit-log/export", "/console/me", "/console/jobs"]) {
    for (const host of [
      `evil.example:${port}`,
      "127.0.0.1.evil.example",
      "localhost.",
      "0.0.0.0",
    ]) {
      for (const rewritten of [{}, original, { "MF-Original-URL": `http://localhost${path}` }]) {
        const { status, text } = await send(local.consoleUrl + path, "GET", { host, ...rewritten });
        assert.equal(status, 401, `${host} ${path}`);
        assert.match(text, /access_denied\|development_only/);
      }
    }
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`, "LOCALHOST"])
      assert.equal((await send(local.consoleUrl + path, "GET", { host })).status, 200, host);
  }
});

test("the sandbox is controlled from this machine only", async () => {
  const url = (/** @type {string} */ path) => new URL(`/sandbox/${path}`, local.sandboxUrl).href;
  const { port } = new URL(local.sandboxUrl);
  const calls = /** @type {const} */ ([
    ["POST", "reset"],
    ["GET", "log"],
    ["GET", "settings"],
    ["GET", "revokes"],
  ]);
  /** @type {Array<Record<string, string>>} */
  const refused = [
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "cross-site", origin: "https://evil.example" },
    { origin: "https://evil.example" },
    { origin: "null" },
    { host: "evil.example" },
    { host: `evil.example:${port}`, "sec-fetch-site": "same-origin" },
    { host: "evil.example", "MF-Original-URL": `http://localhost:${port}/sandbox/log` },
  ];
  for (const [method, path] of calls) {
    for (const headers of refused) {
      const { status, text } = await send(url(path), method, headers);
      assert.equal(status, 403, `${path} ${JSON.stringify(headers)}`);
      assert.match(text, /^\{"error":"The sandbox refuses this request: it/);
    }
    for (const headers of [{}, { "sec-fetch-site": "same-origin" }, { "sec-fetch-site": "none" }]) {
      const { status } = await send(url(path), method, { ...headers });
      assert.ok(status === 200 || status === 204, path);
    }
  }
});
