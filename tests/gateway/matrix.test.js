// The permission matrix, cell by cell: person × endpoint × field × site against the app in this process, invalid tokens against
// workerd. A cell that passes is sent once with the gateway's own key; a refused cell is not sent.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import worker from "../../www/gateway/app.js";
import { startLocal } from "../../www/gateway/local/local.js";
import {
  AUDIENCE,
  CERTS,
  claimsOf,
  HEADER,
  newAccess,
  signed,
  TEAM,
  tokensOf,
} from "../support/access-tokens.js";
import { withAccount } from "../support/gateway-account.js";
import { described } from "../support/openapi.js";
import { PAGE, pageOf, routes } from "./access-table.js";
import { cells, LISTED, ORDER, PEOPLE } from "./matrix.js";

const KEY = "canary-key-Zq81xT5";
const BASE = "https://ca.example/services/v2";
const counts = { passed: 0, refused: 0 };
after(() => {
  const all = counts.passed + counts.refused;
  assert.ok(all >= 500);
  console.log(
    `${all} cells, ${counts.passed} passed through, ${counts.refused} refused as expected`,
  );
});

test("the page of the matrix is current and has every route", () => {
  assert.equal(readFileSync(PAGE, "utf8"), pageOf(), "run: npm run access-matrix -- --write");
  const inMatrix = new Set(routes());
  for (const { method, template } of described)
    assert.ok(inMatrix.has(`${method} ${template}`), `${method} ${template} is not in the matrix`);
});

/** Status and code of a refusal, which is always problem details. @param {Response} response */
async function refusalIn(response) {
  assert.equal(response.headers.get("content-type"), "application/problem+json");
  const text = await response.text();
  assert.ok(!text.includes(KEY) && !text.includes("canary"));
  const { type, title, status, detail, errors } = JSON.parse(text);
  assert.deepEqual([type, status], ["about:blank", response.status]);
  assert.ok(title.length > 0 && detail.includes(errors[0].message));
  return `${status} ${errors[0].code}`;
}

test("only listed person × endpoint × field × site cells pass", async () => {
  /** @type {string[]} */
  let sent = [];
  const CERTCENTRAL = {
    fetch: async (/** @type {string} */ url, /** @type {any} */ { method, headers }) => {
      assert.ok(url.startsWith(BASE));
      assert.equal(headers["X-DC-DEVKEY"], KEY);
      sent.push(method);
      return method === "GET" ? Response.json({}) : new Response(null, { status: 204 });
    },
  };
  const people = Object.entries(PEOPLE).flatMap(([id, { roles }]) =>
    roles ? [{ id, roles }] : [],
  );
  const env = withAccount({
    CERTCENTRAL,
    CERTCENTRAL_BASE_URL: BASE,
    DIGICERT_API_KEY: KEY,
    DEVELOPMENT_IDENTITY: JSON.stringify(people),
    ORIGINS: JSON.stringify([LISTED]),
    ASSETS: { fetch: () => assert.fail("no page is below these paths") },
  });
  for (const { title, url, init, expected, sends } of cells()) {
    sent = [];
    const response = await worker.request(url, init, env);
    if (expected === "passes") {
      assert.ok(response.ok, `${title}: ${response.status} ${await response.text()}`);
      assert.deepEqual(sent, sends ? [init.method] : [], title);
      counts.passed += 1;
      continue;
    }
    const refusal = await refusalIn(response);
    assert.ok(
      refusal === expected ||
        refusal.startsWith(`${expected}|`) ||
        refusal === `${expected}_format`,
      `${title}: ${refusal}, not ${expected}`,
    );
    assert.deepEqual(sent, [], title);
    counts.refused += 1;
  }
});

const access = await newAccess();
const tokens = await tokensOf(access, "ada@example.com");
/** @type {Awaited<ReturnType<typeof startLocal>>} */
let local;
/** The gateway's outgoing requests. @type {string[]} */
let outgoing = [];
before(async () => {
  local = await startLocal({
    key: KEY,
    upstream: BASE,
    people: null,
    variables: {
      // Without two-person approval the gateway sends no reads of its own.
      TWO_PERSON: "null",
      ACCESS_TEAM_DOMAIN: TEAM,
      ACCESS_AUD: AUDIENCE,
      ROLES: JSON.stringify({
        viewer: [{ claim: "common_name", is: "monitor.access" }],
        submitter: [{ claim: "email", is: "sam@example.com" }],
        approver: [{ claim: "groups", has: "pki" }],
        admin: [{ claim: "email", is: "ada@example.com" }],
      }),
    },
    outbound: async ({ url, method, headers }) => {
      const { Response } = await import("miniflare");
      outgoing.push(`${method} ${url}`);
      if (url === CERTS) return Response.json({ keys: [access.current.jwk, access.previous.jwk] });
      assert.equal(headers.get("x-dc-devkey"), KEY);
      // The gateway reads a request before it decides about it.
      const request = { id: 7, type: "revoke", status: "pending", order: { id: Number(ORDER) } };
      if (method !== "GET") return new Response(null, { status: 204 });
      return Response.json(url.endsWith("/request/7") ? request : {});
    },
  });
});
after(() => local?.close());

test("only a fully valid token passes at any endpoint on workerd", async () => {
  const change = { "content-type": "application/json", "x-certcentral-console": "1" };
  const calls = /** @type {const} */ ([
    ["GET", `/services/v2/order/certificate/${ORDER}`, {}, undefined],
    ["PUT", `/services/v2/order/certificate/${ORDER}/revoke`, change, '{"skip_approval":true}'],
    ["PUT", "/services/v2/request/7/status", change, '{"status":"approved"}'],
    ["GET", "/console/me", {}, undefined],
    ["GET", "/console/audit-log", {}, undefined],
  ]);
  for (const [kind, all] of Object.entries(tokens)) {
    for (const [what, proof] of Object.entries(all)) {
      for (const [method, path, headers, body] of calls) {
        outgoing = [];
        const init = { method, headers: { ...headers, ...proof }, ...(body ? { body } : {}) };
        const response = await fetch(local.consoleUrl + path, init);
        const title = `${what}: ${method} ${path}`;
        const reached = outgoing.filter((call) => call !== `GET ${CERTS}`);
        if (kind === "good") {
          assert.ok(response.ok, `${title}: ${response.status} ${await response.text()}`);
          const reads = path.endsWith("/status") ? [`GET ${BASE}/request/7`] : [];
          const sends = path.startsWith("/services") ? [`${method} ${BASE}${path.slice(12)}`] : [];
          assert.deepEqual(reached, [...reads, ...sends]);
          counts.passed += 1;
        } else {
          const refusal = await refusalIn(response);
          assert.match(
            refusal,
            /^401 access_denied\|(not_signed_in|token_refused|token_expired)$/,
            title,
          );
          assert.deepEqual(reached, [], title);
          counts.refused += 1;
        }
        assert.equal(response.headers.get("set-cookie"), null);
      }
    }
  }
});

test("roles from claims apply at every endpoint on workerd", async () => {
  const address = (/** @type {string} */ email, more = {}) => ({ ...claimsOf(email), ...more });
  const service = (/** @type {string} */ name) =>
    address("", { email: undefined, sub: "", common_name: name });
  /** Claims and their permissions. @type {Array<[Record<string, unknown>, string]>} */
  const people = [
    [address("ada@example.com"), "see submit skip decide oversee"],
    [address("Sam@Example.com"), "see submit"],
    [address("alex@example.com", { custom: { groups: ["staff", "pki"] } }), "see decide"],
    [address("sam@example.com", { custom: { groups: ["pki"] } }), "see submit decide"],
    [service("monitor.access"), "see"],
    [service("ada@example.com"), ""],
    [address("ada@example.com.evil.example"), ""],
    [address("eve@example.com", { custom: { email: "ada@example.com", groups: "pki" } }), ""],
  ];
  const calls = /** @type {const} */ ([
    ["see", "GET", `/services/v2/order/certificate/${ORDER}`, undefined],
    ["submit", "PUT", `/services/v2/order/certificate/${ORDER}/revoke`, "{}"],
    ["skip", "PUT", `/services/v2/order/certificate/${ORDER}/revoke`, '{"skip_approval":true}'],
    ["decide", "PUT", "/services/v2/request/7/status", '{"status":"rejected"}'],
    ["oversee", "GET", "/console/audit-log", undefined],
  ]);
  for (const [claims, can] of people) {
    const token = await signed(access.previous, claims);
    for (const [needs, method, path, body] of calls) {
      outgoing = [];
      const headers = { "content-type": "application/json", "x-dc-devkey": "any", [HEADER]: token };
      const response = await fetch(local.consoleUrl + path, {
        method,
        headers,
        ...(body ? { body } : {}),
      });
      const passes = can.split(" ").includes(needs);
      assert.equal(response.status < 400, passes, `${claims.email} ${method} ${path} ${body}`);
      if (!passes) {
        assert.match(await refusalIn(response), /^403 access_denied\|(role|skip_approval)$/);
        assert.deepEqual(outgoing, []);
      }
      counts[passes ? "passed" : "refused"] += 1;
    }
  }
});
