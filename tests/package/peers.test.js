// Mistakes of other CertCentral clients, each with the name of the client: this client makes none of them.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CertCentral,
  parseRevokeResponse,
  RefusedError,
  UnknownOutcomeError,
} from "../../pkg/dist/node.js";
import { FAST_RETRY } from "../support/client.js";
import { errorFrom } from "../support/errors.js";

const RETRY = { ...FAST_RETRY, maxRetryAfterMs: 10 };
const PENDING = {
  id: 7,
  date: "2026-11-24T08:00:00+00:00",
  type: "revoke",
  status: "pending",
  requester: { id: 1, first_name: "A", last_name: "B", email: "a@example.com" },
};
const LIMITED = { errors: [{ code: "request_limit_exceeded", message: "slow" }] };

/** A client with scripted responses: a status, a status with a body, or a lost connection. The last one repeats. */
function client(/** @type {Array<number | [number, unknown] | "lost">} */ ...responses) {
  /** @type {Array<{ method: string, path: string, body: any }>} */
  const sent = [];
  const fetch = async (/** @type {string} */ url, /** @type {RequestInit} */ init) => {
    const body = init.body ? JSON.parse(String(init.body)) : undefined;
    sent.push({ method: String(init.method), path: url.replace(/^.*\/services\/v2/, ""), body });
    const next = responses.length > 1 ? responses.shift() : responses[0];
    if (next === "lost" || next === undefined) throw new TypeError("connection lost");
    const [status, json] = typeof next === "number" ? [next, undefined] : next;
    return new Response(json === undefined ? null : JSON.stringify(json), { status });
  };
  const certcentral = new CertCentral({ apiKey: "canary-key-81", fetch, retry: RETRY });
  const puts = () => sent.filter(({ method }) => method === "PUT");
  return { certcentral, sent, puts };
}

test("riboseinc: both successes and an errors object are parsed", async () => {
  const straight = await client(204).certcentral.revokeOrder(1);
  assert.equal(straight.outcome, "revoked");
  const requested = await client([201, PENDING]).certcentral.revokeOrder(1);
  assert.deepEqual([requested.outcome, requested.proof], ["requested", "accepted"]);
  const object = {
    errors: { code: "not_found|route", message: "The specified route was not found." },
  };
  const error = await errorFrom(client([404, object]).certcentral.revokeOrder(1));
  assert.deepEqual([error.code, error.errors[0].detail], ["not-found", "route"]);
});

test("riboseinc: unfiltered rows are dropped, page.limit ignored", async () => {
  const row = (/** @type {number} */ id, /** @type {string} */ status) => ({ id, status });
  const pages = client(
    [
      200,
      {
        requests: [row(1, "pending"), row(2, "approved")],
        page: { total: 3, limit: 0, offset: 0 },
      },
    ],
    [200, { requests: [row(3, "pending")], page: { total: 3, limit: 0, offset: 2 } }],
  );
  const ids = [];
  for await (const { id } of pages.certcentral.requests.list({ status: "pending" })) ids.push(id);
  assert.deepEqual(ids, ["1", "3"]);
  assert.match(pages.sent[1]?.path ?? "", /offset=2/);
});

test("JupiterOne: paging ends although the total changes", async () => {
  const pages = client(
    [200, { orders: [{ id: 1, status: "issued" }], page: { total: 5 } }],
    [200, { orders: [{ id: 2, status: "issued" }], page: { total: 900 } }],
    [200, { orders: [], page: { total: 900 } }],
  );
  const ids = [];
  for await (const { id } of pages.certcentral.orders.list()) ids.push(id);
  assert.deepEqual([ids, pages.sent.length], [["1", "2"], 3]);
});

test("Lemur: a pending request is never reported as revoked", async () => {
  const outcome = await client([201, PENDING]).certcentral.revokeOrder(1);
  assert.ok(outcome.outcome === "requested" && outcome.request.status === "pending");
});

test("Lemur: a lost response is not sent again without a read", async () => {
  const lost = client("lost");
  const error = await errorFrom(lost.certcentral.revokeOrder(1));
  assert.deepEqual(
    [error.problem, error.effect, error.retryable, lost.puts().length],
    ["connection-failed", "unknown", false, 1],
  );
  const unavailable = client(503, 503, 503);
  assert.ok(
    (await errorFrom(unavailable.certcentral.revokeOrder(1))) instanceof UnknownOutcomeError,
  );
  assert.equal(unavailable.puts().length, 1);
});

test("Lemur: a 429 is retried after a wait", async () => {
  const limited = client([429, LIMITED], [429, LIMITED], 204);
  const { outcome, attempts } = await limited.certcentral.revokeOrder(1);
  const decisions = attempts.map((/** @type {any} */ attempt) => attempt.decision);
  assert.deepEqual(
    [outcome, decisions],
    ["revoked", ["not-processed", "not-processed", "accepted"]],
  );
});

test("Lemur: an unknown reason is rejected, never unspecified", async () => {
  const none = client(204);
  const reason = /** @type {any} */ ("caCompromise");
  const error = await errorFrom(none.certcentral.revokeOrder(1, { revocationReason: reason }));
  assert.deepEqual([error.code, error.effect, none.sent.length], ["invalid-input", "none", 0]);
});

test("Venafi: 204 is success, the reason has its documented name", async () => {
  const straight = client(204);
  const outcome = await straight.certcentral.revokeCertificate("0A:1B:2C:3D:4E:5F:60:71", {
    revocationReason: "keyCompromise",
  });
  assert.deepEqual([outcome.outcome, outcome.warnings], ["revoked", ["order-stays"]]);
  assert.deepEqual(straight.sent, [
    {
      method: "PUT",
      path: "/certificate/0A1B2C3D4E5F6071/revoke",
      body: { revocation_reason: "keyCompromise" },
    },
  ]);
  for (const status of ["submitted", "pending", "approved", "rejected", "on_hold"]) {
    const result = await client([201, { ...PENDING, status }]).certcentral.revokeCertificate(5);
    assert.ok(result.outcome === "requested" && result.request.status === status);
  }
});

test("sapcc: an empty 204 is not an error", async () => {
  const { outcome } = await client(204).certcentral.revokeOrder(1, { skipApproval: true });
  assert.equal(outcome, "revoked");
});

test("MyKST, PHP: the status counts, whatever the body contains", () => {
  for (const status of [400, 403, 500]) {
    assert.throws(() => parseRevokeResponse({ status, body: "" }), UnknownOutcomeError);
  }
});

test("Keyfactor: 429 until the deadline has no effect", async () => {
  const limited = client([429, LIMITED]);
  const error = await errorFrom(limited.certcentral.revokeOrder(1, {}, { deadlineMs: 500 }));
  assert.deepEqual([error.code, error.effect, error.retryable], ["rate-limited", "none", true]);
  assert.ok(limited.puts().length > 1);
});

test("Keyfactor: a refused approval has no effect", async () => {
  const refusal = { errors: [{ code: "access_denied|missing_permission", message: "no" }] };
  const refused = client([201, PENDING], [403, refusal]);
  const requested = await refused.certcentral.revokeOrder(1);
  assert.ok(requested.outcome === "requested");
  const error = await errorFrom(refused.certcentral.requests.approve(requested.request.id));
  assert.deepEqual([error.code, error.effect], ["access-denied", "none"]);
});

test("Keyfactor, certmesh, Infisical: order and certificate differ", async () => {
  const order = client(204);
  assert.deepEqual((await order.certcentral.revokeOrder(123)).warnings, []);
  assert.equal(order.sent[0]?.path, "/order/certificate/123/revoke");
  const certificate = client(204);
  assert.deepEqual((await certificate.certcentral.revokeCertificate(123)).warnings, [
    "order-stays",
  ]);
  assert.equal(certificate.sent[0]?.path, "/certificate/123/revoke");
});

test("terraform-provider-digicert: no default reason is sent", async () => {
  const plain = client(204);
  await plain.certcentral.revokeOrder(1);
  assert.deepEqual(plain.sent[0]?.body, {});
});

test("certmesh: a wrong spelling of a reason names the right one", async () => {
  const reason = /** @type {any} */ ("key_compromise");
  const error = await errorFrom(
    client(204).certcentral.revokeOrder(1, { revocationReason: reason }),
  );
  assert.match(error.message, /did you mean keyCompromise/);
});

test("Infisical: a failed poll loses no revocation", async () => {
  const changes = client([200, {}], "lost", [
    200,
    { orders: [{ order_id: 5, status: "revoked" }] },
  ]);
  const seen = await changes.certcentral.revocations.wait({ orderIds: [5] }, { pollMs: 50 });
  assert.deepEqual(seen, {
    reached: true,
    orders: [{ orderId: "5", status: "revoked", proof: "revoked" }],
  });
  const seconds = changes.sent.map(({ path }) => Number(path.split("seconds=")[1]));
  assert.equal(seconds[0], 604_800);
  assert.ok(seconds.slice(1).every((span) => span >= 120));
});

test("a concurrent revoke of one order is rejected and not sent", async () => {
  const twice = client(204);
  const [first, second] = await Promise.allSettled([
    twice.certcentral.revokeOrder(1),
    twice.certcentral.revokeOrder(1),
  ]);
  assert.equal(first.status, "fulfilled");
  assert.ok(second.status === "rejected" && second.reason.code === "in-flight");
  assert.equal(twice.puts().length, 1);
  assert.equal((await twice.certcentral.revokeOrder(1)).outcome, "revoked");
});

test("a refused re-send does not prove that nothing happened", async () => {
  const order = { id: 1, status: "issued", requests: [] };
  const already = { errors: [{ code: "order_already_revoked", message: "x" }] };
  const late = client(
    "lost",
    [200, order],
    [200, order],
    [400, already],
    [200, { ...order, status: "revoked" }],
  );
  const outcome = await late.certcentral.revokeOrder(1);
  assert.deepEqual(
    [outcome.outcome, outcome.confirmedBy, late.puts().length],
    ["revoked", "read", 2],
  );
  const never = client("lost", [200, order], [200, order], [400, already], [200, order]);
  const error = await errorFrom(never.certcentral.revokeOrder(1));
  assert.deepEqual(
    [error instanceof RefusedError, error.effect, never.puts().length],
    [false, "unknown", 2],
  );
});
