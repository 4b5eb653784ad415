// The account of a key on workerd: rate limit, pause after a 429, one action for each Idempotency-Key, and a separate key for
// reads. The rate windows themselves: `rate-limiter.test.js`.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { afterEach, test } from "node:test";
import { verifyLog } from "../../pkg/verify/verify.js";
import { startLocal } from "../../www/gateway/local/local.js";
import { closeServer, listen } from "../support/listen.js";

const WRITE_KEY = "canary-key-Zq81xT5";
const READ_KEY = "canary-key-for-reads";
const OWN = { "content-type": "application/json", "x-certcentral-console": "1" };
const LIMITED = '{"errors":[{"code":"request_limit_exceeded","message":"slow"}]}';

/** @typedef {{ method: string, key: string, body: string }} Seen */
/** @type {Array<() => Promise<unknown> | void>} */
const closing = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/**
 * Starts a gateway in front of a CertCentral that records its requests.
 * @param {Parameters<typeof startLocal>[0]} options @param {(nth: number) => [number, string, object?]} respond
 */
async function start(options = {}, respond = () => [204, ""]) {
  /** @type {Seen[]} */
  const seen = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const { method = "", headers } = request;
    seen.push({ method, key: String(headers["x-dc-devkey"]), body });
    const [status, text, more = {}] = respond(seen.length);
    response.writeHead(status, { "content-type": "application/json", ...more }).end(text);
  });
  const port = await listen(server);
  const upstream = `http://127.0.0.1:${port}/services/v2`;
  // Without two-person approval the gateway sends no reads of its own.
  const variables = { TWO_PERSON: "null" };
  const local = await startLocal({ key: WRITE_KEY, upstream, variables, ...options });
  closing.push(() => local.close());
  closing.push(() => {
    closeServer(server);
  });
  /** @param {string} [key] @param {string} [body] @param {number} [order] */
  const revoke = (key, body = "{}", order = 7) =>
    fetch(`${local.consoleUrl}/services/v2/order/certificate/${order}/revoke`, {
      method: "PUT",
      headers: key === undefined ? OWN : { ...OWN, "idempotency-key": key },
      body,
    });
  const record = () => fetch(`${local.consoleUrl}/console/audit-log/export`);
  const read = () => fetch(`${local.consoleUrl}/services/v2/order/certificate/7`);
  return { seen, revoke, read, record };
}

test("a call waits for a short window; a long one gives 429", async () => {
  const windows = [
    [2, 100],
    [4, 60_000],
  ];
  const { seen, revoke, read } = await start({ limits: { windows, guardMs: 0 } });
  const paced = await Promise.all([revoke(undefined, "{}", 1), read(), revoke(undefined, "{}", 2)]);
  for (const { status } of paced) assert.ok(status < 300, String(status));
  const refused = await revoke(undefined, "{}", 3);
  assert.equal(refused.status, 429);
  assert.match(await refused.text(), /request_limit_exceeded.*nothing was sent/);
  assert.equal(seen.length, 3);
});

test("invalid LIMITS are named, and nothing is sent", async () => {
  const { seen, revoke } = await start({ limits: { windows: [[0, 5000]] } });
  const refused = await revoke();
  assert.equal(refused.status, 403);
  assert.match(await refused.text(), /LIMITS\.windows\[0\] must be/);
  assert.equal(seen.length, 0);
});

test("invalid LANES are named, and nothing is sent", async () => {
  for (const [LANES, message] of /** @type {const} */ ([
    ['{"writeReservePercent":90}', /LANES\.writeReservePercent must be .* from 0 to 50/],
    ["nonsense", /LANES is not JSON/],
  ])) {
    const { seen, revoke } = await start({ variables: { TWO_PERSON: "null", LANES } });
    const refused = await revoke();
    assert.equal(refused.status, 403);
    assert.match(await refused.text(), message);
    assert.equal(seen.length, 0);
  }
});

test("a refused count gives the Retry-After of its read", async () => {
  for (const [headers, expected] of /** @type {const} */ ([
    [{ "retry-after": "30" }, "30"],
    [{ "retry-after": "Fri, 01 Jan 2100 00:00:00 GMT" }, "Fri, 01 Jan 2100 00:00:00 GMT"],
  ])) {
    const variables = { TWO_PERSON: '{"certificates":0}' };
    const { revoke } = await start({ variables }, () => [429, LIMITED, headers]);
    const refused = await revoke();
    assert.equal(refused.status, 429);
    assert.equal(refused.headers.get("retry-after"), expected);
  }
});

test("a 429 without Retry-After gets the pause of the key", async () => {
  const { read } = await start({}, () => [429, LIMITED]);
  const refused = await read();
  assert.equal(refused.status, 429);
  assert.ok(Number(refused.headers.get("retry-after")) >= 1);
});

test("a 429 pauses the key, and the next call gets 429 unsent", async () => {
  const { seen, revoke, read } = await start({}, (nth) =>
    nth === 1 ? [429, LIMITED, { "retry-after": "30" }] : [200, "{}"],
  );
  assert.equal((await read()).status, 429);
  const refused = await revoke();
  assert.equal(refused.status, 429);
  assert.match(await refused.text(), /request_limit_exceeded.*nothing was sent/);
  assert.ok(Number(refused.headers.get("retry-after")) > 20);
  assert.equal(seen.length, 1);
});

test("a repeated PUT is sent once; another body is refused", async () => {
  const made = '{"id":5,"date":"2026-01-02T03:04:05+00:00","type":"revoke","status":"pending"}';
  const { seen, revoke } = await start({}, () => [201, made]);
  const twice = await Promise.all([revoke("page-0001"), revoke("page-0001")]);
  const again = await revoke("page-0001");
  for (const response of [...twice, again])
    assert.deepEqual([response.status, await response.text()], [201, made]);
  assert.equal(seen.length, 1);
  const other = await revoke("page-0001", '{"skip_approval":true}');
  assert.equal(other.status, 422);
  assert.equal((await revoke("page-0001", "{}", 8)).status, 422, "another order is another change");
  assert.equal((await revoke("short")).status, 400);
  assert.equal(seen.length, 1);
  assert.equal((await revoke("page-0002")).status, 201);
  assert.equal(seen.length, 2);
});

test("an unprocessed PUT can be sent again under its key", async () => {
  const { seen, revoke } = await start({}, (nth) =>
    nth === 1 ? [429, LIMITED, { "retry-after": "0" }] : [204, ""],
  );
  assert.equal((await revoke("page-0001")).status, 429);
  assert.equal((await revoke("page-0001")).status, 204);
  assert.equal(seen.length, 2);
});

test("a proxy's 429 or 4xx never lets the same PUT be sent again", async () => {
  const responses = /** @type {const} */ ([
    [429, "<html>busy</html>"],
    [429, "{}"],
    [400, "<html>bad request</html>"],
    [403, ""],
  ]);
  for (const [status, body] of responses) {
    const { seen, revoke, record } = await start({}, (nth) =>
      nth === 1 ? [status, body] : [204, ""],
    );
    for (let times = 0; times < 2; times++)
      assert.deepEqual(
        [(await revoke("page-0001")).status, seen.length],
        [status, 1],
        `${status} ${body}`,
      );
    assert.match(await (await record()).text(), /"effect":"unknown"/, `${status} ${body}`);
  }
});

test("reads use the read key, writes the other", async () => {
  const { seen, revoke, read } = await start({ readKey: READ_KEY }, () => [200, "{}"]);
  await read();
  await revoke();
  assert.deepEqual(
    seen.map(({ method, key }) => `${method} ${key}`),
    [`GET ${READ_KEY}`, `PUT ${WRITE_KEY}`],
  );
});

test("every change is in the audit log before and after it is sent", async () => {
  const made = '{"id":5,"date":"2026-01-02T03:04:05+00:00","type":"revoke","status":"pending"}';
  const { revoke, record } = await start({}, (nth) => (nth === 1 ? [201, made] : [204, ""]));
  await revoke(undefined, '{"comment":"INC-1"}');
  await revoke("page-0001", `{"skip_approval":true,"comment":"for ${WRITE_KEY}"}`);
  await revoke("page-0001", `{"skip_approval":true,"comment":"for ${WRITE_KEY}"}`);
  const text = await (await record()).text();
  const [head, ...entries] = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line))
    .reverse();
  assert.equal(head.head, true);
  assert.deepEqual(
    entries
      .reverse()
      .filter(({ target }) => target)
      .map(({ action, target, details, answer, proof }) => [
        action,
        target.order,
        details?.comment ?? answer?.outcome,
        proof,
      ]),
    [
      ["revoke-order", "7", "INC-1", undefined],
      ["revoke-order-answer", "7", "requested", "accepted"],
      ["revoke-order", "7", "for [secret]", undefined],
      ["revoke-order-answer", "7", "revoked", "accepted"],
    ],
  );
  assert.ok(!text.includes(WRITE_KEY));
  const result = await verifyLog([Buffer.from(text)]);
  assert.equal(result.ok && result.count, entries.length);
  const without = text
    .split("\n")
    .filter((_, at) => at !== 1)
    .join("\n");
  assert.equal((await verifyLog([Buffer.from(without)])).ok, false);
});
