// The gateway's small pure rules, and the service binding. Tests on workerd: gateway.test.js.

import assert from "node:assert/strict";
import { test } from "node:test";
import worker from "../../www/gateway/app.js";
import { consoleConfig, environmentOf } from "../../www/gateway/environment.js";
import { readBody } from "../../www/gateway/http/body-limit.js";
import { cacheControl } from "../../www/gateway/http/headers.js";
import { parseRevokeBody } from "../../www/gateway/http/request-body.js";
import { withAccount } from "../support/gateway-account.js";

test("a DigiCert host is never labeled sandbox", () => {
  const ENVIRONMENT = "sandbox";
  for (const [url, word] of /** @type {const} */ ([
    ["https://www.digicert.com/services/v2", "us"],
    ["https://WWW.DIGICERT.COM./services/v2", "us"],
    ["https://certcentral.digicert.eu/services/v2", "eu"],
    ["https://beta.digicert.com/services/v2", "custom"],
    ["http://127.0.0.1:8788/services/v2", "sandbox"],
    ["https://notdigicert.com/services/v2", "sandbox"],
  ])) {
    assert.equal(environmentOf({ CERTCENTRAL_BASE_URL: url, ENVIRONMENT }), word, url);
  }
  assert.equal(environmentOf({ ENVIRONMENT }), "us");
  assert.equal(environmentOf({ CERTCENTRAL_BASE_URL: "http://127.0.0.1:1" }), "custom");
  assert.equal(environmentOf({ CERTCENTRAL: { fetch }, ENVIRONMENT }), "sandbox");
});

test("only a sandbox's config has wait times", () => {
  const PACE = '{"pollMs":50}';
  const config = { environment: "sandbox", pace: { pollMs: 50 } };
  assert.deepEqual(
    consoleConfig({ CERTCENTRAL_BASE_URL: "http://127.0.0.1:1", ENVIRONMENT: "sandbox", PACE }),
    config,
  );
  assert.deepEqual(consoleConfig({ ENVIRONMENT: "sandbox", PACE }), { environment: "us" });
  assert.deepEqual(consoleConfig({ CERTCENTRAL_BASE_URL: "http://127.0.0.1:1", PACE }), {
    environment: "custom",
  });
});

test("only files with a hashed name are cached", () => {
  assert.match(cacheControl("/assets/index-abc.js", 200), /immutable/);
  assert.equal(cacheControl("/assets/index-abc.js", 404), "no-store");
  assert.equal(cacheControl("/", 200), "no-store");
  assert.equal(cacheControl("/services/v2/order/certificate/1", 200), "no-store");
});

test("a body is read up to its limit, not further", async () => {
  assert.equal((await readBody(new Response("x".repeat(10)), 10))?.byteLength, 10);
  assert.equal(await readBody(new Response("x".repeat(11)), 10), undefined);
  assert.equal((await readBody(new Response(null), 10))?.byteLength, 0);
  let pulls = 0;
  const endless = new ReadableStream({
    pull: (controller) => {
      pulls += 1;
      controller.enqueue(new Uint8Array(8));
    },
  });
  assert.equal(await readBody(new Response(endless), 64), undefined);
  assert.ok(pulls < 20);
});

test("field names of the wire map to options; others are rejected", () => {
  const read = (/** @type {unknown} */ body) =>
    parseRevokeBody(new TextEncoder().encode(JSON.stringify(body)));
  assert.deepEqual(
    read({ revocation_reason: "superseded", skip_approval: false, comments: "a", comment: "a" }),
    { options: { revocationReason: "superseded", skipApproval: false, comment: "a" } },
  );
  assert.deepEqual(read({ nothing: 1 }), { options: { nothing: 1 } });
  for (const name of ["skipApproval", "revocationReason"])
    assert.equal(/** @type {any} */ (read({ [name]: true })).code, `bad_request|${name}`);
});

test("calls go through a service binding with the key", async () => {
  /** @type {Array<[string, RequestInit]>} */
  const calls = [];
  const CERTCENTRAL = {
    fetch: async (/** @type {any} */ url, /** @type {any} */ init) => {
      calls.push([url, init]);
      return new Response(null, { status: 204 });
    },
  };
  const env = {
    CERTCENTRAL,
    CERTCENTRAL_BASE_URL: "https://ca.example/services/v2/",
    DIGICERT_API_KEY: "canary-key-Zq81xT5",
    ASSETS: { fetch: async () => new Response() },
  };
  const response = await worker.request(
    "/services/v2/order/certificate/18446744073709551615/revoke?x=1",
    {
      method: "PUT",
      headers: { "content-type": "application/json", "x-certcentral-console": "1" },
      body: '{"skip_approval":true}',
    },
    withAccount(env),
  );
  assert.equal(response.status, 204);
  const [[url, init]] = /** @type {[[string, any]]} */ (calls);
  assert.equal(url, "https://ca.example/services/v2/order/certificate/18446744073709551615/revoke");
  assert.equal(init.headers["X-DC-DEVKEY"], env.DIGICERT_API_KEY);
  assert.equal(init.redirect, "manual");
  assert.equal(init.body, '{"skip_approval":true}');
});
