// `Idempotency-Key` of changes that send nothing to CertCentral: lists, their actions, and holds. Revocations: account.test.js.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { HashedBody } from "../../www/gateway/account/content-hash.js";
import { PLAIN } from "../../www/sandbox/seed.js";
import { listOf, startJobs } from "../support/gateway-jobs.js";
import { startWorker } from "../support/workerd.js";

const KEY = "page-0001";

test("one list with one key is one job; another list is a 422", async () => {
  const jobs = await startJobs(3);
  const sam = jobs.as("sam");
  const submit = (/** @type {string} */ list, key = KEY, who = sam, name = "july") =>
    who.send("POST", `/console/jobs?name=${name}`, list, key);
  const [first, second] = await Promise.all([submit(listOf(2)), submit(listOf(2))]);
  const third = await submit(listOf(2));
  assert.equal(first.status, 201);
  for (const { status, text } of [second, third])
    assert.deepEqual([status, text], [201, first.text]);
  for (const other of [
    await submit(listOf(3)),
    await submit(`${listOf(2)}\n`),
    await submit(listOf(2), KEY, sam, "august"),
    await submit(listOf(2), KEY, jobs.as("ada")),
  ])
    assert.deepEqual([other.status, other.code], [422, "idempotency_key|other_body"]);
  assert.equal((await sam.send("GET", "/console/jobs")).json.jobs.length, 1);
  assert.equal((await submit(listOf(2), "page-0002")).status, 201);
  assert.equal((await submit(listOf(2), "short")).code, "bad_request|idempotency_key");
  assert.equal((await sam.send("GET", "/console/jobs")).json.jobs.length, 2);
});

test("a refused list does not use up its key", async () => {
  const sam = (await startJobs(2)).as("sam");
  const submit = (/** @type {string} */ list) => sam.send("POST", "/console/jobs", list, KEY);
  assert.equal((await submit("order_id\nnone")).code, "bad_request|list");
  assert.equal((await submit(listOf(1))).status, 201);
});

test("a repeated start starts the run once", async () => {
  const sam = (await startJobs(2, { TWO_PERSON: null })).as("ada");
  const { id, plan } = await sam.planned(listOf(2));
  assert.equal(plan.totals.send, 2);
  const start = (/** @type {object} */ body, key = KEY) =>
    sam.send("POST", sam.at(id, "/start"), body, key);
  const [first, second] = await Promise.all([start({ count: 2 }), start({ count: 2 })]);
  assert.equal(first.status, 202);
  assert.deepEqual([second.status, second.text], [202, first.text]);
  assert.equal((await start({ count: 1 })).code, "idempotency_key|other_body");
  assert.equal((await start({ count: 2 }, "page-0002")).code, "conflict|state");
  await sam.ended(id);
  const log = await sam.export();
  assert.equal(log.match(/"action":"job-start"/g)?.length, 1);
});

test("a key of one hold does not set another hold", async () => {
  const ada = (await startJobs(2)).as("ada");
  const hold = (/** @type {number} */ order, /** @type {string} */ reason, method = "PUT") =>
    ada.send(method, `/console/holds/${order}`, { reason }, KEY);
  assert.equal((await hold(PLAIN, "INC-1")).status, 204);
  assert.equal((await hold(PLAIN, "INC-1")).status, 204);
  for (const [order, reason, method] of /** @type {const} */ ([
    [PLAIN, "INC-2", "PUT"],
    [PLAIN + 1, "INC-1", "PUT"],
    [PLAIN, "INC-1", "DELETE"],
  ]))
    assert.equal((await hold(order, reason, method)).code, "idempotency_key|other_body");
  const { holds } = (await ada.send("GET", "/console/holds")).json;
  assert.deepEqual(
    holds.map((/** @type {any} */ { orderId, reason }) => [orderId, reason]),
    [[String(PLAIN), "INC-1"]],
  );
  const log = await ada.export();
  assert.equal(log.match(/"action":"hold-set"/g)?.length, 1);
});

test("the hash of an upload does not depend on its chunks", async () => {
  const bytes = Uint8Array.from({ length: 200_000 }, (_, at) => at % 251);
  /** @param {Uint8Array<ArrayBuffer>} content @param {number} size */
  const hashOf = async (content, size) => {
    const chunks = [];
    for (let at = 0; at < content.length; at += size) chunks.push(content.subarray(at, at + size));
    const body = new HashedBody(new Blob(chunks).stream());
    assert.equal(body.hash, null, "not read yet");
    await body.drain();
    return body.hash;
  };
  const hash = await hashOf(bytes, 200_000);
  assert.match(String(hash), /^[0-9a-f]{64}$/);
  for (const size of [1000, 65_535, 65_536, 65_537]) assert.equal(await hashOf(bytes, size), hash);
  const hashes = [bytes.subarray(1), bytes.with(199_999, 0), bytes.subarray(0, 65_536)];
  for (const other of hashes) assert.notEqual(await hashOf(other, 1000), hash);
  const empty = await hashOf(new Uint8Array(), 1);
  assert.equal(await new HashedBody(null).drain(), undefined);
  assert.notEqual(empty, hash);
});

test("only the newest keys are stored", async () => {
  const contents = `
    import { IdempotencyKeys } from "./account/idempotency.js";
    export class Keys {
      constructor({ storage }) {
        this.keys = new IdempotencyKeys(storage.sql, 3);
        this.executed = [];
      }
      async fetch(request) {
        const key = new URL(request.url).pathname.slice(1);
        return this.keys.respond(key, key, async () => {
          this.executed.push(key.at(-1));
          return { response: new Response(this.executed.join("")), isFinal: true };
        });
      }
    }
    export default { fetch: (request, env) => env.KEYS.get(env.KEYS.idFromName("x")).fetch(request) };`;
  const resolveDir = fileURLToPath(new URL("../../www/gateway", import.meta.url));
  const worker = await startWorker(
    { stdin: { contents, resolveDir } },
    { durableObjects: { KEYS: { className: "Keys", useSQLite: true } } },
  );
  const send = async (/** @type {string} */ name) =>
    (await worker.dispatchFetch(`http://x/page-000${name}`)).text();
  for (const name of ["1", "2", "3", "4"]) await send(name);
  assert.equal(await send("2"), "12", "a stored response");
  assert.equal(await send("4"), "1234", "a stored response");
  assert.equal(await send("1"), "12341", "executed again");
  await worker.dispose();
});
