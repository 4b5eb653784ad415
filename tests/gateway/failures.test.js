// Unexpected errors: in the app and in the account they become problem details, which say nothing about the error.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Hono } from "hono";
import { accountRoutes } from "../../www/gateway/account/routes.js";
import { CANARY } from "../support/client.js";
import { gatewayInProcess, PAGE, REVOKE } from "../support/gateway-account.js";

/** @param {Response} response */
async function assertFailure(response) {
  assert.equal(response.status, 500);
  assert.equal(response.headers.get("content-type"), "application/problem+json");
  const text = await response.text();
  assert.ok(!text.includes(CANARY) && !text.includes("disk"), text);
  const { status, errors } = JSON.parse(text);
  assert.deepEqual([status, errors.length, errors[0].code], [500, 1, "gateway_error"]);
  assert.match(
    errors[0].message,
    /its outcome is unknown: read the target before you send it again/,
  );
}

const fail = () => {
  throw new Error(`the disk is full ${CANARY}`);
};

test("an error in the account is a problem, not plain text", async () => {
  const routes = accountRoutes(
    /** @type {any} */ ({
      respond: fail,
      idempotent: (/** @type {any} */ _, /** @type {() => Promise<void>} */ next) => next(),
      auditLog: { append: async () => fail() },
      holds: { listStored: fail },
      holdChanges: { set: fail },
      twoPerson: { proposals: { list: fail }, get: fail },
      jobs: { store: { list: fail, get: fail } },
      webhooks: { routes: new Hono() },
    }),
  );
  const post = { method: "POST", body: JSON.stringify({ caller: { actor: {} }, reason: "x" }) };
  for (const [path, init] of /** @type {Array<[string, RequestInit]>} */ ([
    ["/call", post],
    ["/holds", {}],
    ["/holds/7/set", post],
    ["/jobs/list", post],
    ["/proposals", post],
    ["/jobs/1", {}],
  ]))
    await assertFailure(await routes.request(`https://account${path}`, init));
});

test("an account that does not respond is a problem", async () => {
  const { env, call } = gatewayInProcess();
  env.ACCOUNT.get = () => ({ fetch: async () => fail() });
  for (const [url, init] of /** @type {Array<[string, RequestInit]>} */ ([
    [REVOKE, { method: "PUT", headers: PAGE, body: "{}" }],
    ["http://localhost/console/holds", {}],
    ["http://localhost/services/v2/user/me", {}],
  ]))
    await assertFailure((await call(url, init)).response);
});
