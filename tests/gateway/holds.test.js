// Holds on workerd: no call revokes an order on hold, or one of its certificates, until the hold is lifted.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { CANARY } from "../support/client.js";
import { CertCentral, startGateway } from "../support/gateway-people.js";

const ONE_PERSON = { TWO_PERSON: null };
const SKIP = { skip_approval: true };
const KEY = "page-0001";

test("a held order is refused with reason; revoked once lifted", async () => {
  const certcentral = await new CertCentral().start();
  for (const order of [7, 8]) certcentral.order(order, 1);
  const { as } = await startGateway(certcentral, ONE_PERSON);
  const ada = as("ada");
  assert.equal((await ada.hold(7, "Payment terminals, INC-4711")).status, 204);
  const [hold] = await ada.holds();
  const { time, ...rest } = hold;
  assert.deepEqual(rest, { orderId: "7", reason: "Payment terminals, INC-4711", by: "ada" });
  assert.ok(Math.abs(Date.now() - time) < 60_000);
  const refused = await ada.revoke(7, SKIP, KEY);
  assert.deepEqual([refused.status, refused.code], [403, "access_denied|hold"]);
  assert.match(refused.text, /Order 7 is on hold \(ada, .*\): Payment terminals, INC-4711/);
  assert.equal((await ada.revoke(8, SKIP)).status, 204, "another order is revoked");
  assert.deepEqual(certcentral.puts, ["/order/certificate/8/revoke"]);
  assert.equal((await ada.lift(7, "replaced")).status, 204);
  assert.equal((await ada.lift(7, "again")).code, "not_found|hold");
  assert.equal((await ada.revoke(7, SKIP, KEY)).status, 204);
  assert.equal((await ada.revoke(7, SKIP, KEY)).status, 204);
  assert.equal(certcentral.puts.length, 2);
});

test("no certificate of a held order is revoked, by id or serial", async () => {
  const certcentral = await new CertCentral().start();
  const [primary = "", duplicate = ""] = certcentral.order(7, 2);
  const [other = ""] = certcentral.order(8, 1);
  const { as } = await startGateway(certcentral, ONE_PERSON);
  await as("ada").hold(7, "pinned");
  const serial = BigInt(duplicate).toString(16);
  for (const name of [primary, duplicate, serial.padStart(32, "0")]) {
    const refused = await as("ada").revokeCertificate(name, SKIP);
    assert.deepEqual([refused.status, refused.code], [403, "access_denied|hold"], name);
  }
  assert.deepEqual(certcentral.puts, []);
  assert.equal((await as("ada").revokeCertificate(other, SKIP)).status, 204);
  assert.equal(certcentral.puts.length, 1);
});

test("nothing is sent when a hold cannot be ruled out", async () => {
  const certcentral = await new CertCentral().start();
  certcentral.order(7, 1);
  const [certificate = ""] = certcentral.order(8, 1);
  certcentral.requests.set("70001", { order: undefined, type: "revoke" });
  const { as } = await startGateway(certcentral, ONE_PERSON);
  await as("ada").hold(7, "pinned");
  certcentral.before = ({ path }) =>
    path.startsWith("/order/certificate/7") ? [503, {}] : undefined;
  const refused = await as("ada").revokeCertificate(certificate, SKIP);
  assert.equal(refused.code, "access_denied|hold");
  assert.match(refused.text, /Order 7 is on hold and could not be read/);
  const unknown = await as("ada").approve(70_001);
  assert.equal(unknown.code, "access_denied|hold");
  assert.match(unknown.text, /order of this request could not be read/);
  assert.deepEqual(certcentral.puts, []);
});

test("a request for a held order can be rejected, not approved", async () => {
  const certcentral = await new CertCentral().start();
  certcentral.requests.set("70001", { order: "7", type: "revoke" });
  certcentral.requests.set("70002", { order: "8", type: "revoke" });
  certcentral.requests.set("70003", { order: "7", type: "duplicate" });
  certcentral.order(7, 1);
  const DECIDE = { types: ["revoke", "duplicate"] };
  const { as } = await startGateway(certcentral, { ...ONE_PERSON, DECIDE });
  await as("ada").hold(7, "pinned");
  const refused = await as("alex").approve(70_001);
  assert.deepEqual([refused.status, refused.code], [403, "access_denied|hold"]);
  assert.deepEqual(certcentral.puts, []);
  assert.equal((await as("alex").approve(70_002)).status, 204);
  assert.equal((await as("alex").approve(70_003)).status, 204, "it revokes nothing");
  assert.equal((await as("alex").reject(70_001)).status, 204);
  assert.equal(certcentral.puts.length, 3);
});

test("a hold stops a call that waits for the rate limiter", async () => {
  const certcentral = await new CertCentral().start();
  const [certificate = ""] = certcentral.order(8, 1);
  const limits = { windows: [[1, 1500]], guardMs: 0 };
  for (const order of [6, 7]) certcentral.order(order, 1);
  const { as } = await startGateway(certcentral, ONE_PERSON, { limits });
  assert.equal((await as("ada").revoke(6, SKIP)).status, 204);
  const waiting = [as("ada").revoke(7, SKIP), as("ada").revokeCertificate(certificate, SKIP)];
  await inFlight(as("ada"), ["revoke-order", "revoke-certificate"]);
  await as("ada").hold(7, "found just now");
  const [order, one] = await Promise.all(waiting);
  assert.equal(order?.code, "access_denied|hold");
  assert.equal(one?.code, "conflict|holds", "the certificate may belong to that order");
  assert.deepEqual(certcentral.puts, ["/order/certificate/6/revoke"]);
});

/** Waits until the audit log has these actions: then they wait for the rate limiter. @param {any} person @param {string[]} actions */
async function inFlight(person, actions) {
  for (const action of actions)
    while ((await person.record(`?action=${action}`)).json.entries.every(isFirst))
      await new Promise((resolve) => setTimeout(resolve, 20));
}
/** @param {{ target: { order?: string } }} entry */
const isFirst = ({ target }) => target.order === "6";

test("a hold accepts only a reason", async () => {
  const certcentral = await new CertCentral().start();
  const { as } = await startGateway(certcentral, ONE_PERSON);
  const path = "/console/holds/7";
  for (const [body, code] of /** @type {const} */ ([
    [{}, "bad_request|reason"],
    [{ reason: " " }, "bad_request|reason"],
    [{ reason: 1 }, "bad_request|reason"],
    [{ reason: "x".repeat(501) }, "bad_request|reason"],
    [{ reason: "x", until: 1 }, "bad_request|until"],
    [{ reason: "x", by: "alex" }, "bad_request|by"],
    [[], "bad_request|reason"],
    [null, "bad_request_format"],
  ])) {
    for (const method of ["PUT", "DELETE"]) {
      const { status, code: actual } = await as("ada").send(method, path, body);
      assert.deepEqual([status, actual], [400, code], JSON.stringify(body));
    }
  }
  assert.equal((await as("ada").send("PUT", "/console/holds/07", { reason: "x" })).status, 404);
  const foreign = await fetch((await startGateway(certcentral)).url + path, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: '{"reason":"x"}',
  });
  assert.equal(foreign.status, 403);
  assert.deepEqual(await as("ada").holds(), []);
});

test("holds survive a restart, and their entries redact the key", async () => {
  const certcentral = await new CertCentral().start();
  const persist = mkdtempSync(join(tmpdir(), "account-"));
  for (const order of [7, 8]) certcentral.order(order, 1);
  const first = await startGateway(certcentral, ONE_PERSON, { persist });
  await first.as("ada").hold(7, `because of ${CANARY}`);
  await first.as("ada").hold(8, "for a day");
  await first.as("ada").lift(8, "the day is over");
  await first.close();
  const { as, close } = await startGateway(certcentral, ONE_PERSON, { persist });
  assert.deepEqual(
    (await as("ada").holds()).map((/** @type {any} */ { orderId, reason }) => [orderId, reason]),
    [["7", "because of [secret]"]],
  );
  const refused = await as("ada").revoke(7, SKIP);
  assert.equal(refused.code, "access_denied|hold");
  assert.ok(!refused.text.includes(CANARY));
  const { entries } = (await as("ada").record()).json;
  const changes = entries.filter((/** @type {any} */ { target }) => target);
  assert.deepEqual(
    changes.map((/** @type {any} */ { action, actor, target, answer }) => [
      action,
      actor.id,
      target.order,
      answer?.outcome,
    ]),
    [
      ["revoke-order-answer", "ada", "7", "hold"],
      ["revoke-order", "ada", "7", undefined],
      ["hold-lifted", "ada", "8", undefined],
      ["hold-set", "ada", "8", undefined],
      ["hold-set", "ada", "7", undefined],
    ],
  );
  assert.ok(!JSON.stringify(entries).includes(CANARY));
  await close();
  rmSync(persist, { recursive: true });
  assert.deepEqual(certcentral.puts, []);
});

test("a hold needs an order that exists and can be read", async () => {
  const certcentral = await new CertCentral().start();
  const { as } = await startGateway(certcentral, ONE_PERSON);
  const missing = await as("ada").hold(7, "pinned");
  assert.deepEqual([missing.status, missing.code], [404, "not_found|order"]);
  certcentral.before = () => [503, {}];
  const unread = await as("ada").hold(7, "pinned");
  assert.deepEqual([unread.status, unread.code], [409, "conflict|not_read"]);
  assert.deepEqual(await as("ada").holds(), []);
});

test("lists without certificates or names keep a hold", async () => {
  const certcentral = await new CertCentral().start();
  const [, duplicate = ""] = certcentral.order(7, 2);
  /** @type {Array<[number, unknown]>} */
  const answers = [
    [400, { errors: [{ code: "invalid_request", message: "no such list" }] }],
    [404, { errors: [{ code: "not_found|list", message: "no such list" }] }],
    [200, {}],
    [200, { certificates: null }],
    [200, { certificates: [{}] }],
    [500, {}],
  ];
  for (const list of ["duplicate", "reissue"])
    for (const answer of answers) {
      const { as, close } = await startGateway(certcentral, ONE_PERSON);
      certcentral.before = () => undefined;
      assert.equal((await as("ada").hold(7, "pinned")).status, 204);
      certcentral.before = ({ path }) => (path.endsWith(`/${list}`) ? answer : undefined);
      const refused = await as("ada").revokeCertificate("99999", SKIP);
      assert.equal(refused.code, "access_denied|hold", `${list} ${JSON.stringify(answer)}`);
      if (list === "reissue")
        assert.equal(
          (await as("ada").revokeCertificate(duplicate, SKIP)).code,
          "access_denied|hold",
        );
      await close();
    }
  assert.deepEqual(certcentral.puts, []);
});

test("a hold has an owner, a ticket and an end, and a history", async () => {
  const certcentral = await new CertCentral().start();
  for (const order of [7, 8]) certcentral.order(order, 1);
  const { as } = await startGateway(certcentral, ONE_PERSON);
  const ends = Date.now() + 1500;
  assert.equal((await as("ada").hold(7, "frozen zone", { ticket: "INC-1", ends })).status, 204);
  const [{ by, ticket, ends: shown }] = await as("sam").holds();
  assert.deepEqual([by, ticket, shown], ["ada", "INC-1", ends]);
  assert.equal((await as("ada").hold(8, "x", { ends: 1 })).code, "bad_request|ends");
  const again = await as("ada").hold(7, "another reason");
  assert.deepEqual([again.status, again.code], [409, "conflict|hold_exists"]);
  const weaker = await as("alex").hold(7, "mine now", { ends: Date.now() + 500, replace: true });
  assert.deepEqual([weaker.status, weaker.code], [409, "conflict|hold_owner"]);
  assert.equal((await as("ada").hold(7, "zone", { ends: ends + 100, replace: true })).status, 204);
  assert.equal((await as("ada").revoke(7, SKIP)).code, "access_denied|hold");
  while (Date.now() <= ends + 100) await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal((await as("ada").revoke(7, SKIP)).status, 204, "the hold has ended");
  while ((await as("ada").record("?action=hold-ended")).json.entries.length === 0)
    await new Promise((resolve) => setTimeout(resolve, 50));
  const { history } = (await as("sam").send("GET", "/console/holds/7/history")).json;
  assert.deepEqual(
    history.map((/** @type {any} */ { event, by }) => [event, by]),
    [
      ["ended", undefined],
      ["replaced", "ada"],
      ["set", "ada"],
    ],
  );
});

test("someone else's hold is lifted by two people", async () => {
  const certcentral = await new CertCentral().start();
  certcentral.order(7, 1);
  const { as } = await startGateway(certcentral, ONE_PERSON);
  await as("ada").hold(7, "legal hold");
  const proposed = await as("sam").lift(7, "no longer needed");
  assert.equal(proposed.status, 201);
  const { id } = proposed.json;
  assert.equal((await as("ada").revoke(7, SKIP)).code, "access_denied|hold");
  const { kind, hold, comment } = await as("alex").proposal(id);
  assert.deepEqual([kind, hold.by, comment], ["hold-lift", "ada", "no longer needed"]);
  assert.equal((await as("sam").approve(id)).code, "access_denied|same_person");
  assert.equal((await as("alex").approve(id)).status, 204);
  assert.deepEqual(await as("ada").holds(), []);
  assert.equal((await as("ada").revoke(7, SKIP)).status, 204);
  // A hold that was replaced in the meantime is another one.
  await as("ada").hold(7, "first");
  const second = await as("sam").lift(7, "why");
  await as("ada").hold(7, "second", { replace: true });
  assert.equal((await as("alex").approve(second.json.id)).code, "conflict|changed");
  assert.equal((await as("ada").holds()).length, 1);
});
