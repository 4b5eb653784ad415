// The sandbox beyond revoking an order: certificates, lists, status changes, the report, cancellation, lost responses.

import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { startSandbox } from "../../www/sandbox/node.js";
import { ORDERS } from "../../www/sandbox/seed.js";

/** @type {Awaited<ReturnType<typeof startSandbox>>} */
let server;
before(async () => {
  server = await startSandbox();
});
after(() => server.close());
beforeEach(() => server.sandbox.reset());

/** @param {string} method @param {string} path @param {unknown} [body] @param {string} [key] */
async function call(method, path, body, key = "sandbox-admin-key") {
  const headers = { "X-DC-DEVKEY": key, "Content-Type": "application/json" };
  const init =
    body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
  const response = await fetch(server.url + path, init);
  const text = await response.text();
  const isJson = /json/.test(response.headers.get("content-type") ?? "");
  return { status: response.status, json: isJson ? JSON.parse(text) : undefined, text };
}

const fault = (/** @type {object} */ body) =>
  fetch(server.url.replace("/services/v2", "/sandbox/faults"), {
    method: "POST",
    body: JSON.stringify(body),
  });
const log = async () =>
  (await (await fetch(server.url.replace("/services/v2", "/sandbox/log"))).json()).log;

test("duplicates and reissues include archived ones on request", async () => {
  const path = `/order/certificate/${ORDERS.issued}`;
  const ids = (/** @type {any} */ { json }) =>
    json.certificates.map((/** @type {any} */ row) => row.id);
  const primary = ORDERS.issued * 10;
  assert.deepEqual(ids(await call("GET", `${path}/duplicate`)), [primary + 1]);
  const all = await call("GET", `${path}/duplicate?show_archived=true`);
  assert.deepEqual(ids(all), [primary + 1, primary + 2]);
  assert.deepEqual(
    all.json.certificates.map((/** @type {any} */ row) => row.archived),
    ["0", "1"],
  );
  const reissues = await call("GET", `${path}/reissue?show_archived=true`);
  assert.deepEqual(ids(reissues), [primary, primary + 3, primary + 9]);
  assert.deepEqual(
    reissues.json.certificates.map((/** @type {any} */ row) => row.archived),
    [0, 1, 0],
  );
  const [, , rejected] = reissues.json.certificates;
  assert.deepEqual([rejected.status, rejected.serial_number], ["rejected", undefined]);
  assert.equal((await call("GET", `${path}/duplicate?show_archived=yes`)).status, 400);
  assert.equal((await call("GET", "/order/certificate/999/duplicate")).status, 404);
});

test("a certificate is revoked by id or serial, its order is not", async () => {
  const path = `/order/certificate/${ORDERS.issued}`;
  const [first, second] = (await call("GET", `${path}/duplicate?show_archived=true`)).json
    .certificates;
  const skip = { skip_approval: true };
  assert.equal((await call("PUT", `/certificate/${first.id}/revoke`, skip)).status, 204);
  assert.equal(
    (await call("PUT", `/certificate/${second.serial_number.toLowerCase()}/revoke`, skip)).status,
    204,
  );
  const again = await call("PUT", `/certificate/${first.id}/revoke`, skip);
  assert.deepEqual([again.status, again.json.errors[0].code], [400, "order_already_revoked"]);
  assert.equal((await call("GET", path)).json.status, "issued");
  const requested = await call("PUT", `/certificate/${ORDERS.issued * 10}/revoke`, {});
  assert.equal(requested.status, 201);
  assert.equal(
    (await call("PUT", `/request/${requested.json.id}/status`, { status: "approved" })).status,
    204,
  );
  assert.equal((await call("GET", path)).json.status, "issued");
  assert.equal((await call("PUT", "/certificate/999/revoke", {})).status, 404);
  assert.equal(
    (await call("PUT", `/certificate/${ORDERS.reissuePending * 10}/revoke`, skip)).status,
    400,
  );
});

test("an account can revoke an order with its only certificate", async () => {
  const settings = server.url.replace("/services/v2", "/sandbox/settings");
  await fetch(settings, {
    method: "PUT",
    body: JSON.stringify({ certificateRevokeEndsOrder: true }),
  });
  const identifier = ORDERS.codeSigning * 10;
  await call("PUT", `/certificate/${identifier}/revoke`, { skip_approval: true });
  assert.equal(
    (await call("GET", `/order/certificate/${ORDERS.codeSigning}`)).json.status,
    "revoked",
  );
});

test("status-changes lists recent changes of up to seven days", async () => {
  const changes = (/** @type {string} */ query) =>
    call("GET", `/order/certificate/status-changes?${query}`);
  assert.deepEqual((await changes("minutes=60")).json, {});
  await call("PUT", `/order/certificate/${ORDERS.issued}/revoke`, { skip_approval: true });
  const row = { order_id: ORDERS.issued, certificate_id: ORDERS.issued * 10, status: "revoked" };
  assert.deepEqual((await changes("seconds=30")).json, { orders: [row] });
  assert.equal((await changes("minutes=10080")).status, 200);
  assert.equal((await changes("minutes=10081")).json.errors[0].code, "time_frame_too_long");
  for (const query of ["", "minutes=x", "hours=1", "minutes=1&seconds=1"])
    assert.equal((await changes(query)).status, 400, query);
});

test("the order report is CSV with a row for each order", async () => {
  const { text } = await call("GET", "/report/order?limit=3");
  const [head, ...rows] = text.trim().split("\r\n");
  assert.match(head ?? "", /^order_id,status,common_name/);
  assert.equal(rows.length, 3);
  assert.match(rows[0] ?? "", new RegExp(`^"${ORDERS.issued}","issued","www.example.com"`));
});

test("an order that is not issued can be canceled", async () => {
  const cancel = (/** @type {number} */ id) =>
    call("PUT", `/order/certificate/${id}/status`, { status: "canceled", note: "x" });
  assert.equal((await cancel(ORDERS.pending)).status, 204);
  assert.equal((await cancel(ORDERS.reissuePending)).status, 204);
  assert.equal(
    (await call("GET", `/order/certificate/${ORDERS.reissuePending}`)).json.status,
    "issued",
  );
  assert.equal((await cancel(ORDERS.issued)).status, 400);
});

test("a lost response closes the connection, as the log shows", async () => {
  const path = `/order/certificate/${ORDERS.issued}`;
  for (const [lost, status] of [
    ["before", "issued"],
    ["after", "revoked"],
  ]) {
    await fault({ method: "PUT", lost });
    await assert.rejects(call("PUT", `${path}/revoke`, { skip_approval: true }), TypeError);
    assert.equal((await call("GET", path)).json.status, status);
    const put = (await log()).findLast((/** @type {any} */ entry) => entry.method === "PUT");
    assert.deepEqual([put.status, put.lost], [0, lost]);
  }
  assert.equal((await fault({ lost: "sometimes" })).status, 400);
});

test("a view-only key can read everything and change nothing", async () => {
  const view = "sandbox-view-only-key";
  const path = `/order/certificate/${ORDERS.issued}`;
  for (const read of [
    `${path}/duplicate`,
    `${path}/reissue`,
    "/request",
    "/user/me",
    "/report/order",
  ])
    assert.equal((await call("GET", read, undefined, view)).status, 200, read);
  for (const change of [`${path}/status`, `/certificate/${ORDERS.issued}0/revoke`])
    assert.equal((await call("PUT", change, {}, view)).status, 403, change);
});
