// The two-person rule on workerd: what is proposed, approved, voided, and that DigiCert sees exactly one PUT or none.

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

test("over the number, nothing is sent: a request is made that waits, and another person's approval sends it", async () => {
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
  assert.deepEqual(shown, {
    id: String(id),
    kind: "order",
    target: { order: "7" },
    orders: 1,
    certificates: 3,
    isWhole: true,
    reason: "superseded",
    comment: "INC-4711",
    skipApproval: true,
    deadline: null,
    by: "ada",
    status: "pending",
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

test("up to the number one person is enough, but not for a reason of the list, even for one certificate", async () => {
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

test("who asked cannot approve it, but may take it back", async () => {
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
});

test("a set that has changed voids it; asked for anew it can be approved", async () => {
  const { certcentral, as } = await start();
  const { json } = await as("ada").revoke(7, BODY);
  // As many as before, and another one among them.
  certcentral.orders.set("7", ["70000", "70001", "79999"]);
  const changed = await as("alex").approve(json.id);
  assert.deepEqual([changed.status, changed.code], [409, "conflict|changed"]);
  certcentral.order(7, 3);
  assert.equal((await as("alex").approve(json.id)).code, "conflict|decided", "void it stays");
  assert.deepEqual(certcentral.puts, []);
  assert.equal((await as("alex").proposals())[0].status, "void");
  const anew = await as("ada").revoke(7, BODY);
  // The order of a list does not count.
  certcentral.orders.set("7", ["70000", "70002", "70001"]);
  assert.equal((await as("alex").approve(anew.json.id)).status, 204);
  assert.deepEqual(certcentral.puts, [PUT]);
});

test("what nobody approved in time is expired, over a restart too; then it can be asked for anew", async () => {
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
  const anew = await again.as("ada").revoke(7, BODY);
  assert.equal(anew.json.id, json.id + 1);
  await again.close();
  rmSync(persist, { recursive: true });
});

test("two people approve at once: one act, one PUT", async () => {
  const { certcentral, as } = await start();
  const { json } = await as("sam").revoke(7, { ...BODY, skip_approval: false });
  const answers = await Promise.all([as("ada").approve(json.id), as("alex").approve(json.id)]);
  assert.deepEqual(answers.map(({ status }) => status).sort(), [204, 409]);
  assert.deepEqual(certcentral.puts, [PUT]);
});

test("replayed: the same key is answered alike, another body and another person are not", async () => {
  const { certcentral, as } = await start();
  const made = await as("ada").revoke(7, BODY, "page-0001");
  const again = await as("ada").revoke(7, BODY, "page-0001");
  assert.deepEqual([again.status, again.text], [201, made.text]);
  assert.equal((await as("ada").revoke(7, {}, "page-0001")).status, 422);
  assert.equal((await as("sam").revoke(7, BODY, "page-0001")).status, 422);
  const sameWithout = await as("ada").revoke(7, BODY);
  assert.equal(sameWithout.json.id, made.json.id, "the one that waits");
  const other = await as("sam").revoke(7, { revocation_reason: "unspecified" });
  assert.deepEqual([other.status, other.code], [409, "conflict|waits"]);
  assert.equal((await as("ada").proposals()).length, 1);
  assert.deepEqual(certcentral.puts, []);
  const { id } = made.json;
  for (const _ of [1, 2]) assert.equal((await as("alex").approve(id, "page-0002")).status, 204);
  assert.equal((await as("alex").approve(id)).code, "conflict|decided");
  assert.deepEqual(certcentral.puts, [PUT]);
});

test("holds and the brake stop an approval too, and it waits on", async () => {
  const { certcentral, as } = await start({ ...RULES, BRAKE: { perHour: 1 } });
  const { json } = await as("sam").revoke(7, BODY);
  await as("ada").hold(7, "not yet");
  assert.equal((await as("alex").approve(json.id)).code, "access_denied|hold");
  await as("ada").lift(7, "now");
  assert.equal((await as("ada").revoke(8, BODY)).status, 204);
  assert.equal((await as("alex").approve(json.id)).code, "access_denied|brake");
  assert.equal((await as("alex").proposals())[0].status, "pending");
  assert.deepEqual(certcentral.puts, ["/order/certificate/8/revoke"]);
});

test("what cannot be counted needs two people; what cannot be read again is not sent", async () => {
  const { certcentral, as } = await start();
  const down = (/** @type {{ method: string }} */ { method }) =>
    /** @type {[number, unknown] | undefined} */ (method === "GET" ? [503, {}] : undefined);
  const counted = await as("ada").revoke(7, BODY);
  certcentral.before = down;
  const unread = await as("alex").approve(counted.json.id);
  assert.deepEqual([unread.status, unread.code], [409, "conflict|not_read"]);
  const uncounted = await as("ada").revoke(8, BODY);
  assert.ok(uncounted.json.id > 9e15, "one person would be enough, if it could be counted");
  const [{ certificates, isWhole }] = await as("alex").proposals();
  assert.deepEqual([certificates, isWhole], [null, false]);
  assert.deepEqual(certcentral.puts, []);
  assert.equal((await as("alex").approve(uncounted.json.id)).status, 204);
  certcentral.before = ({ path }) => (path.endsWith("/duplicate") ? [404, NO_LIST] : undefined);
  const partly = await as("ada").revoke(8, BODY);
  assert.ok(partly.json.id > 9e15, "there may be more than the one that was read");
  certcentral.before = () => undefined;
  assert.equal((await as("alex").approve(counted.json.id)).status, 204);
  assert.deepEqual(certcentral.puts, ["/order/certificate/8/revoke", PUT]);
});
const NO_LIST = { errors: [{ code: "not_found|route", message: "no such list" }] };

test("an order that is not there is CertCentral's no, and no proposal", async () => {
  const { certcentral, as } = await start();
  const answer = await as("ada").revoke(5, BODY);
  assert.deepEqual([answer.status, answer.code], [404, "not_found|order"]);
  assert.deepEqual(await as("ada").proposals(), []);
  assert.deepEqual(certcentral.puts, []);
});

test("what CertCentral answers to an approval is what the approver hears, and the proposal tells it", async () => {
  const { certcentral, as } = await start();
  const refusal = { errors: [{ code: "already_revoked", message: "It is revoked." }] };
  const answers = [
    // Not processed: it waits on, and is what the next one finds.
    { status: 429, body: LIMITED, word: "pending", outcome: undefined },
    { status: 400, body: refusal, word: "rejected", outcome: "refused" },
    { status: 500, body: {}, word: "unknown", outcome: "unknown" },
  ];
  for (const { status, body, word, outcome } of answers) {
    const { json } = await as("ada").revoke(7, BODY);
    certcentral.before = ({ method }) => (method === "PUT" ? [status, body] : undefined);
    const answer = await as("alex").approve(json.id);
    assert.equal(answer.status, status);
    assert.equal((await as("sam").request(json.id)).json.status, word);
    assert.equal((await as("sam").proposals())[0].outcome, outcome);
    certcentral.before = () => undefined;
  }
});
const LIMITED = { errors: [{ code: "request_limit_exceeded", message: "slow" }] };

test("a request that CertCentral made cannot be approved by who asked for it, where two are needed", async () => {
  const { certcentral, as } = await start();
  const ask = { revocation_reason: "superseded" };
  const small = await as("ada").revoke(8, ask);
  assert.ok(small.json.id < 9e15);
  assert.equal((await as("ada").approve(small.json.id)).status, 204, "one person is enough");
  const proposed = await as("ada").revoke(7, ask);
  assert.equal((await as("alex").approve(proposed.json.id)).status, 204);
  assert.equal((await as("sam").proposals())[0].outcome, "requested");
  const [made = ""] = [...certcentral.requests.keys()].slice(-1);
  const own = await as("ada").approve(made);
  assert.deepEqual([own.status, own.code], [403, "access_denied|same_person"]);
  assert.equal(certcentral.puts.length, 3);
  assert.equal((await as("alex").approve(made)).status, 204);
  // Grown since it was asked for.
  const grown = await as("ada").revoke(8, ask);
  certcentral.order(8, 3);
  assert.equal((await as("ada").approve(grown.json.id)).code, "access_denied|same_person");
});

test("after a restart proposals wait on, and what CertCentral made is still known", async () => {
  const persist = mkdtempSync(join(tmpdir(), "account-"));
  const { certcentral, as, close } = await start(RULES, { persist });
  const { json } = await as("ada").revoke(7, BODY, "page-0001");
  const asked = await as("ada").revoke(8, {});
  await close();
  certcentral.order(8, 3);
  const again = await startGateway(certcentral, RULES, { persist });
  assert.equal((await again.as("ada").revoke(7, BODY, "page-0001")).json.id, json.id);
  assert.equal((await again.as("ada").approve(json.id)).code, "access_denied|same_person");
  assert.equal((await again.as("ada").approve(asked.json.id)).code, "access_denied|same_person");
  assert.deepEqual(certcentral.puts, ["/order/certificate/8/revoke"]);
  assert.equal((await again.as("alex").approve(json.id)).status, 204);
  assert.deepEqual(certcentral.puts, ["/order/certificate/8/revoke", PUT]);
  await again.close();
  rmSync(persist, { recursive: true });
});

test("the package's client takes it for a request that waits, and approves it as one", async () => {
  const { certcentral, url } = await start();
  const client = (/** @type {string} */ id) =>
    new Client({
      baseUrl: `${url}/services/v2`,
      fetch: (to, init) => {
        const headers = new Headers(init.headers);
        headers.set("x-certcentral-console", "1");
        headers.set("x-certcentral-identity", id);
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

test("a key for reads reads the set, and proposals are found all the same", async () => {
  const { certcentral, as } = await start(RULES, { readKey: "canary-key-for-reads" });
  const { json } = await as("ada").revoke(7, BODY);
  assert.equal((await as("alex").request(json.id)).json.status, "pending");
  assert.equal((await as("alex").approve(json.id)).status, 204);
  assert.deepEqual(certcentral.puts, [PUT]);
});
