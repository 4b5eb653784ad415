// Two-person approval on workerd: proposals, approvals and voided proposals, with exactly one PUT to DigiCert or none.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { CertCentral as Client } from "certcentral-revoke";
import { CertCentral, startGateway } from "../support/gateway-people.js";

const RULES = { TWO_PERSON: { certificates: 2, always: ["keyCompromise"] } };
const BODY = { revocation_reason: "superseded", comment: "INC-4711", skip_approval: true };
const PUT = "/order/certificate/7/revoke";

/** Order 7 needs two people, order 8 does not. @param {object} [rules] @param {object} [options] */
async function start(rules = RULES, options = {}) {
  const certcentral = await new CertCentral().start();
  certcentral.order(7, 3);
  certcentral.order(8, 2);
  return { certcentral, ...(await startGateway(certcentral, { ...rules }, options)) };
}

test("over the limit a request waits until another person approves", async () => {
  const { certcentral, as } = await start();
  const made = await as("ada").revoke(7, BODY);
  assert.equal(made.status, 201);
  const { id, date, requester, ...rest } = made.json;
  assert.equal(id, 9_000_000_000_000_001);
  assert.match(date, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/);
  assert.deepEqual(rest, { type: "revoke", status: "pending", comments: "INC-4711" });
  assert.ok(Number.isSafeInteger(requester.id) && requester.id > 9e15);
  assert.deepEqual(certcentral.puts, []);
  const [waiting] = await as("alex").proposals();
  const { hash, time, expires, ...shown } = waiting;
  assert.equal((await as("alex").proposal(id)).hash, hash);
  assert.deepEqual(shown, {
    id: String(id),
    kind: "order",
    target: { order: "7" },
    orders: 1,
    certificates: 3,
    isWhole: true,
    byReason: { superseded: 1 },
    reason: "superseded",
    comment: "INC-4711",
    skipApproval: true,
    deadline: null,
    breakGlass: false,
    demand: "certificates",
    by: "ada",
    status: "pending",
    approvals: 0,
    required: 1,
  });
  assert.match(hash, /^[0-9a-f]{64}$/);
  assert.equal(expires - time < 3_600_100 && expires - time > 3_590_000, true);
  assert.equal((await as("alex").approve(id)).status, 204);
  assert.deepEqual(certcentral.puts, [PUT]);
  assert.deepEqual(JSON.parse(certcentral.calls.at(-1)?.body ?? ""), BODY);
  const [approved] = await as("alex").proposals();
  assert.deepEqual(
    [approved.status, approved.decidedBy, approved.outcome, approved.hash],
    ["approved", "alex", "revoked", hash],
  );
  assert.equal((await as("sam").request(id)).json.status, "approved");
});

test("one person is enough up to the limit, except for a reason", async () => {
  const { certcentral, as } = await start();
  assert.equal((await as("ada").revoke(8, BODY)).status, 204);
  assert.equal(certcentral.puts.length, 1);
  const compromised = { ...BODY, revocation_reason: "keyCompromise" };
  const order = await as("ada").revoke(8, compromised);
  const certificate = await as("ada").revokeCertificate("80001", compromised);
  assert.ok(order.json.id > 9e15 && certificate.json.id > 9e15);
  assert.equal(certcentral.puts.length, 1);
  const [{ kind, target, orders, certificates }] = await as("alex").proposals();
  assert.deepEqual(
    { kind, target, orders, certificates },
    { kind: "certificate", target: { certificate: "80001" }, orders: 0, certificates: 1 },
  );
  assert.equal((await as("alex").approve(certificate.json.id)).status, 204);
  assert.equal(certcentral.puts.at(-1), "/certificate/80001/revoke");
});

test("a requester cannot approve, but can withdraw", async () => {
  const { certcentral, as } = await start();
  const { json } = await as("ada").revoke(7, BODY);
  const own = await as("ada").approve(json.id, "page-0001");
  assert.deepEqual([own.status, own.code], [403, "access_denied|same_person"]);
  assert.equal((await as("ada").reject(json.id, "a mistake")).status, 204);
  const late = await as("alex").approve(json.id);
  assert.deepEqual([late.status, late.code], [409, "conflict|decided"]);
  assert.deepEqual(certcentral.puts, []);
  const { status, processor_comment } = (await as("sam").request(json.id)).json;
  assert.deepEqual([status, processor_comment], ["rejected", "a mistake"]);
  assert.equal((await as("ada").proposal(json.id)).status, "withdrawn");
});

test("a changed set of certificates voids a proposal", async () => {
  const { certcentral, as } = await start();
  const { json } = await as("ada").revoke(7, BODY);
  // The same number of certificates, one of them another.
  certcentral.orders.set("7", ["70000", "70001", "79999"]);
  const changed = await as("alex").approve(json.id);
  assert.deepEqual([changed.status, changed.code], [409, "conflict|changed"]);
  certcentral.order(7, 3);
  assert.equal(
    (await as("alex").approve(json.id)).code,
    "conflict|decided",
    "a voided proposal stays void",
  );
  assert.deepEqual(certcentral.puts, []);
  assert.equal((await as("alex").proposals())[0].status, "void");
  const second = await as("ada").revoke(7, BODY);
  // The order of the ids is not significant.
  certcentral.orders.set("7", ["70000", "70002", "70001"]);
  assert.equal((await as("alex").approve(second.json.id)).status, 204);
  assert.deepEqual(certcentral.puts, [PUT]);
});

test("a proposal expires, also over a restart; a new one works", async () => {
  const persist = mkdtempSync(join(tmpdir(), "account-"));
  const rules = { TWO_PERSON: { certificates: 2, expiresMinutes: 0.02 } };
  const { certcentral, as, close } = await start(rules, { persist });
  const { json } = await as("ada").revoke(7, BODY);
  const [{ expires }] = await as("alex").proposals();
  await close();
  while (Date.now() < expires) await new Promise((resolve) => setTimeout(resolve, 50));
  const again = await startGateway(certcentral, RULES, { persist });
  const late = await again.as("alex").approve(json.id);
  assert.deepEqual([late.status, late.code], [409, "conflict|expired"]);
  assert.equal((await again.as("alex").proposals())[0].status, "expired");
  const { status, processor_comment } = (await again.as("sam").request(json.id)).json;
  assert.deepEqual([status, processor_comment], ["rejected", "It was not approved in time."]);
  assert.deepEqual(certcentral.puts, []);
  const second = await again.as("ada").revoke(7, BODY);
  assert.equal(second.json.id, json.id + 1);
  await again.close();
  rmSync(persist, { recursive: true });
});

test("a repeated key gets the same response for the same body", async () => {
  const { certcentral, as } = await start();
  const made = await as("ada").revoke(7, BODY, "page-0001");
  const again = await as("ada").revoke(7, BODY, "page-0001");
  assert.deepEqual([again.status, again.text], [201, made.text]);
  assert.equal((await as("ada").revoke(7, {}, "page-0001")).status, 422);
  assert.equal((await as("sam").revoke(7, BODY, "page-0001")).status, 422);
  const sameWithout = await as("ada").revoke(7, BODY);
  assert.equal(sameWithout.json.id, made.json.id, "the pending proposal");
  const other = await as("sam").revoke(7, { revocation_reason: "unspecified" });
  assert.deepEqual([other.status, other.code], [409, "conflict|waits"]);
  assert.equal((await as("ada").proposals()).length, 1);
  assert.deepEqual(certcentral.puts, []);
  const { id } = made.json;
  for (const _ of [1, 2]) assert.equal((await as("alex").approve(id, "page-0002")).status, 204);
  assert.equal((await as("alex").approve(id)).code, "conflict|decided");
  assert.deepEqual(certcentral.puts, [PUT]);
});

test("a hold refuses an approval, which stays pending", async () => {
  const { certcentral, as } = await start();
  const { json } = await as("sam").revoke(7, BODY);
  await as("ada").hold(7, "not yet");
  assert.equal((await as("alex").approve(json.id)).code, "access_denied|hold");
  const { status, approvals } = await as("alex").proposal(json.id);
  assert.deepEqual([status, approvals], ["pending", 0]);
  await as("ada").lift(7, "now");
  assert.equal((await as("alex").approve(json.id)).status, 204);
  assert.deepEqual(certcentral.puts, [PUT]);
});

test("an uncounted set needs two people; an unread one is not sent", async () => {
  const { certcentral, as } = await start();
  const down = (/** @type {{ method: string }} */ { method }) =>
    /** @type {[number, unknown] | undefined} */ (method === "GET" ? [503, {}] : undefined);
  const counted = await as("ada").revoke(7, BODY);
  certcentral.before = down;
  const unread = await as("alex").approve(counted.json.id);
  assert.deepEqual([unread.status, unread.code], [409, "conflict|not_read"]);
  const uncounted = await as("ada").revoke(8, BODY);
  assert.ok(uncounted.json.id > 9e15, "one person would be enough for a counted set");
  const [{ certificates, isWhole }] = await as("alex").proposals();
  assert.deepEqual([certificates, isWhole], [null, false]);
  assert.deepEqual(certcentral.puts, []);
  assert.equal((await as("alex").approve(uncounted.json.id)).status, 204);
  certcentral.before = ({ path }) => (path.endsWith("/duplicate") ? [404, NO_LIST] : undefined);
  const partly = await as("ada").revoke(8, BODY);
  assert.ok(partly.json.id > 9e15, "the order may have more certificates than were read");
  certcentral.before = () => undefined;
  assert.equal((await as("alex").approve(counted.json.id)).status, 204);
  assert.deepEqual(certcentral.puts, ["/order/certificate/8/revoke", PUT]);
});
const NO_LIST = { errors: [{ code: "not_found|route", message: "no such list" }] };

test("a missing order is CertCentral's 404, and no proposal", async () => {
  const { certcentral, as } = await start();
  const response = await as("ada").revoke(5, BODY);
  assert.deepEqual([response.status, response.code], [404, "not_found|order"]);
  assert.deepEqual(await as("ada").proposals(), []);
  assert.deepEqual(certcentral.puts, []);
});

test("the approver and the proposal get CertCentral's response", async () => {
  const { certcentral, as } = await start();
  const refusal = { errors: [{ code: "already_revoked", message: "It is revoked." }] };
  const responses = [
    // Not processed: the proposal stays pending.
    { status: 429, body: LIMITED, word: "pending", outcome: undefined },
    { status: 400, body: refusal, word: "rejected", outcome: "refused" },
    { status: 500, body: {}, word: "unknown", outcome: "unknown" },
    // Not DigiCert's own error body: a proxy's response proves nothing, and the approval is used.
    { status: 429, body: { message: "busy" }, word: "unknown", outcome: "unknown" },
    { status: 403, body: {}, word: "unknown", outcome: "unknown" },
  ];
  for (const { status, body, word, outcome } of responses) {
    const { json } = await as("ada").revoke(7, BODY);
    certcentral.before = ({ method }) => (method === "PUT" ? [status, body] : undefined);
    const response = await as("alex").approve(json.id);
    assert.equal(response.status, status);
    assert.equal((await as("sam").request(json.id)).json.status, word);
    assert.equal((await as("sam").proposals())[0].outcome, outcome);
    certcentral.before = () => undefined;
  }
});
const LIMITED = { errors: [{ code: "request_limit_exceeded", message: "slow" }] };

test("a requester cannot approve CertCentral's request either", async () => {
  const { certcentral, as } = await start();
  const body = { revocation_reason: "superseded" };
  const small = await as("ada").revoke(8, body);
  assert.ok(small.json.id < 9e15);
  assert.equal((await as("ada").approve(small.json.id)).status, 204, "one person is enough");
  const proposed = await as("ada").revoke(7, body);
  assert.equal((await as("alex").approve(proposed.json.id)).status, 204);
  assert.equal((await as("sam").proposals())[0].outcome, "requested");
  const [made = ""] = [...certcentral.requests.keys()].slice(-1);
  const own = await as("ada").approve(made);
  assert.deepEqual([own.status, own.code], [403, "access_denied|same_person"]);
  assert.equal(certcentral.puts.length, 3);
  assert.equal((await as("alex").approve(made)).status, 204);
  // The order has more certificates than at the time of the request.
  certcentral.order(9, 1);
  const grown = await as("sam").revoke(9, body);
  certcentral.order(9, 3);
  assert.equal((await as("sam").approve(grown.json.id)).code, "access_denied|same_person");
});

test("proposals and their requesters survive a restart", async () => {
  const persist = mkdtempSync(join(tmpdir(), "account-"));
  const { certcentral, as, close } = await start(RULES, { persist });
  const { json } = await as("ada").revoke(7, BODY, "page-0001");
  const requested = await as("ada").revoke(8, {});
  await close();
  certcentral.order(8, 3);
  const again = await startGateway(certcentral, RULES, { persist });
  assert.equal((await again.as("ada").revoke(7, BODY, "page-0001")).json.id, json.id);
  assert.equal((await again.as("ada").approve(json.id)).code, "access_denied|same_person");
  assert.equal(
    (await again.as("ada").approve(requested.json.id)).code,
    "access_denied|same_person",
  );
  assert.deepEqual(certcentral.puts, ["/order/certificate/8/revoke"]);
  assert.equal((await again.as("alex").approve(json.id)).status, 204);
  assert.deepEqual(certcentral.puts, ["/order/certificate/8/revoke", PUT]);
  await again.close();
  rmSync(persist, { recursive: true });
});

test("the package's client reads and approves a proposal", async () => {
  const { certcentral, url, as } = await start();
  const client = (/** @type {string} */ id) =>
    new Client({
      baseUrl: `${url}/services/v2`,
      fetch: async (to, init) => {
        const headers = new Headers(init.headers);
        headers.set("x-certcentral-console", "1");
        headers.set("x-certcentral-identity", id);
        const [, request] = /\/request\/(\d+)\/status$/.exec(String(to)) ?? [];
        // What the person saw.
        const { hash } = request ? await as(id).proposal(request) : { hash: undefined };
        if (hash) headers.set("if-match", `"${hash}"`);
        return fetch(to, { ...init, headers });
      },
    });
  const result = await client("ada").revokeOrder("7", { comment: "INC-4711" });
  if (result.outcome !== "requested") assert.fail(result.outcome);
  const { id } = result.request;
  const read = await client("alex").requests.get(id);
  assert.deepEqual([read.status, read.orderId, read.comments], ["pending", "7", "INC-4711"]);
  await assert.rejects(client("ada").requests.approve(id), {
    name: "AccessDeniedError",
    effect: "none",
  });
  const decided = await client("alex").requests.approve(id);
  assert.deepEqual([decided.status, decided.confirmedBy], ["approved", "response"]);
  assert.deepEqual(certcentral.puts, [PUT]);
  await assert.rejects(client("alex").requests.get("9000000000000009"), { name: "NotFoundError" });
});

test("two-person approval works with a separate read key", async () => {
  const { certcentral, as } = await start(RULES, { readKey: "canary-key-for-reads" });
  const { json } = await as("ada").revoke(7, BODY);
  assert.equal((await as("alex").request(json.id)).json.status, "pending");
  assert.equal((await as("alex").approve(json.id)).status, 204);
  assert.deepEqual(certcentral.puts, [PUT]);
});
