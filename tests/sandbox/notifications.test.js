// The sandbox's side of webhooks: it receives the gateway's notifications and verifies them, and it sends DigiCert's event for
// each revoked certificate.

import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { signedHeaders } from "../../www/gateway/notifications/sender.js";
import { startSandbox } from "../../www/sandbox/node.js";
import { ORDERS } from "../../www/sandbox/seed.js";
import { DEFAULTS } from "../../www/sandbox/settings.js";
import { startReceiver } from "../support/webhook-receiver.js";

const { notificationSecret: SECRET } = DEFAULTS;
const BODY = JSON.stringify({ type: "test", timestamp: "2026-01-02T03:04:05.000Z", data: {} });

/** @type {Awaited<ReturnType<typeof startSandbox>>} */
let server;
before(async () => {
  server = await startSandbox();
});
after(() => server.close());
beforeEach(() => server.sandbox.reset());

const at = (/** @type {string} */ path) => server.url.replace("/services/v2", `/sandbox/${path}`);
/** @param {Record<string, string>} headers @param {string} [body] @param {string} [format] */
const post = (headers, body = BODY, format = "json") =>
  fetch(at(`notifications/${format}`), { method: "POST", headers, body });
const list = async () => (await (await fetch(at("notifications"))).json()).notifications;
/** @param {object} settings */
const configure = (settings) =>
  fetch(at("settings"), { method: "PUT", body: JSON.stringify(settings) });

test("the receiver verifies a signature, and shows a repeated id", async () => {
  const now = Date.now();
  const headers = await signedHeaders(SECRET, "msg_1", BODY, now);
  assert.equal((await post(headers)).status, 204);
  await post(headers);
  await post({ ...headers, "webhook-signature": `v2,a ${headers["webhook-signature"]} v1,b` });
  await post({}, "{}", "slack");
  const { "webhook-id": _, ...noId } = headers;
  const [, tag = ""] = headers["webhook-signature"].split(",");
  for (const [wrong, body] of /** @type {Array<[Record<string, string>, string?]>} */ ([
    [headers, BODY.replace("test", "frozen")],
    [{ ...headers, "webhook-id": "msg_2" }],
    [{ ...headers, "webhook-timestamp": "x" }],
    [{ ...headers, "webhook-signature": `v2,${tag}` }],
    [{ ...headers, "webhook-signature": "v1,not base64!" }],
    [noId],
    [await signedHeaders(SECRET, "msg_3", BODY, now - 301_000)],
    [await signedHeaders("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_4", BODY, now)],
  ]))
    await post(wrong, body);
  const received = (await list()).reverse();
  assert.deepEqual(
    received.map((/** @type {any} */ { signature }) => signature),
    ["valid", "valid", "valid", "unsigned", ...Array(8).fill("invalid")],
  );
  assert.deepEqual(
    received.slice(0, 4).map((/** @type {any} */ { repeated }) => repeated),
    [false, true, true, false],
  );
});

test("the list is limited, escaped in a page, cleared by a reset", async () => {
  for (let nth = 0; nth < 210; nth += 1) await post({}, JSON.stringify({ nth }));
  await post({}, "<script>alert(1)</script>".repeat(1000));
  const received = await list();
  assert.equal(received.length, 200);
  assert.deepEqual([received[1].body, received[0].body.length], [{ nth: 209 }, 16_384]);
  const page = await fetch(at("notifications"), { headers: { accept: "text/html" } });
  assert.match(page.headers.get("content-type") ?? "", /^text\/html/);
  const text = await page.text();
  assert.ok(text.includes("&lt;script&gt;") && !text.includes("<script>"));
  await fetch(at("reset"), { method: "POST" });
  assert.deepEqual(await list(), []);
});

test("the receiver answers with the status of its setting", async () => {
  await configure({ notificationStatus: 503 });
  assert.equal((await post({})).status, 503);
  assert.equal((await post({}, "{}", "mail")).status, 404);
});

test("a revocation sends an event for each of its certificates", async () => {
  const receiver = await startReceiver();
  await configure({ webhookUrl: receiver.url, webhookSecret: "a-shared-secret" });
  const headers = { "X-DC-DEVKEY": "sandbox-admin-key", "Content-Type": "application/json" };
  const revoke = (/** @type {string} */ body) =>
    fetch(`${server.url}/order/certificate/${ORDERS.issued}/revoke`, {
      method: "PUT",
      headers,
      body,
    });
  assert.equal((await revoke("{}")).status, 201);
  assert.deepEqual(receiver.deliveries, [], "a request revokes nothing");
  assert.equal((await revoke('{"skip_approval":true}')).status, 204);
  const last = ORDERS.issued * 10 + 3;
  await receiver.until(({ body }) => body.includes(String(last)));
  const events = receiver.deliveries.map(({ body }) => JSON.parse(body));
  assert.deepEqual(
    events.map(({ event, data }) => [event, data.order_id, data.certificate_id]).sort(),
    [0, 1, 2, 3].map((nth) => [
      ...["certificate_revoked", ORDERS.issued, ORDERS.issued * 10 + nth],
    ]),
  );
  for (const { headers } of receiver.deliveries)
    assert.equal(headers["x-webhook-key"], "a-shared-secret");
});

test("a webhook that fails does not change the response", async () => {
  const receiver = await startReceiver(() => "reset");
  await configure({ webhookUrl: receiver.url });
  const headers = { "X-DC-DEVKEY": "sandbox-admin-key", "Content-Type": "application/json" };
  const url = `${server.url}/order/certificate/${ORDERS.issued}/revoke`;
  const response = await fetch(url, { method: "PUT", headers, body: '{"skip_approval":true}' });
  assert.equal(response.status, 204);
  await receiver.until(({ headers }) => headers["x-webhook-key"] === undefined);
});
