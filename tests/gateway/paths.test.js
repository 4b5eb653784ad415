// The paths, queries and bodies that the gateway forwards to CertCentral, and those that it refuses.

import assert from "node:assert/strict";
import { test } from "node:test";
import worker from "../../www/gateway/app.js";
import { withAccount } from "../support/gateway-account.js";

const OWN = { "content-type": "application/json", "x-certcentral-console": "1" };
const BASE = "https://ca.example/services/v2";
const ORDER = "/order/certificate/123";
const REVOKE_ONE = "/certificate/0A1B2C3D4E5F60718293A4B5C6D7E8F9/revoke";
const STATUS = "/request/7/status";

/**
 * Calls the gateway and returns its response with the calls that reached CertCentral.
 * @param {string} path @param {RequestInit} [init] @param {() => Response} [respond] as CertCentral
 */
async function call(path, init = {}, respond = () => Response.json({})) {
  /** @type {Array<{ method: string, path: string, body: string | null }>} */
  const calls = [];
  const CERTCENTRAL = {
    fetch: async (/** @type {any} */ url, /** @type {any} */ { method, body }) => {
      calls.push({ method, path: url.slice(BASE.length), body });
      return respond();
    },
  };
  const env = {
    CERTCENTRAL,
    CERTCENTRAL_BASE_URL: BASE,
    DIGICERT_API_KEY: "canary-key-Zq81xT5",
    ASSETS: { fetch: async () => new Response() },
  };
  const response = await worker.request(`/services/v2${path}`, init, withAccount(env));
  const text = await response.text();
  const code = text.startsWith('{"type"') ? JSON.parse(text).errors[0]?.code : undefined;
  return { status: response.status, headers: response.headers, code, calls };
}

/** @param {unknown} body */
const put = (body) => ({ method: "PUT", headers: OWN, body: JSON.stringify(body) });

test("reads are forwarded with their documented parameters", async () => {
  for (const path of [
    ORDER,
    "/order/certificate?limit=1&filters%5Bsearch%5D=%25shop",
    `${ORDER}/duplicate`,
    `${ORDER}/duplicate?show_archived=true`,
    `${ORDER}/reissue?show_archived=false`,
    "/order/certificate/status-changes?seconds=604800",
    "/order/certificate/status-changes?minutes=5",
    "/request?filters%5Bstatus%5D=pending&offset=50&limit=50",
    "/request/7",
    "/user/me",
  ]) {
    const { status, calls } = await call(path);
    assert.equal(status, 200, path);
    assert.deepEqual(calls, [{ method: "GET", path, body: null }]);
  }
});

test("a read with an unknown or invalid parameter is refused", async () => {
  for (const path of [
    `${ORDER}/duplicate?show_archived=1`,
    `${ORDER}/duplicate?show_archived=true&show_archived=true`,
    `${ORDER}/reissue?show_archived=true&x=1`,
    `${ORDER}/reissue?constructor=true`,
    "/order/certificate/status-changes?seconds=-1",
    "/order/certificate/status-changes?seconds=1e3",
    "/order/certificate/status-changes?minutes=0",
    "/order/certificate/status-changes?hours=1",
    "/order/certificate/status-changes?seconds=99999999",
  ]) {
    const { status, code, calls } = await call(path);
    assert.equal(status, 400, path);
    assert.equal(code, "bad_request|query");
    assert.deepEqual(calls, []);
  }
});

test("a decision about a request is rebuilt before it is sent", async () => {
  for (const [body, sent] of [
    [{ status: "approved" }, { status: "approved" }],
    [
      { processor_comment: "looked at \u00e4", status: "rejected" },
      { status: "rejected", processor_comment: "looked at \u00e4" },
    ],
    [
      { status: "rejected", processor_comment: "" },
      { status: "rejected", processor_comment: "" },
    ],
  ]) {
    const { status, calls } = await call(
      `${STATUS}?x=1`,
      put(body),
      () => new Response(null, { status: 204 }),
    );
    assert.equal(status, 204);
    assert.deepEqual(calls, [{ method: "PUT", path: STATUS, body: JSON.stringify(sent) }]);
  }
});

test("an invalid decision is refused", async () => {
  for (const [body, code] of /** @type {const} */ ([
    [{}, "bad_request|status"],
    [{ status: "pending" }, "bad_request|status"],
    [{ status: ["approved"] }, "bad_request|status"],
    [{ status: "Approved" }, "bad_request|status"],
    [{ status: "approved", processor_comment: 1 }, "bad_request|processor_comment"],
    [{ status: "approved", processor_comment: null }, "bad_request|processor_comment"],
    [{ status: "approved", processorComment: "a" }, "bad_request|processorComment"],
    [{ status: "approved", comment: "a" }, "bad_request|comment"],
    [[], "bad_request_format"],
    [null, "bad_request_format"],
  ])) {
    const response = await call(STATUS, put(body));
    assert.equal(response.status, 400, JSON.stringify(body));
    assert.equal(response.code, code);
    assert.deepEqual(response.calls, []);
  }
  const long = { status: "approved", processor_comment: "x".repeat(64 * 1024) };
  assert.equal((await call(STATUS, put(long))).status, 413);
});

test("a certificate id or serial is validated as in the package", async () => {
  const empty = () => new Response(null, { status: 204 });
  for (const [input, path] of [
    [REVOKE_ONE, REVOKE_ONE],
    [REVOKE_ONE.replace("0A1B", "0a1b"), REVOKE_ONE],
    ["/certificate/1234567890/revoke", "/certificate/1234567890/revoke"],
  ]) {
    const body = { revocation_reason: "superseded", skip_approval: true };
    const { status, calls } = await call(String(input), put(body), empty);
    assert.equal(status, 204);
    assert.deepEqual(calls, [{ method: "PUT", path, body: JSON.stringify(body) }]);
  }
  for (const [path, body] of /** @type {const} */ ([
    ["/certificate/ABC/revoke", {}],
    ["/certificate/0123/revoke", {}],
    [REVOKE_ONE, { revocation_reason: "key_compromise" }],
    [REVOKE_ONE, { nothing: 1 }],
    [REVOKE_ONE, []],
  ])) {
    const response = await call(path, put(body));
    assert.equal(response.status, 400, path);
    assert.deepEqual(response.calls, []);
  }
});

test("a change from another origin is refused", async () => {
  for (const path of [`${ORDER}/revoke`, REVOKE_ONE, STATUS]) {
    const body = JSON.stringify(path === STATUS ? { status: "approved" } : {});
    for (const headers of [
      { "content-type": "application/json" },
      { ...OWN, "content-type": "text/plain" },
      { ...OWN, "sec-fetch-site": "cross-site" },
      { ...OWN, "sec-fetch-site": "same-site" },
      { ...OWN, origin: "https://evil.example" },
      { ...OWN, origin: "null" },
    ]) {
      const response = await call(path, { method: "PUT", headers, body });
      assert.equal(response.status, 403, `${path} ${JSON.stringify(headers)}`);
      assert.equal(response.code, "access_denied|cross_site");
      assert.deepEqual(response.calls, []);
    }
  }
});

test("only a valid Retry-After is forwarded", async () => {
  for (const [received, forwarded] of [
    ["7", "7"],
    ["Wed, 21 Oct 2026 07:28:00 GMT", "Wed, 21 Oct 2026 07:28:00 GMT"],
    ["soon", null],
    ["canary-key-Zq81xT5", null],
  ]) {
    const headers = { "retry-after": String(received) };
    const { status, headers: got } = await call(ORDER, {}, () =>
      Response.json({ errors: [] }, { status: 429, headers }),
    );
    assert.equal(status, 429);
    assert.equal(got.get("retry-after"), forwarded);
  }
});
