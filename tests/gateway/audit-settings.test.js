// What an account writes to the audit log when it wakes: settings that differ from those of its last start, another version of
// the Worker, another API key. Holds, limits and the log stay when the key is rotated.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, test } from "node:test";
import { verifyLog } from "../../pkg/verify/verify.js";
import { rulesHash } from "../../www/gateway/audit/rules.js";
import { newSecret } from "../support/audit-log.js";
import { CANARY } from "../support/client.js";
import { CertCentral, startGateway } from "../support/gateway-people.js";

const OTHER_KEY = "canary-second-key-9Lm2";
const SKIP = { skip_approval: true };
/** @type {string[]} */
const folders = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A gateway whose account outlives it. @returns {Promise<(rules?: Record<string, unknown>, options?: object) => ReturnType<typeof startGateway>>} */
async function restartable() {
  const persist = mkdtempSync(join(tmpdir(), "account-"));
  folders.push(persist);
  const certcentral = await new CertCentral().start();
  certcentral.order(7, 1);
  certcentral.order(8, 1);
  return (rules = {}, options = {}) => startGateway(certcentral, rules, { persist, ...options });
}

/** @param {Awaited<ReturnType<typeof startGateway>>} gateway */
async function logOf(gateway) {
  const text = await gateway.as("ada").export();
  const [head, ...entries] = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line))
    .reverse();
  assert.ok(!text.includes(CANARY) && !text.includes(OTHER_KEY), "a key is in the log");
  const result = await verifyLog([Buffer.from(text)]);
  assert.ok(result.ok, JSON.stringify(result));
  return { head, entries: entries.reverse() };
}
/** @param {Array<{ action: string }>} entries @param {string} action @returns {any[]} */
const only = (entries, action) => entries.filter((entry) => entry.action === action);

test("settings are an entry, and each change of them", async () => {
  const start = await restartable();
  const first = await start({ TWO_PERSON: { certificates: 3 }, BRAKE: { perHour: 5 } });
  const [stated, ...more] = only((await logOf(first)).entries, "settings-changed");
  assert.deepEqual(more, []);
  assert.deepEqual(stated.actor, { id: "gateway", how: "setting" });
  const { rules, previous, changed, settings, signingKey, production } = stated.details;
  assert.match(rules, /^[0-9a-f]{64}$/);
  assert.deepEqual([previous, changed, signingKey, production], [null, [], null, false]);
  assert.deepEqual(settings.TWO_PERSON, { certificates: 3 });
  assert.deepEqual(settings.DEVELOPMENT_IDENTITY[0], { id: "ada", roles: ["admin"] });
  await first.close();

  const same = await start({ BRAKE: { perHour: 5 }, TWO_PERSON: { certificates: 3 } });
  assert.equal(only((await logOf(same)).entries, "settings-changed").length, 1);
  await same.close();

  const weak = await start({ TWO_PERSON: null, SKIP_APPROVAL: ["submitter"] });
  assert.equal((await weak.as("ada").revoke(7)).status, 201);
  const [, weakened] = only((await logOf(weak)).entries, "settings-changed");
  assert.equal(weakened.details.previous, rules);
  assert.deepEqual(weakened.details.changed.sort(), ["BRAKE", "SKIP_APPROVAL", "TWO_PERSON"]);
  assert.equal(weakened.details.settings.TWO_PERSON, null);
  assert.equal(
    weakened.details.rules,
    await rulesHash(
      /** @type {any} */ (
        Object.fromEntries(
          Object.entries(weakened.details.settings).map(([name, value]) => [
            name,
            typeof value === "string" ? value : JSON.stringify(value),
          ]),
        )
      ),
    ),
  );
  await weak.close();

  const back = await start({ TWO_PERSON: { certificates: 3 }, BRAKE: { perHour: 5 } });
  const all = only((await logOf(back)).entries, "settings-changed");
  assert.deepEqual(
    all.map(({ details }) => details.rules === rules),
    [true, false, true],
  );
});

test("a signing key and a Worker version are in the log", async () => {
  const start = await restartable();
  const variables = (/** @type {object} */ more) => ({
    variables: { DEVELOPMENT_IDENTITY: '[{"id":"ada","roles":["admin"]}]', ...more },
  });
  const VERSION = { id: "v-1", tag: "", timestamp: "2026-01-02T03:04:05Z" };
  const first = await start({}, variables({ VERSION }));
  assert.deepEqual(
    only((await logOf(first)).entries, "settings-changed")[0].details.version,
    VERSION,
  );
  await first.close();
  const next = await start({}, variables({ VERSION: { ...VERSION, id: "v-2" } }));
  const { entries } = await logOf(next);
  assert.equal(only(entries, "settings-changed").length, 1);
  const [version] = only(entries, "version-changed");
  assert.deepEqual([version.details.previous.id, version.details.version.id], ["v-1", "v-2"]);
  await next.close();
  const AUDIT_SIGNING_KEY = await newSecret();
  const signed = await start({}, variables({ AUDIT_SIGNING_KEY }));
  const { head, entries: all } = await logOf(signed);
  const [, changed] = only(all, "settings-changed");
  assert.deepEqual(changed.details.changed, ["AUDIT_SIGNING_KEY"]);
  assert.deepEqual([changed.details.signingKey, head.key], [head.key, head.key]);
  assert.match(head.key, /^[0-9a-f]{16}$/);
});

test("a rotated API key keeps holds, revocation limit and log", async () => {
  const start = await restartable();
  const rules = { TWO_PERSON: null, BRAKE: { perHour: 1 } };
  const first = await start(rules);
  assert.equal((await first.as("ada").hold(7, "court")).status, 204);
  assert.equal((await first.as("ada").revoke(8, SKIP)).status, 204);
  const before = await logOf(first);
  await first.close();

  const rotated = await start(rules, { key: OTHER_KEY, readKey: `${OTHER_KEY}-reads` });
  const held = await rotated.as("sam").revoke(7, SKIP);
  assert.deepEqual([held.status, held.code], [403, "access_denied|hold"]);
  assert.deepEqual((await rotated.as("ada").holds())[0].orderId, "7");
  await rotated.as("ada").lift(7, "ended");
  assert.equal((await rotated.as("sam").revoke(7, SKIP)).code, "access_denied|brake");
  const { head, entries } = await logOf(rotated);
  assert.equal(head.log, before.head.log);
  assert.ok(head.last > before.head.last);
  const rotations = only(entries, "api-key-rotated").map(({ details }) => details);
  assert.deepEqual(
    rotations.map(({ key, previous }) => [key, previous === null]),
    [
      ["api", false],
      ["read", true],
    ],
  );
  for (const { fingerprint } of rotations) assert.match(fingerprint, /^[0-9a-f]{16}$/);
  assert.notEqual(rotations[0].fingerprint, rotations[0].previous);
  await rotated.close();
  const again = await start(rules, { key: OTHER_KEY, readKey: `${OTHER_KEY}-reads` });
  assert.equal(only((await logOf(again)).entries, "api-key-rotated").length, 2);
});

test("the rate windows belong to the key, not to the account", async () => {
  const start = await restartable();
  const limits = { windows: [[10, 600_000]], guardMs: 0 };
  const admitted = async (/** @type {Awaited<ReturnType<typeof startGateway>>} */ gateway) => {
    const path = "/services/v2/order/certificate/7";
    let count = 0;
    while ((await gateway.as("ada").send("GET", path)).status === 200) count += 1;
    await gateway.close();
    return count;
  };
  const first = await admitted(await start({}, { limits }));
  assert.ok(first > 0);
  assert.equal(await admitted(await start({}, { limits, key: OTHER_KEY })), first);
  assert.equal(await admitted(await start({}, { limits })), 0);
});

test("another ACCOUNT_NAME has holds and a log of its own", async () => {
  const start = await restartable();
  const people = { DEVELOPMENT_IDENTITY: '[{"id":"ada","roles":["admin"]}]' };
  const first = await start({}, { variables: people });
  await first.as("ada").hold(7, "court");
  const { head } = await logOf(first);
  await first.close();
  const other = await start({}, { variables: { ...people, ACCOUNT_NAME: "subsidiary" } });
  assert.deepEqual(await other.as("ada").holds(), []);
  assert.notEqual((await logOf(other)).head.log, head.log);
  await other.close();
  const back = await start({}, { variables: { ...people, ACCOUNT_NAME: "default" } });
  assert.equal((await back.as("ada").holds()).length, 1);
});
