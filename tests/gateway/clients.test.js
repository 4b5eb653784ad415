// Third-party clients against the gateway, with only their base URL changed: curl as in DigiCert's documentation, and certmesh
// from PyPI. Their key is not valid: the gateway uses its own and ignores theirs.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before, beforeEach, test } from "node:test";
import { promisify } from "node:util";
import { startLocal } from "../../www/gateway/local/local.js";
import { ORDERS } from "../../www/sandbox/seed.js";
import { COMMAND, certmesh, installCertmesh, LIST } from "../support/python-client.js";

const CLIENT_KEY = "canary-key-Zq81xT5";
/** @type {Awaited<ReturnType<typeof startLocal>>} */
let local;
let baseUrl = "";
before(async () => {
  // Without two-person approval the gateway sends no reads of its own.
  local = await startLocal({ variables: { TWO_PERSON: "null" } });
  baseUrl = `${local.consoleUrl}/services/v2`;
});
after(() => local?.close());
beforeEach(() => sandbox("reset", "POST"));

/** @param {string} path @param {string} [method] */
async function sandbox(path, method = "GET") {
  const response = await fetch(local.sandboxUrl.replace("services/v2", `sandbox/${path}`), {
    method,
  });
  return response.text();
}

/** The calls that reached the sandbox. */
async function calls() {
  /** @type {{ log: Array<{ method: string, path: string, status: number }> }} */
  const { log } = JSON.parse(await sandbox("log"));
  return log.map(({ method, path, status }) => `${method} ${path.split("?")[0]} ${status}`);
}

/** @param {string} path @param {string[]} args */
async function curl(path, ...args) {
  const key = ["-H", `X-DC-DEVKEY: ${CLIENT_KEY}`];
  const { stdout } = await promisify(execFile)("curl", [
    "-sS",
    "-i",
    ...key,
    ...args,
    baseUrl + path,
  ]);
  return stdout;
}

test("curl works through the gateway with another base URL", async () => {
  const order = `/order/certificate/${ORDERS.issued}`;
  assert.match(await curl(order), /^HTTP\/1.1 200[\s\S]+"status":"issued"/);
  const json = ["-X", "PUT", "-H", "Content-Type: application/json", "-d"];
  const requested = await curl(`${order}/revoke`, ...json, '{"revocation_reason":"superseded"}');
  assert.match(requested, /^HTTP\/1.1 201[\s\S]+"status":"pending"/);
  const refused = await curl(`${order}/revoke`, ...json, '{"revocation_reason":"key_compromise"}');
  assert.match(refused, /^HTTP\/1.1 400[\s\S]+application\/problem\+json[\s\S]+revocationReason/);
  assert.deepEqual(await calls(), [
    `GET /services/v2${order} 200`,
    `PUT /services/v2${order}/revoke 201`,
  ]);
  assert.ok(!(await sandbox("log")).includes(CLIENT_KEY));
  const record = await fetch(`${local.consoleUrl}/console/audit-log`);
  assert.ok(!(await record.text()).includes(CLIENT_KEY), "the key is not in the audit log");
});

test("certmesh works through the gateway with another base URL", async () => {
  await installCertmesh();
  const listed = await certmesh(baseUrl, CLIENT_KEY, LIST);
  assert.equal(listed.code, 0, listed.out);
  assert.match(listed.out, new RegExp(`^${ORDERS.issued} \\S+$`, "m"));
  const lists = await calls();
  assert.ok(
    lists.length > 0 && lists.every((call) => call === "GET /services/v2/order/certificate 200"),
  );

  await sandbox("reset", "POST");
  const revoke = ["digicert", "revoke", "--order-id", String(ORDERS.issued), "--reason"];
  // certmesh's own spelling of a reason, which DigiCert does not document, is rejected by name, and nothing is sent.
  const refused = await certmesh(baseUrl, CLIENT_KEY, COMMAND, ...revoke, "key_compromise");
  assert.equal(refused.code, 2, refused.out);
  assert.match(refused.out, /revocationReason|key_compromise/);
  const revoked = await certmesh(baseUrl, CLIENT_KEY, COMMAND, ...revoke, "superseded");
  assert.equal(revoked.code, 0, revoked.out);
  const read = `GET /services/v2/order/certificate/${ORDERS.issued} 200`;
  const made = await calls();
  assert.deepEqual(made.slice(0, 2), [read, read]);
  assert.match(made[2] ?? "", /^PUT \/services\/v2\/certificate\/\d+\/revoke 204$/);
  assert.equal(made.length, 3);
  assert.ok(![listed, refused, revoked].some(({ out }) => out.includes(CLIENT_KEY)));
  console.log(
    `certmesh: listed (${lists.length} pages), read order ${ORDERS.issued} and revoked its certificate: ${made[2]}`,
  );
});
