// The gateway on workerd: what passes, what does not, and that the key stays with it.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { PEOPLE, startLocal } from "../../www/gateway/local/local.js";
import { ORDERS } from "../../www/sandbox/seed.js";

const CANARY = "canary-key-Zq81xT5";
const OWN = { "content-type": "application/json", "x-certcentral-console": "1" };

/** @type {Awaited<ReturnType<typeof startLocal>>} */
let local;
before(async () => {
  local = await startLocal({ key: CANARY, settings: { keys: { [CANARY]: "admin" } } });
});
after(() => local?.close());

/** @param {string} path @param {RequestInit} [init] */
async function ask(path, init) {
  const answer = await fetch(local.consoleUrl + path, { redirect: "manual", ...init });
  const text = await answer.text();
  assert.ok(
    !text.includes(CANARY) && !JSON.stringify([...answer.headers]).includes(CANARY),
    "the key stays inside",
  );
  return { status: answer.status, text, headers: answer.headers };
}

const REVOKE = `/services/v2/order/certificate/${ORDERS.issued}/revoke`;

test("only the paths of the console exist", async () => {
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
    const answer = await ask(path, { method, headers: OWN });
    assert.equal(answer.status, 404, `${method} ${path}`);
    assert.match(answer.text, /not_found\|route/);
  }
});

test("a change from another site does not pass", async () => {
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
    // An empty field name is refused by the rules, so that a cell that passes changes nothing.
    const { status } = await send(headers, '{"nothing":1}');
    assert.equal(status, passes ? 400 : 403, JSON.stringify({ type, own, site, from }));
  }
});

/** As `fetch`, which does not let everything be set, would. @param {Record<string, string>} headers @param {string} body */
async function send(headers, body) {
  const { request } = await import("node:http");
  return new Promise((resolve, reject) => {
    const call = request(local.consoleUrl + REVOKE, { method: "PUT", headers }, (answer) => {
      answer.resume();
      answer.on("end", () => resolve({ status: answer.statusCode }));
    });
    call.on("error", reject);
    call.end(body);
  });
}

test("a revoke is read by the rules and built anew", async () => {
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
    const answer = await ask(REVOKE, { method: "PUT", headers: OWN, body: String(body) });
    assert.equal(answer.status, 400, body);
    assert.equal(JSON.parse(answer.text).errors[0].code, code);
  }
  const invalid = { method: "PUT", headers: OWN, body: Uint8Array.of(0x22, 0xff, 0x22) };
  assert.equal((await ask(REVOKE, invalid)).status, 400);
  const tooLong = JSON.stringify({ comment: "x".repeat(64 * 1024) });
  assert.equal((await ask(REVOKE, { method: "PUT", headers: OWN, body: tooLong })).status, 413);
  const answer = await ask(REVOKE, { method: "PUT", headers: OWN, body: '{"comments":"INC-1"}' });
  assert.equal(answer.status, 201);
  assert.equal(JSON.parse(answer.text).comments, "INC-1");
});

test("every answer carries the policy of a strict page", async () => {
  for (const path of ["/", "/console/config", "/services/v2/nothing", "/missing.js"]) {
    const { headers } = await ask(path);
    const policy = headers.get("content-security-policy") ?? "";
    assert.match(policy, /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/);
    assert.match(policy, /frame-ancestors 'none'; require-trusted-types-for 'script'$/);
    assert.ok(!policy.includes("unsafe-inline") && !policy.includes("*"));
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.equal(headers.get("referrer-policy"), "no-referrer");
    assert.equal(headers.get("cross-origin-opener-policy"), "same-origin");
    assert.equal(headers.get("cross-origin-resource-policy"), "same-origin");
    assert.match(headers.get("strict-transport-security") ?? "", /max-age=\d{8}/);
    assert.equal(headers.get("access-control-allow-origin"), null);
    assert.equal(headers.get("cache-control"), "no-store");
  }
});

test("the page learns which CertCentral it is and whom one can be here, and nothing else", async () => {
  const identities = PEOPLE.map(({ id, name }) => ({ id, name }));
  assert.deepEqual(JSON.parse((await ask("/console/config")).text), {
    environment: "sandbox",
    identities,
  });
});

test("a redirect, a page, too much and a broken line are never passed on as an answer", async () => {
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
  await new Promise((resolve) => upstream.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (upstream.address());
  const url = `http://127.0.0.1:${port}`;
  // One person is enough, so that nothing is read before.
  const variables = { TWO_PERSON: "null" };
  const other = await startLocal({ key: CANARY, upstream: url, variables });
  try {
    for (const [order, status, type] of [
      [1, 502, "application/problem+json"],
      [2, 403, "text/plain; charset=utf-8"],
      [3, 502, "application/problem+json"],
      [4, 502, "application/problem+json"],
    ]) {
      const answer = await fetch(
        `${other.consoleUrl}/services/v2/order/certificate/${order}/revoke`,
        { method: "PUT", headers: OWN, body: "{}", redirect: "manual" },
      );
      assert.equal(answer.status, status, `order ${order}`);
      assert.equal(answer.headers.get("content-type"), type);
      for (const name of ["set-cookie", "location", "x-other"])
        assert.equal(answer.headers.get(name), null);
      assert.ok(!(await answer.text()).includes(CANARY));
    }
  } finally {
    await other.close();
    upstream.closeAllConnections();
    upstream.close();
  }
});

test("a gateway that is not set up right refuses, and shows no setting", async () => {
  for (const settings of [
    { key: "" },
    { key: CANARY, upstream: "http://ca.example/services/v2" },
    { key: CANARY, upstream: "https://user:hidden@ca.example/services/v2" },
    { key: `${CANARY}\n` },
  ]) {
    const other = await startLocal(settings);
    const answer = await fetch(`${other.consoleUrl}/services/v2/order/certificate/1`);
    const text = await answer.text();
    await other.close();
    assert.equal(answer.status, 403);
    assert.match(text, /access_denied\|gateway_set_up/);
    assert.ok(!text.includes(CANARY) && !text.includes("hidden") && !text.includes("example"));
  }
});
