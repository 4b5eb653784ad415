// The matrix of who may do what, cell by cell: who × endpoint × field × site against the app in this process, faults of
// tokens against workerd. What passes is sent once and with the gateway's own key; what does not, is not sent at all.

import assert from "node:assert/strict";
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
import { cells, LISTED, ORDER, PEOPLE } from "./matrix.js";

const KEY = "canary-key-Zq81xT5";
const BASE = "https://ca.example/services/v2";
const told = { passed: 0, refused: 0 };
after(() => {
  const all = told.passed + told.refused;
  assert.ok(all >= 500);
  console.log(`${all} cells, ${told.passed} passed through, ${told.refused} refused as expected`);
});

/** Status and code of a refusal, whose form is always the same. @param {Response} answer */
async function refusalIn(answer) {
  assert.equal(answer.headers.get("content-type"), "application/problem+json");
  const text = await answer.text();
  assert.ok(!text.includes(KEY) && !text.includes("canary"));
  const { type, title, status, detail, errors } = JSON.parse(text);
  assert.deepEqual([type, status], ["about:blank", answer.status]);
  assert.ok(title.length > 0 && detail.includes(errors[0].message));
  return `${status} ${errors[0].code}`;
}

test("who × endpoint × field × site: only what the matrix lists passes", async () => {
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
    const answer = await worker.request(url, init, env);
    if (expected === "passes") {
      assert.ok(answer.ok, `${title}: ${answer.status} ${await answer.text()}`);
      assert.deepEqual(sent, sends ? [init.method] : [], title);
      told.passed += 1;
      continue;
    }
    const refusal = await refusalIn(answer);
    assert.ok(
      refusal === expected ||
        refusal.startsWith(`${expected}|`) ||
        refusal === `${expected}_format`,
      `${title}: ${refusal}, not ${expected}`,
    );
    assert.deepEqual(sent, [], title);
    told.refused += 1;
  }
});

const access = await newAccess();
const tokens = await tokensOf(access, "ada@example.com");
/** @type {Awaited<ReturnType<typeof startLocal>>} */
let local;
/** What the gateway asked the network for. @type {string[]} */
let asked = [];
before(async () => {
  local = await startLocal({
    key: KEY,
    upstream: BASE,
    people: null,
    variables: {
      // One person is enough: for two, the gateway reads before it sends.
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
      asked.push(`${method} ${url}`);
      if (url === CERTS) return Response.json({ keys: [access.current.jwk, access.previous.jwk] });
      assert.equal(headers.get("x-dc-devkey"), KEY);
      return method === "GET" ? Response.json({}) : new Response(null, { status: 204 });
    },
  });
});
after(() => local?.close());

test("faults of tokens × endpoint, on workerd: only a token that holds in every point passes", async () => {
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
        asked = [];
        const init = { method, headers: { ...headers, ...proof }, ...(body ? { body } : {}) };
        const answer = await fetch(local.consoleUrl + path, init);
        const title = `${what}: ${method} ${path}`;
        const reached = asked.filter((call) => call !== `GET ${CERTS}`);
        if (kind === "good") {
          assert.ok(answer.ok, `${title}: ${answer.status} ${await answer.text()}`);
          const sends = path.startsWith("/services");
          assert.deepEqual(reached, sends ? [`${method} ${BASE}${path.slice(12)}`] : []);
          told.passed += 1;
        } else {
          const refusal = await refusalIn(answer);
          assert.match(
            refusal,
            /^401 access_denied\|(not_signed_in|token_refused|token_expired)$/,
            title,
          );
          assert.deepEqual(reached, [], title);
          told.refused += 1;
        }
        assert.equal(answer.headers.get("set-cookie"), null);
      }
    }
  }
});

test("roles by claims × endpoint, on workerd", async () => {
  const address = (/** @type {string} */ email, more = {}) => ({ ...claimsOf(email), ...more });
  const service = (/** @type {string} */ name) =>
    address("", { email: undefined, sub: "", common_name: name });
  /** Each with what they may do. @type {Array<[Record<string, unknown>, string]>} */
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
    for (const [takes, method, path, body] of calls) {
      asked = [];
      const headers = { "content-type": "application/json", "x-dc-devkey": "any", [HEADER]: token };
      const answer = await fetch(local.consoleUrl + path, {
        method,
        headers,
        ...(body ? { body } : {}),
      });
      const passes = can.split(" ").includes(takes);
      assert.equal(answer.status < 400, passes, `${claims.email} ${method} ${path} ${body}`);
      if (!passes) {
        assert.match(await refusalIn(answer), /^403 access_denied\|(role|skip_approval)$/);
        assert.deepEqual(asked, []);
      }
      told[passes ? "passed" : "refused"] += 1;
    }
  }
});
