// The audit log of an account on workerd: every decision with its actor, filters and pages, and an export that verifies.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { verifyLog } from "../../pkg/verify/verify.js";
import { CANARY } from "../support/client.js";
import { CertCentral, startGateway } from "../support/gateway-people.js";
import { startWorker } from "../support/workerd.js";

const SKIP = { skip_approval: true, comment: `for ${CANARY}` };

/** @param {any} entry */
const line = ({ action, actor, target, answer, proof }) =>
  [action, actor.id, target.order ?? target.request, answer?.outcome, proof]
    .filter((word) => word !== undefined)
    .join(" ");

test("the audit log has every request, approval and refusal", async () => {
  const certcentral = await new CertCentral().start();
  certcentral.order(7, 2);
  certcentral.order(9, 2);
  const rules = { TWO_PERSON: { certificates: 1, expiresMinutes: 0.1 } };
  const { as } = await startGateway(certcentral, rules);
  const { json } = await as("ada").revoke(7, SKIP);
  const id = String(json.id);
  await as("ada").approve(id);
  await as("alex").approve(id);
  const other = await as("sam").revoke(9, SKIP);
  await as("ada").hold(9, "not yet");
  await as("alex").approve(other.json.id);
  await as("ada").lift(9, "now");
  await as("alex").reject(other.json.id);
  const third = await as("sam").revoke(9, SKIP);
  certcentral.order(9, 3);
  await as("alex").approve(third.json.id);
  await as("sam").revoke(9, SKIP);
  let text = await as("ada").export();
  while (!text.includes("proposal-expired")) text = await as("ada").export();
  const entries = text
    .trim()
    .split("\n")
    .map((each) => JSON.parse(each))
    .slice(0, -1);
  const decisions = entries.filter(({ target }) => target);
  assert.deepEqual(decisions.map(line), [
    "revoke-order ada 7",
    "revoke-order-answer ada 7 proposed",
    "decide-request ada 7",
    "decide-request-answer ada 7 same-person",
    "decide-request alex 7",
    "revoke-order alex 7",
    "revoke-order-answer alex 7 revoked accepted",
    "decide-request-answer alex 7 approved-revoked accepted",
    "revoke-order sam 9",
    "revoke-order-answer sam 9 proposed",
    "hold-set ada 9",
    "decide-request alex 9",
    "decide-request-answer alex 9 hold",
    "hold-lifted ada 9",
    "decide-request alex 9",
    "decide-request-answer alex 9 rejected",
    "revoke-order sam 9",
    "revoke-order-answer sam 9 proposed",
    "decide-request alex 9",
    "proposal-void gateway 9",
    "decide-request-answer alex 9 changed",
    "revoke-order sam 9",
    "revoke-order-answer sam 9 proposed",
    "proposal-expired gateway 9",
  ]);
  assert.ok(
    decisions.every(
      ({ action, actor }) => action.startsWith("proposal-") || actor.how === "development",
    ),
  );
  const [, proposed, , , , sent] = decisions;
  assert.equal(proposed.details.request, id);
  assert.equal(sent.details.hash, proposed.details.hash);
  assert.deepEqual([sent.details.proposedBy, sent.target], ["ada", { request: id, order: "7" }]);
  assert.equal(typeof sent.origin, "object");
  assert.ok(!text.includes(CANARY));
  const result = await verifyLog([Buffer.from(text)]);
  assert.equal(result.ok && result.count, entries.length);
  const forged = text.replace('"proposedBy":"ada"', '"proposedBy":"sam"');
  assert.equal((await verifyLog([Buffer.from(forged)])).ok, false);
});

test("filters and pages return entries, newest first", async () => {
  const certcentral = await new CertCentral().start();
  certcentral.requests.set("70001", { order: "9", type: "revoke" });
  const { as } = await startGateway(certcentral, { TWO_PERSON: null });
  for (const order of [1, 2, 3]) await as("ada").revoke(order, SKIP);
  await as("sam").revokeCertificate("1234567890", SKIP);
  await as("alex").reject(70_001);
  const found = async (/** @type {string} */ query) => {
    const { status, json } = await as("ada").record(query);
    assert.equal(status, 200, query);
    return json.entries.filter((/** @type {any} */ { target }) => target).map(line);
  };
  const all = await found("");
  assert.equal(all.length, 10);
  assert.equal(all[0], "decide-request-answer alex 9 decided accepted");
  assert.deepEqual(await found("?actor=alex"), all.slice(0, 2));
  assert.deepEqual(await found("?certificate=1234567890"), all.slice(2, 4));
  assert.deepEqual(await found("?request=70001&action=decide-request"), all.slice(1, 2));
  assert.deepEqual(await found("?order=2"), all.slice(6, 8));
  assert.deepEqual(await found(`?to=${Date.now() - 3_600_000}`), []);
  assert.deepEqual(await found(`?from=${Date.now() - 3_600_000}&actor=ada`), all.slice(4));
  assert.deepEqual(await found("?actor=unknown"), []);
  const pages = [];
  let query = "?limit=4";
  for (;;) {
    const { json } = await as("ada").record(query);
    pages.push(json.entries);
    if (json.next === undefined) break;
    query = `?limit=4&before=${json.next}`;
  }
  assert.deepEqual(
    pages.map(({ length }) => length),
    [4, 4, 4],
  );
  assert.deepEqual(
    pages
      .flat()
      .filter(({ target }) => target)
      .map(line),
    all,
  );
  const whole = await as("ada").record("?limit=12");
  assert.equal(whole.json.next, undefined, "the last page has no next");
});

test("an invalid query parameter is named", async () => {
  const certcentral = await new CertCentral().start();
  const { as } = await startGateway(certcentral);
  for (const [query, field] of /** @type {const} */ ([
    ["?who=ada", "who"],
    ["?limit=0", "limit"],
    ["?limit=201", "limit"],
    ["?limit=1e2", "limit"],
    ["?before=-1", "before"],
    ["?from=2026-01-01", "from"],
    ["?actor=", "actor"],
    ["?order=1&order=2", "order"],
    ["?__proto__=1", "__proto__"],
  ])) {
    const { status, code } = await as("ada").record(query);
    assert.deepEqual([status, code], [400, `bad_request|${field}`], query);
  }
});

test("a denial outside the account is an entry without secrets", async () => {
  const contents = `
    import { recordDenial, requestWriteAccount } from "./upstream/account-client.js";
    export { Account } from "./account/account.js";
    export default {
      async fetch(request, env) {
        const actor = { kind: "person", id: "ada", how: "access", roles: ["admin"] };
        const caller = { actor, origin: {}, idempotencyKey: null };
        if (request.method === "GET") return requestWriteAccount(env, "/audit-log/export", { caller });
        await recordDenial(env, await request.json());
        return new Response(null, { status: 204 });
      },
    };`;
  const resolveDir = fileURLToPath(new URL("../../www/gateway", import.meta.url));
  const worker = await startWorker(
    { stdin: { contents, resolveDir } },
    {
      bindings: { DIGICERT_API_KEY: CANARY },
      durableObjects: { ACCOUNT: { className: "Account", useSQLite: true } },
    },
  );
  const actor = { id: "eve", how: "anonymous" };
  const denial = { actor, rule: "role", action: "GET /x", details: { token: CANARY } };
  const url = "http://gateway.invalid/";
  assert.equal(
    (await worker.dispatchFetch(url, { method: "POST", body: JSON.stringify(denial) })).status,
    204,
  );
  const text = await (await worker.dispatchFetch(url)).text();
  await worker.dispose();
  assert.match(text, /"actor":\{"id":"eve","how":"anonymous"\},"action":"denied"/);
  assert.ok(!text.includes(CANARY));
  assert.equal((await verifyLog([Buffer.from(text)])).ok, true);
});
