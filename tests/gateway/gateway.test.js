// The gateway on workerd: the calls that it forwards and refuses, and that no response contains the key.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { PEOPLE, startLocal } from "../../www/gateway/local/local.js";
import { ORDERS } from "../../www/sandbox/seed.js";
import { CANARY } from "../support/client.js";
import { closeServer, listen } from "../support/listen.js";

const OWN = { "content-type": "application/json", "x-certcentral-console": "1" };

/** @type {Awaited<ReturnType<typeof startLocal>>} */
let local;
before(async () => {
  local = await startLocal({ key: CANARY, settings: { keys: { [CANARY]: "admin" } } });
});
after(() => local?.close());

/** @param {string} path @param {RequestInit} [init] */
async function call(path, init) {
  const response = await fetch(local.consoleUrl + path, { redirect: "manual", ...init });
  const text = await response.text();
  assert.ok(
    !text.includes(CANARY) && !JSON.stringify([...response.headers]).includes(CANARY),
    "no response contains the key",
  );
  return { status: response.status, text, headers: response.headers };
}

const REVOKE = `/services/v2/order/certificate/${ORDERS.issued}/revoke`;

test("any other path than the console's is not found", async () => {
  for (const [method, path] of /** @type {const} */ ([
    ["GET", "/services/v2/user"],
    ["GET", "/services/v2/user/me/"],
    ["GET", "/services/v2/user/125039"],
    ["GET", "/services/v2/report/order"],
    ["GET", "/services/v2/order/certificate/1%2F..%2F..%2Fuser"],
    ["GET", "/services/v2/order/certificate/0123"],
    ["GET", `/services/v2/order/certificate/${ORDERS.issued}/reissues`],
    ["GET", "/services/v2/request/0"],
    ["GET", "/services/v2/request/1/status"],
    ["GET", REVOKE],
    ["POST", REVOKE],
    ["POST", `/services/v2/order/certificate/${ORDERS.issued}/reissue`],
    ["PUT", `/services/v2/order/certificate/${ORDERS.issued}/cancel`],
    ["PUT", "/services/v2/order/certificate/status-changes/revoke"],
    ["PUT", "/services/v2/certificate/12-34/revoke"],
    ["PUT", `/services/v2/certificate/${"A".repeat(41)}/revoke`],
    ["PUT", "/services/v2/certificate/1/../order/revoke"],
    ["PUT", "/services/v2/request/1"],
    ["PUT", "/services/v2/request/x/status"],
    ["DELETE", `/services/v2/order/certificate/${ORDERS.issued}`],
  ])) {
    const { status, text } = await call(path, { method, headers: OWN });
    assert.equal(status, 404, `${method} ${path}`);
    assert.match(text, /not_found\|route/);
  }
});

test("a change from another site is refused", async () => {
  const origin = local.consoleUrl;
  const cells = [];
  for (const type of ["application/json", "text/plain", "application/x-www-form-urlencoded"]) {
    for (const own of [true, false]) {
      for (const site of [undefined, "same-origin", "same-site", "cross-site", "none"]) {
        for (const from of [
          undefined,
          origin,
          "null",
          "https://evil.example",
          `${origin}.evil.example`,
        ]) {
          const passes =
            type === "application/json" &&
            own &&
            [undefined, "same-origin"].includes(site) &&
            [undefined, origin].includes(from);
          cells.push({ type, own, site, from, passes });
        }
      }
    }
  }
  assert.equal(cells.length, 150);
  for (const { type, own, site, from, passes } of cells) {
    /** @type {Record<string, string>} */
    const headers = { "content-type": type };
    if (own) headers["x-certcentral-console"] = "1";
    if (site) headers["sec-fetch-site"] = site;
    if (from) headers.origin = from;
    // The unknown field is rejected after admission, so that an admitted cell changes nothing.
    const { status } = await send(headers, '{"nothing":1}');
    assert.equal(status, passes ? 400 : 403, JSON.stringify({ type, own, site, from }));
  }
});

/** Sends headers that `fetch` does not let a caller set. @param {Record<string, string>} headers @param {string} body */
async function send(headers, body) {
  const { request } = await import("node:http");
  return new Promise((resolve, reject) => {
    const outgoing = request(local.consoleUrl + REVOKE, { method: "PUT", headers }, (response) => {
      response.resume();
      response.on("end", () => resolve({ status: response.statusCode }));
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

test("a revoke is validated and rebuilt before it is sent", async () => {
  for (const [body, code] of [
    ['{"skip_aproval":true}', "bad_request|skip_aproval"],
    ['{"skipApproval":true}', "bad_request|skipApproval"],
    ['{"__proto__":{"skipApproval":true}}', "bad_request|__proto__"],
    ['{"comment":"a","comments":"b"}', "bad_request|comments"],
    ['{"revocation_reason":"key_compromise"}', "bad_request|revocationReason"],
    ['{"skip_approval":"true"}', "bad_request|skipApproval"],
    ["[]", "bad_request_format"],
    ["null", "bad_request_format"],
    ["{", "bad_request_format"],
    ["", "bad_request_format"],
  ]) {
    const { status, text } = await call(REVOKE, {
      method: "PUT",
      headers: OWN,
      body: String(body),
    });
    assert.equal(status, 400, body);
    assert.equal(JSON.parse(text).errors[0].code, code);
  }
  const invalid = { method: "PUT", headers: OWN, body: Uint8Array.of(0x22, 0xff, 0x22) };
  assert.equal((await call(REVOKE, invalid)).status, 400);
  const tooLong = JSON.stringify({ comment: "x".repeat(64 * 1024) });
  assert.equal((await call(REVOKE, { method: "PUT", headers: OWN, body: tooLong })).status, 413);
  const { status, text } = await call(REVOKE, {
    method: "PUT",
    headers: OWN,
    body: '{"comments":"INC-1"}',
  });
  assert.equal(status, 201);
  assert.equal(JSON.parse(text).comments, "INC-1");
});

test("every response has strict security headers", async () => {
  for (const path of ["/", "/console/config", "/services/v2/nothing", "/missing.js"]) {
    const { headers } = await call(path);
    const policy = headers.get("content-security-policy") ?? "";
    assert.match(policy, /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/);
    assert.match(
      policy,
      /frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'$/,
    );
    assert.ok(!policy.includes("unsafe-inline") && !policy.includes("*"));
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.equal(headers.get("referrer-policy"), "no-referrer");
    assert.equal(headers.get("cross-origin-opener-policy"), "same-origin");
    assert.equal(headers.get("cross-origin-embedder-policy"), "require-corp");
    assert.match(headers.get("permissions-policy") ?? "", /^accelerometer=\(\), .*camera=\(\), /);
    assert.equal(headers.get("cross-origin-resource-policy"), "same-origin");
    assert.match(headers.get("strict-transport-security") ?? "", /max-age=\d{8}/);
    assert.equal(headers.get("access-control-allow-origin"), null);
    assert.equal(headers.get("cache-control"), "no-store");
  }
});

test("config has only the environment and development identities", async () => {
  const identities = PEOPLE.map(({ id, name }) => ({ id, name }));
  assert.deepEqual(JSON.parse((await call("/console/config")).text), {
    environment: "sandbox",
    identities,
  });
});

test("an invalid upstream response is never forwarded as one", async () => {
  const upstream = createServer((request, response) => {
    const order = request.url?.split("/")[3];
    if (order === "1") {
      const headers = { location: "http://127.0.0.1:9/steal", "set-cookie": "a=b" };
      response.writeHead(307, headers).end();
    } else if (order === "2") {
      const headers = { "content-type": "text/html", "set-cookie": "a=b", "x-other": "1" };
      response.writeHead(403, headers).end("<script>1</script>");
    } else if (order === "3") {
      response.writeHead(200, { "content-type": "application/json" }).end("x".repeat(2 ** 20 + 1));
    } else request.socket.destroy();
  });
  const port = await listen(upstream);
  const url = `http://127.0.0.1:${port}`;
  // Without two-person approval the gateway sends no reads of its own.
  const variables = { TWO_PERSON: "null" };
  const other = await startLocal({ key: CANARY, upstream: url, variables });
  try {
    for (const [order, status, type] of [
      [1, 502, "application/problem+json"],
      [2, 403, "text/plain; charset=utf-8"],
      [3, 502, "application/problem+json"],
      [4, 502, "application/problem+json"],
    ]) {
      const response = await fetch(
        `${other.consoleUrl}/services/v2/order/certificate/${order}/revoke`,
        { method: "PUT", headers: OWN, body: "{}", redirect: "manual" },
      );
      assert.equal(response.status, status, `order ${order}`);
      assert.equal(response.headers.get("content-type"), type);
      for (const name of ["set-cookie", "location", "x-other"])
        assert.equal(response.headers.get(name), null);
      assert.ok(!(await response.text()).includes(CANARY));
    }
  } finally {
    await other.close();
    closeServer(upstream);
  }
});

test("a misconfigured gateway refuses calls and shows no setting", async () => {
  for (const settings of [
    { key: "" },
    { key: CANARY, upstream: "http://ca.example/services/v2" },
    { key: CANARY, upstream: "https://user:hidden@ca.example/services/v2" },
    { key: `${CANARY}\n` },
  ]) {
    const other = await startLocal(settings);
    const response = await fetch(`${other.consoleUrl}/services/v2/order/certificate/1`);
    const text = await response.text();
    await other.close();
    assert.equal(response.status, 403);
    assert.match(text, /access_denied\|gateway_set_up/);
    assert.ok(!text.includes(CANARY) && !text.includes("hidden") && !text.includes("example"));
  }
});
