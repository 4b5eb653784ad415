// The revocation limit on workerd: an order counts before anything is sent, for a person and for all, and is given back if
// CertCentral refused it. Break-glass passes it with a second person.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { CertCentral, startGateway } from "../support/gateway-people.js";

const SKIP = { skip_approval: true };
const HOUR_MS = 3_600_000;

test("over the limit nothing is sent, also after a restart", async () => {
  const certcentral = await new CertCentral().start();
  const rules = { TWO_PERSON: null, BRAKE: { perHour: 3 } };
  const persist = mkdtempSync(join(tmpdir(), "account-"));
  const first = await startGateway(certcentral, rules, { persist });
  const responses = await Promise.all(
    [1, 2, 3, 4, 5, 6, 7].map((order) => first.as("ada").revoke(order, SKIP)),
  );
  assert.deepEqual(
    responses.map(({ status }) => status).sort(),
    [204, 204, 204, 403, 403, 403, 403],
  );
  assert.equal(certcentral.puts.length, 3);
  await first.close();
  const { as, close } = await startGateway(certcentral, rules, { persist });
  const refused = await as("sam").revoke(99);
  assert.deepEqual([refused.status, refused.code], [403, "access_denied|brake"]);
  const [, moment = ""] = /is possible at (\S+Z)\./.exec(refused.text) ?? [];
  const wait = Date.parse(moment) - Date.now();
  assert.ok(wait > 0 && wait <= HOUR_MS, moment);
  const certificate = await as("ada").revokeCertificate("1234567890", SKIP);
  assert.equal(certificate.code, "access_denied|brake");
  assert.equal(certcentral.puts.length, 3);
  certcentral.requests.set("70001", { order: "5", type: "revoke" });
  const rejection = await as("alex").reject(70_001);
  assert.equal(rejection.status, 204, "a rejection revokes nothing");
  const { entries } = (await as("ada").record("?action=revoke-order-answer&actor=sam")).json;
  assert.deepEqual(
    entries.map((/** @type {any} */ { answer, details }) => [answer.outcome, details.perHour]),
    [["brake", 3]],
  );
  await close();
  rmSync(persist, { recursive: true });
});

test("an order counts once an hour for requests and approval", async () => {
  const certcentral = await new CertCentral().start();
  const { as } = await startGateway(certcentral, { TWO_PERSON: null, BRAKE: { perHour: 1 } });
  const { json } = await as("sam").revoke(7);
  assert.equal((await as("sam").revoke(7)).status, 201);
  assert.equal((await as("alex").approve(json.id)).status, 204);
  assert.equal((await as("sam").revoke(8)).code, "access_denied|brake");
  assert.equal(certcentral.puts.length, 3);
});

test("refused and unreadable changes give the limit back", async () => {
  const certcentral = await new CertCentral().start();
  const { as } = await startGateway(certcentral, { TWO_PERSON: null, BRAKE: { perHour: 2 } });
  const missing = { errors: [{ code: "not_found|certificate", message: "no such certificate" }] };
  certcentral.before = ({ path }) =>
    path.includes("/certificate/99") ? [404, missing] : undefined;
  for (let nth = 0; nth < 5; nth++) {
    assert.equal((await as("sam").revokeCertificate(`99000${nth}`, SKIP)).status, 404);
    assert.equal((await as("alex").approve(12_300 + nth)).status, 404);
  }
  assert.equal((await as("ada").revoke(7, SKIP)).status, 204);
});

test("one person cannot use the limit of all", async () => {
  const certcentral = await new CertCentral().start();
  const BRAKE = { perHour: 5, perPerson: 2 };
  const { as } = await startGateway(certcentral, { TWO_PERSON: null, BRAKE });
  for (const order of [1, 2]) assert.equal((await as("sam").revoke(order, SKIP)).status, 204);
  const third = await as("sam").revoke(3, SKIP);
  assert.deepEqual([third.status, third.code], [403, "access_denied|brake"]);
  assert.match(third.text, /2 of one person/);
  assert.equal((await as("ada").revoke(3, SKIP)).status, 204);
});

test("what two people approved passes the limit, and counts", async () => {
  const certcentral = await new CertCentral().start();
  certcentral.order(7, 3);
  certcentral.order(8, 1);
  const rules = { TWO_PERSON: { certificates: 2 }, BRAKE: { perHour: 1 } };
  const { as } = await startGateway(certcentral, rules);
  assert.equal((await as("sam").revoke(8, SKIP)).status, 204);
  const { json } = await as("sam").revoke(7, SKIP);
  assert.equal((await as("alex").approve(json.id)).status, 204);
  certcentral.order(9, 1);
  assert.equal((await as("ada").revoke(9, SKIP)).code, "access_denied|brake");
});

test("break-glass passes the limit with a second person", async () => {
  const certcentral = await new CertCentral().start();
  for (const order of [7, 8]) certcentral.order(order, 1);
  for (const TWO_PERSON of [null, { certificates: 25 }]) {
    certcentral.calls = [];
    const { as, close } = await startGateway(certcentral, { TWO_PERSON, BRAKE: { perHour: 1 } });
    assert.equal((await as("sam").revoke(8, SKIP)).status, 204);
    assert.equal((await as("sam").revoke(7, SKIP)).code, "access_denied|brake");
    const body = { order: "7", justification: "the key is public", revocation: SKIP };
    const proposed = await as("sam").breakGlass(body);
    assert.equal(proposed.status, 201);
    const { breakGlass, demand } = await as("alex").proposal(proposed.json.id);
    assert.deepEqual([breakGlass, demand], [true, "break-glass"]);
    assert.equal((await as("sam").approve(proposed.json.id)).code, "access_denied|same_person");
    assert.equal((await as("alex").approve(proposed.json.id)).status, 204);
    assert.equal(certcentral.puts.length, 2);
    const { entries } = (await as("ada").record("?action=break-glass")).json;
    assert.deepEqual(
      entries.map((/** @type {any} */ { actor, target, details }) => [
        ...[actor.id, target.order, details.justification, details.proposedBy],
      ]),
      [["alex", "7", "the key is public", "sam"]],
    );
    await close();
  }
  const { as } = await startGateway(certcentral);
  for (const [body, code] of /** @type {const} */ ([
    [{ order: "7" }, "bad_request|justification"],
    [{ justification: "x" }, "bad_request|order"],
    [{ order: "7", certificate: "8", justification: "x" }, "bad_request|order"],
    [
      { order: "7", justification: "x", revocation: { skipApproval: true } },
      "bad_request|skipApproval",
    ],
  ]))
    assert.equal((await as("sam").breakGlass(body)).code, code);
});

test("an invalid rule is named without its value, and stops calls", async () => {
  const certcentral = await new CertCentral().start();
  for (const [rules, named] of /** @type {const} */ ([
    [{ BRAKE: { perHour: 0 } }, /BRAKE is invalid: perHour/],
    [{ BRAKE: null }, /BRAKE is invalid/],
    [{ BRAKE: { perDay: 7_654_321 } }, /BRAKE is invalid: perDay/],
    [{ TWO_PERSON: { always: ["key_compromise"] } }, /TWO_PERSON is invalid: always/],
    [{ TWO_PERSON: { groups: [{ group: "x", approvals: 0 }] } }, /TWO_PERSON is invalid: groups/],
    [{ DECIDE: { types: [] } }, /DECIDE is invalid: types/],
    [{ REVOKED_IDS: "ada" }, /REVOKED_IDS is invalid/],
  ])) {
    const { as } = await startGateway(certcentral, rules);
    const { status, text } = await as("ada").revoke(7, SKIP);
    assert.ok(status >= 400);
    assert.match(text, named);
    assert.ok(!/7654321|key_compromise/.test(text));
  }
  assert.deepEqual(certcentral.puts, []);
});
