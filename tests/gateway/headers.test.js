// The headers of responses, with the edge's asset worker behind the gateway: the gateway's own headers win over those that an
// inner response has.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { startLocal } from "../../www/gateway/local/local.js";

const FOREIGN = {
  "Content-Security-Policy": "default-src *",
  "Cache-Control": "public, max-age=77",
  "Referrer-Policy": "unsafe-url",
  "Cross-Origin-Embedder-Policy": "unsafe-none",
  "X-Other": "1",
};

const dist = mkdtempSync(join(tmpdir(), "assets-"));
/** @type {Awaited<ReturnType<typeof startLocal>>} */
let local;
before(async () => {
  mkdirSync(join(dist, "assets"));
  writeFileSync(join(dist, "index.html"), "<!doctype html><title>console</title>");
  writeFileSync(join(dist, "assets/main-1a2b3c4d.js"), "export {};");
  const lines = Object.entries(FOREIGN).map(([name, value]) => `  ${name}: ${value}\n`);
  writeFileSync(join(dist, "_headers"), `/*\n${lines.join("")}`);
  local = await startLocal({ dist, hasAssetWorker: true });
});
after(async () => {
  await local?.close();
  rmSync(dist, { recursive: true, force: true });
});

/** @param {string} path @param {Record<string, string>} [headers] */
const get = (path, headers = {}) => fetch(local.consoleUrl + path, { headers, redirect: "manual" });

test("the page is never cached, and hashed files always", async () => {
  const page = await get("/");
  assert.match(await page.text(), /<title>console/);
  assert.equal(page.headers.get("x-other"), "1", "the asset worker added its headers");
  assert.equal(page.headers.get("cache-control"), "no-store");
  const script = await get("/assets/main-1a2b3c4d.js");
  assert.equal(await script.text(), "export {};");
  const immutable = "public, max-age=31536000, immutable";
  assert.equal(script.headers.get("cache-control"), immutable);
  const etag = String(script.headers.get("etag"));
  const same = await get("/assets/main-1a2b3c4d.js", { "if-none-match": etag });
  assert.deepEqual([same.status, same.headers.get("cache-control")], [304, immutable]);
  const missing = await get("/assets/none-1a2b3c4d.js");
  assert.deepEqual([missing.status, missing.headers.get("cache-control")], [404, "no-store"]);
});

test("the gateway's policies win over those of the assets", async () => {
  for (const path of ["/", "/assets/main-1a2b3c4d.js", "/missing.js", "/index.html"]) {
    const { headers } = await get(path);
    assert.match(headers.get("content-security-policy") ?? "", /^default-src 'none'; /, path);
    assert.equal(headers.get("referrer-policy"), "no-referrer", path);
    assert.equal(headers.get("cross-origin-embedder-policy"), "require-corp", path);
  }
});
