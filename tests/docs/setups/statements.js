// Setups of examples that are statements in Node.

import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { signedHeaders } from "../../../www/gateway/notifications/sender.js";
import { ORDERS } from "../../../www/sandbox/seed.js";
import { contextOf, fault, log, statements } from "../prepare.js";

const { issued, openRevoke, codeSigning } = ORDERS;
const post = (/** @type {unknown} */ body) => ({ method: "POST", body: JSON.stringify(body) });
const removeFiles = (/** @type {string[]} */ ...files) =>
  files.forEach((file) => {
    rmSync(file, { force: true });
  });

/** @type {Record<string, import("../setup.js").Setup>} */
export const STATEMENTS = {
  "": statements(),
  env: statements(),
  client: statements(),

  "readme-node": statements((_, sandbox, { lines }) => {
    assert.deepEqual(lines, ["requested "]);
    assert.deepEqual(log(sandbox), ["PUT 201"]);
  }),
  "readme-typescript": statements((_, __, { lines }) => {
    assert.equal(lines[0], "revokes 4 certificates");
    assert.match(lines[1] ?? "", /^approval request \d+$/);
  }),
  outcomes: statements(({ result }, _, { lines }) => {
    assert.equal(result.outcome, "requested");
    assert.match(lines.join(), new RegExp(`^${result.request.id} pending 20`));
  }),
  invalid: {
    ...statements((_, sandbox) => assert.deepEqual(log(sandbox), [])),
    wrongOnPurpose: true,
  },
  certificate: statements((_, sandbox) => assert.deepEqual(log(sandbox), ["PUT 204"])),
  life: statements(
    ({ certificates, seen }, sandbox) => {
      assert.deepEqual([certificates.length, seen.reached], [1, true]);
      assert.ok(log(sandbox).filter((line) => line === "PUT 204").length >= 2, "approved");
    },
    async (sandbox) => {
      const { certcentral } = await contextOf(sandbox);
      const { certificate } = await certcentral.orders.get(openRevoke);
      return { orderId: String(openRevoke), serialNumber: certificate?.serialNumber ?? "" };
    },
  ),
  next: statements(async ({ POST }) => {
    const send = (/** @type {unknown} */ body) =>
      POST(new Request("http://localhost/revoke", post(body)));
    const first = await send({ orderId: issued, comment: "INC-4711" });
    assert.equal((await first.json()).request.comments, "INC-4711");
    const second = await send({ orderId: issued });
    assert.deepEqual([second.status, (await second.json()).code], [409, "refused"]);
  }),
  revoked: statements(
    (_, __, { lines }) => assert.deepEqual(lines, ["123456793 is revoked already"]),
    { orderId: "123456793" },
  ),
  hooks: statements((_, __, { lines }) => {
    const [sent, ended] = lines.map((line) => JSON.parse(line));
    assert.deepEqual(JSON.parse(sent.sent.body), { comment: "INC-4711", skip_approval: true });
    assert.equal(ended.attempt.decision, "accepted");
    assert.ok(!lines.join().includes("sandbox-admin-key"));
  }),
  spans: statements(async ({ client, spans }, _, { tracer }) => {
    await client.me();
    const [{ name, attributes }] = tracer.spans;
    assert.deepEqual([name, spans.size, tracer.spans.length], ["certcentral me", 0, 1]);
    assert.equal(attributes["http.response.status_code"], 200);
    assert.equal(attributes["certcentral.decision"], "read");
  }),
  timeout: statements(
    (_, __, { lines }) => assert.deepEqual(lines, ["timeout unknown"]),
    async (sandbox) => {
      await fault(sandbox, { delayMs: 700 });
      await fault(sandbox, { method: "GET", times: 9, status: 500 });
      return {};
    },
  ),
  "wait-many": statements(undefined, async (sandbox) => {
    const { certcentral } = await contextOf(sandbox);
    // The orders are revoked now, because a wait for several orders reads only the changes of the last seven days.
    for (const id of [issued, codeSigning])
      await certcentral.revokeOrder(id, { skipApproval: true });
    return { orderId: String(issued) };
  }),
  transport: statements(({ outcome }, sandbox) => {
    assert.equal(outcome.request.comments, "INC-4711");
    assert.deepEqual(log(sandbox), ["PUT 201"]);
  }),
  answers: statements(),
  decision: statements(),
  handle: statements(
    (_, __, { lines }) => {
      assert.match(lines[0] ?? "", /"RefusedError"/);
      assert.equal(lines[1], "request_already_exists");
    },
    { orderId: String(openRevoke) },
  ),
  settle: statements((_, __, { lines }) => assert.match(lines.join(), /^issued 90001 pending 20/), {
    orderId: String(openRevoke),
  }),
  "from-curl": statements((_, sandbox) => assert.deepEqual(log(sandbox), ["PUT 201"])),
  rest: statements(),
  "verify-notification": statements(async ({ verifiedEvent }) => {
    const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const body = '{"type":"test"}';
    const headers = await signedHeaders(secret, "msg_1", body, Date.now());
    assert.deepEqual(verifiedEvent(headers, body, secret), { type: "test" });
    assert.throws(() => verifiedEvent(headers, `${body} `, secret), /signature/);
    assert.throws(() => verifiedEvent(headers, body, secret.replace("Mf", "Mg")), /signature/);
    const old = await signedHeaders(secret, "msg_1", body, Date.now() - 600_000);
    assert.throws(() => verifiedEvent(old, body, secret), /time/);
  }),

  mass: statements(
    (_, sandbox, { lines }) => {
      removeFiles("july.journal");
      assert.match(lines[0] ?? "", /^2 true [0-9a-f]{64}$/);
      const puts = log(sandbox).filter((line) => line.startsWith("PUT"));
      assert.deepEqual(puts, ["PUT 204", "PUT 204"]);
    },
    async () => {
      removeFiles("july.journal", "july.journal.lock");
      return {};
    },
  ),
  "mass-journal": statements(),

  // Tests of users
  "test-fetch": statements(),
  "test-retry": statements(),
  "test-error": statements(),
  "test-sandbox": statements(),
  "test-mass": statements(),
};
