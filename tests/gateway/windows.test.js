// The rolling window of the two-person rule on workerd: revocations add up for a person and for an order, whether they are sent
// certificate by certificate or in orders, and over a restart.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { CertCentral, startGateway } from "../support/gateway-people.js";

const SKIP = { skip_approval: true };

/** @param {number} certificates the maximum of one person @param {object} [options] */
async function start(certificates, options = {}) {
  const certcentral = await new CertCentral().start();
  const rules = { TWO_PERSON: { certificates } };
  return { certcentral, rules, ...(await startGateway(certcentral, rules, options)) };
}

/** The number of revocations that were sent before one waited. @param {() => Promise<{ status: number, json: any }>} revoke */
async function sentBeforeWaiting(revoke) {
  for (let sent = 0; ; sent++) {
    const { status, json } = await revoke();
    if (status === 201 && json.id > 9e15) return sent;
    assert.ok(status === 204 || status === 201, String(status));
  }
}

test("certificates one by one add up for a person", async () => {
  const { certcentral, as } = await start(25);
  const ids = Array.from({ length: 30 }, (_, nth) => certcentral.order(100 + nth, 1)[0] ?? "");
  const left = [...ids];
  const sent = await sentBeforeWaiting(() => as("ada").revokeCertificate(left.shift() ?? "", SKIP));
  assert.equal(sent, 25);
  assert.equal(certcentral.puts.length, 25);
  const [waiting] = await as("alex").proposals();
  assert.equal(waiting.demand, "person-total");
  const other = await as("sam").revokeCertificate(ids[26] ?? "", SKIP);
  assert.equal(other.status, 204, "another person has an allowance of their own");
});

test("orders of 25 certificates add up for a person", async () => {
  const { certcentral, as } = await start(25);
  for (let order = 1; order <= 3; order++) certcentral.order(order, 25);
  let order = 0;
  assert.equal(await sentBeforeWaiting(() => as("ada").revoke(++order, SKIP)), 1);
  assert.deepEqual(certcentral.puts, ["/order/certificate/1/revoke"]);
});

test("certificates of one order add up for all people", async () => {
  const { certcentral, as } = await start(4);
  const ids = certcentral.order(7, 6);
  for (const [nth, id] of ids.slice(0, 4).entries())
    assert.equal((await as(nth % 2 ? "ada" : "sam").revokeCertificate(id, SKIP)).status, 204);
  const fifth = await as("alex").revokeCertificate(ids[4] ?? "", SKIP);
  assert.ok(fifth.json.id > 9e15);
  assert.equal((await as("ada").proposals())[0].demand, "order-total");
  assert.equal(certcentral.puts.length, 4);
});

test("what two people approved uses no one's allowance", async () => {
  const { certcentral, as } = await start(2);
  certcentral.order(7, 3);
  certcentral.order(8, 2);
  const { json } = await as("ada").revoke(7, SKIP);
  assert.equal((await as("alex").approve(json.id)).status, 204);
  assert.equal((await as("ada").revoke(8, SKIP)).status, 204);
});

test("a refused revocation gives its certificates back", async () => {
  const { certcentral, as } = await start(2);
  certcentral.order(7, 2);
  certcentral.order(8, 2);
  const refusal = { errors: [{ code: "already_revoked", message: "It is revoked." }] };
  certcentral.before = ({ method }) => (method === "PUT" ? [400, refusal] : undefined);
  assert.equal((await as("ada").revoke(7, SKIP)).status, 400);
  certcentral.before = () => undefined;
  assert.equal((await as("ada").revoke(8, SKIP)).status, 204);
  certcentral.order(9, 1);
  assert.ok((await as("ada").revoke(9, SKIP)).json.id > 9e15);
});

test("an unknown outcome keeps its certificates", async () => {
  const { certcentral, as } = await start(2);
  certcentral.order(7, 2);
  certcentral.order(8, 1);
  certcentral.before = ({ method }) => (method === "PUT" ? [500, {}] : undefined);
  assert.equal((await as("ada").revoke(7, SKIP)).status, 500);
  certcentral.before = () => undefined;
  assert.ok((await as("ada").revoke(8, SKIP)).json.id > 9e15);
});

test("concurrent revocations cannot pass the maximum together", async () => {
  const { certcentral, as } = await start(3);
  const ids = Array.from({ length: 6 }, (_, nth) => certcentral.order(200 + nth, 1)[0] ?? "");
  const responses = await Promise.all(ids.map((id) => as("ada").revokeCertificate(id, SKIP)));
  const sent = responses.filter(({ status }) => status === 204);
  assert.equal(sent.length, 3);
  assert.equal(certcentral.puts.length, 3);
});

test("the window survives a restart", async () => {
  const persist = mkdtempSync(join(tmpdir(), "account-"));
  const { certcentral, rules, as, close } = await start(2, { persist });
  certcentral.order(7, 2);
  certcentral.order(8, 1);
  assert.equal((await as("ada").revoke(7, SKIP)).status, 204);
  await close();
  const again = await startGateway(certcentral, rules, { persist });
  assert.ok((await again.as("ada").revoke(8, SKIP)).json.id > 9e15);
  await again.close();
  rmSync(persist, { recursive: true });
});
