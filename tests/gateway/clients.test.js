// Clients of other people against the gateway, with only their base URL changed: curl as DigiCert's pages show it, and
// certmesh from PyPI. The key that they hold is none: the gateway has its own and never looks at theirs.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before, beforeEach, test } from "node:test";
import { promisify } from "node:util";
import { startLocal } from "../../www/gateway/local/local.js";
import { ORDERS } from "../../www/sandbox/seed.js";
import { COMMAND, certmesh, installCertmesh, LIST } from "../support/python-client.js";

const THEIRS = "canary-key-Zq81xT5";
/** @type {Awaited<ReturnType<typeof startLocal>>} */
let local;
let baseUrl = "";
before(async () => {
  // One person is enough: for two, the gateway reads before it sends.
  local = await startLocal({ variables: { TWO_PERSON: "null" } });
  baseUrl = `${local.consoleUrl}/services/v2`;
});
after(() => local?.close());
beforeEach(() => sandbox("reset", "POST"));

/** @param {string} path @param {string} [method] */
async function sandbox(path, method = "GET") {
  const answer = await fetch(local.sandboxUrl.replace("services/v2", `sandbox/${path}`), {
    method,
  });
  return answer.text();
}

/** What reached the sandbox. */
async function calls() {
  /** @type {{ log: Array<{ method: string, path: string, status: number }> }} */
  const { log } = JSON.parse(await sandbox("log"));
  return log.map(({ method, path, status }) => `${method} ${path.split("?")[0]} ${status}`);
}

/** @param {string} path @param {string[]} args */
async function curl(path, ...args) {
  const key = ["-H", `X-DC-DEVKEY: ${THEIRS}`];
  const { stdout } = await promisify(execFile)("curl", [
    "-sS",
    "-i",
    ...key,
    ...args,
    baseUrl + path,
  ]);
  return stdout;
}

test("curl reads and revokes with only its base URL changed", async () => {
  const order = `/order/certificate/${ORDERS.issued}`;
  assert.match(await curl(order), /^HTTP\/1.1 200[\s\S]+"status":"issued"/);
  const json = ["-X", "PUT", "-H", "Content-Type: application/json", "-d"];
  const asked = await curl(`${order}/revoke`, ...json, '{"revocation_reason":"superseded"}');
  assert.match(asked, /^HTTP\/1.1 201[\s\S]+"status":"pending"/);
  const refused = await curl(`${order}/revoke`, ...json, '{"revocation_reason":"key_compromise"}');
  assert.match(refused, /^HTTP\/1.1 400[\s\S]+application\/problem\+json[\s\S]+revocationReason/);
  assert.deepEqual(await calls(), [
    `GET /services/v2${order} 200`,
    `PUT /services/v2${order}/revoke 201`,
  ]);
  assert.ok(!(await sandbox("log")).includes(THEIRS));
  const record = await fetch(`${local.consoleUrl}/console/audit-log`);
  assert.ok(!(await record.text()).includes(THEIRS), "the record has not seen it");
});

test("certmesh from PyPI lists, reads an order and revokes with only its base URL changed", async () => {
  await installCertmesh();
  const listed = await certmesh(baseUrl, THEIRS, LIST);
  assert.equal(listed.code, 0, listed.out);
  assert.match(listed.out, new RegExp(`^${ORDERS.issued} \\S+$`, "m"));
  const lists = await calls();
  assert.ok(
    lists.length > 0 && lists.every((call) => call === "GET /services/v2/order/certificate 200"),
  );

  await sandbox("reset", "POST");
  const revoke = ["digicert", "revoke", "--order-id", String(ORDERS.issued), "--reason"];
  // Its own spelling of a reason, which DigiCert does not document: refused by name, nothing is sent.
  const refused = await certmesh(baseUrl, THEIRS, COMMAND, ...revoke, "key_compromise");
  assert.equal(refused.code, 2, refused.out);
  assert.match(refused.out, /revocationReason|key_compromise/);
  const revoked = await certmesh(baseUrl, THEIRS, COMMAND, ...revoke, "superseded");
  assert.equal(revoked.code, 0, revoked.out);
  const read = `GET /services/v2/order/certificate/${ORDERS.issued} 200`;
  const made = await calls();
  assert.deepEqual(made.slice(0, 2), [read, read]);
  assert.match(made[2] ?? "", /^PUT \/services\/v2\/certificate\/\d+\/revoke 204$/);
  assert.equal(made.length, 3);
  assert.ok(![listed, refused, revoked].some(({ out }) => out.includes(THEIRS)));
  console.log(
    `certmesh: listed (${lists.length} pages), read order ${ORDERS.issued} and revoked its certificate: ${made[2]}`,
  );
});
