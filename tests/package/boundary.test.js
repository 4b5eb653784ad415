// The boundary between JavaScript and the core in three hosts, and the bounds of the core's memory.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import * as module from "certcentral-revoke";
import { runningMemory } from "../../pkg/core.js";
import * as sources from "../../pkg/dist/node.js";
import { boundary } from "../support/boundary.js";
import { launchChromium } from "../support/chromium.js";
import { startWorker } from "../support/workerd.js";

const PACKAGE = fileURLToPath(new URL("../../", import.meta.url));

test("the boundary holds in Node", async () =>
  assert.deepEqual(await boundary(/** @type {any} */ (module)), []));

test("the boundary holds in workerd", async () => {
  const contents = `import * as module from "./pkg/dist/workerd.min.js";
    export default { fetch: async () => Response.json(await (${boundary})(module)) };`;
  const worker = await startWorker({ stdin: { contents, resolveDir: PACKAGE } });
  try {
    const response = await worker.dispatchFetch("http://worker/");
    assert.deepEqual(await response.json(), []);
  } finally {
    await worker.dispose();
  }
});

test("the boundary holds in Chromium", async () => {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.route("http://page/**", (route) => {
      const { pathname } = new URL(route.request().url());
      const file = pathname.startsWith("/pkg/") ? readFileSync(PACKAGE + pathname.slice(1)) : "";
      const contentType = pathname.endsWith(".js") ? "text/javascript" : "text/html";
      return route.fulfill({ body: file, contentType });
    });
    await page.goto("http://page/");
    const code = `import("/pkg/dist/browser.min.js").then((module) => (${boundary})(module, { dangerouslyAllowBrowser: true }))`;
    assert.deepEqual(await page.evaluate(code), []);
  } finally {
    await browser.close();
  }
});

test("the core's memory never contains the key", async () => {
  const key = ["can", "ary-key-81"].join("");
  const fetch = async () => new Response(null, { status: 204 });
  const client = new sources.CertCentral({ apiKey: key, fetch });
  await client.revokeOrder(7, { comment: "a-needle-to-be-found" });
  const memory = Buffer.from(runningMemory().buffer);
  assert.ok(memory.includes("a-needle-to-be-found"), "the search finds a comment in the memory");
  assert.ok(!memory.includes("ary-key-81") && !memory.includes("ary-key-81", 0, "utf16le"));
});

test("the core's memory does not grow over repeated calls", async () => {
  const { buildRevokeOrder, CertCentral, parseRevokeResponse } = /** @type {any} */ (sources);
  const settings = { maxResponseBytes: 1 << 30 };
  const body = new Uint8Array(30_000_000).fill(0x20);
  assert.throws(() => parseRevokeResponse({ status: 201, body }, {}, settings), {
    problem: "not-json",
  });
  const fetch = async () => new Response(null, { status: 204 });
  const limits = { windows: [[1_000_000, 1]], guardMs: 0 };
  const client = new CertCentral({ apiKey: "canary-key-81", fetch, limits });
  const round = async () => {
    for (let size = 0; size < 3000; size += 7) {
      buildRevokeOrder(1, { comment: "c".repeat(size) });
      await client.revokeOrder(size + 1, { comment: "c".repeat(3000 - size) });
    }
    return runningMemory().buffer.byteLength;
  };
  const first = await round();
  for (let again = 0; again < 5; again++) assert.equal(await round(), first);
});
