// The revocation limit: its arithmetic, and on workerd, where an order counts before anything is sent.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { brakeUntil, HOUR_MS } from "../../www/gateway/account/rules/brake.js";
import { CertCentral, startGateway } from "../support/gateway-people.js";

const SKIP = { skip_approval: true };

test("an order stops counting exactly one hour later", () => {
  const policy = { perHour: 3, perAction: 2 };
  const now = 10 * HOUR_MS;
  const counted = [now - HOUR_MS + 10, now - 500, now];
  assert.equal(brakeUntil([], policy, 2, now), 0);
  assert.equal(brakeUntil(counted.slice(1), policy, 1, now), 0);
  assert.equal(brakeUntil(counted, policy, 1, now), now + 10);
  assert.equal(brakeUntil(counted, policy, 1, now + 9), now + 10);
  assert.equal(brakeUntil(counted, policy, 1, now + 10), 0);
  assert.equal(brakeUntil(counted, policy, 2, now), now - 500 + HOUR_MS);
  assert.equal(
    brakeUntil([], policy, 3, now),
    Number.POSITIVE_INFINITY,
    "more than one action allows",
  );
  assert.equal(
    brakeUntil([], { perHour: 1, perAction: 9 }, 2, now),
    Number.POSITIVE_INFINITY,
    "more than an hour allows",
  );
});

test("random calls never exceed the limit in any hour", () => {
  const policy = { perHour: 5, perAction: 3 };
  let seed = 7;
  const next = (/** @type {number} */ below) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  /** @type {number[]} */
  const counted = [];
  let now = 0;
  for (let round = 0; round < 2_000; round++) {
    now += next(HOUR_MS / 4);
    const orders = 1 + next(3);
    const until = brakeUntil(counted, policy, orders, now);
    if (until > 0) {
      assert.ok(until > now && until <= now + HOUR_MS);
      assert.notEqual(brakeUntil(counted, policy, orders, until - 1), 0);
      assert.equal(brakeUntil(counted, policy, orders, until), 0);
      continue;
    }
    counted.push(...Array(orders).fill(now));
    const inHour = counted.filter((ms) => ms > now - HOUR_MS);
    assert.ok(inHour.length <= policy.perHour);
  }
});

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
  const approval = await as("alex").approve(70_001);
  assert.equal(approval.code, "access_denied|brake");
  assert.equal(certcentral.puts.length, 3);
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

test("an invalid rule is named without its value, and stops calls", async () => {
  const certcentral = await new CertCentral().start();
  for (const [rules, named] of /** @type {const} */ ([
    [{ BRAKE: { perHour: 0 } }, /BRAKE is invalid: perHour/],
    [{ BRAKE: null }, /BRAKE is invalid/],
    [{ BRAKE: { perDay: 7_654_321 } }, /BRAKE is invalid: perDay/],
    [{ TWO_PERSON: { always: ["key_compromise"] } }, /TWO_PERSON is invalid: always.0/],
  ])) {
    const { as } = await startGateway(certcentral, rules);
    const { status, text } = await as("ada").revoke(7, SKIP);
    assert.ok(status >= 400);
    assert.match(text, named);
    assert.ok(!/7654321|key_compromise/.test(text));
  }
  assert.deepEqual(certcentral.puts, []);
});
