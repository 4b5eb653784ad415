// A crash of the core during bulk calls: pending calls are rejected, a run resumes from its journal, released handles are
// collected, and no exception is uncaught.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import {
  CoreCrashedError,
  MassRevocation,
  memoryJournal,
  planFrom,
  readJournal,
  readList,
} from "../../pkg/dist/mass/node.js";
import { runningMemory } from "../../pkg/mass/core.js";
import { BRISK, issuedOrders, whole } from "../support/bulk.js";
import { CANARY } from "../support/client.js";
import { errorFrom } from "../support/errors.js";

setFlagsFromString("--expose-gc");
const collect = /** @type {() => void} */ (runInNewContext("gc"));
const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** @type {unknown[]} */
const uncaught = [];
const note = (/** @type {unknown} */ error) => uncaught.push(error);
before(() => {
  process.on("uncaughtException", note);
  process.on("unhandledRejection", note);
});
after(() => {
  process.off("uncaughtException", note);
  process.off("unhandledRejection", note);
});

/** Makes the next call into the core trap. */
const corruptMemory = () => new Uint8Array(runningMemory().buffer).fill(0xff);
/** Crashes the core: the next call of any kind reports it. */
const crash = async () => {
  corruptMemory();
  assert.ok((await errorFrom(() => readList("7"))) instanceof CoreCrashedError);
};

/** @param {object} [settings] */
const client = (settings) =>
  new MassRevocation({ apiKey: CANARY, ...BRISK, fetch: issuedOrders(5), ...settings });

test("a core crash rejects pending calls; the client works again", async () => {
  const mass = client();
  const list = await readList("7\n8\n");
  const plan = await mass.plan(list);
  const ticking = await mass.planByTicks(list);
  const planning = errorFrom(() => mass.plan(list));
  await crash();
  assert.ok((await planning) instanceof CoreCrashedError);
  const again = errorFrom(() => ticking.tick());
  assert.ok((await again) instanceof CoreCrashedError);
  ticking.close();
  assert.equal((await mass.plan(list)).digest, plan.digest);
  await pause(20);
  assert.deepEqual(uncaught, []);
});

test("a core crash rejects a plan that waits for a response", async () => {
  /** @type {(response: Response) => void} */
  let respond = () => {};
  const mass = client({
    fetch: () =>
      new Promise((resolve) => {
        respond = resolve;
      }),
  });
  const planning = errorFrom(() => readList("7").then((list) => mass.plan(list)));
  await pause(20);
  await crash();
  assert.ok((await planning) instanceof CoreCrashedError);
  respond(Response.json({ orders: [] }));
  await pause(20);
  assert.deepEqual(uncaught, []);
});

test("after a core crash a run waits for calls in flight", async () => {
  /** @type {string[]} */
  const seen = [];
  /** @type {Array<() => void>} */
  const waiting = [];
  const mass = client({
    maxInFlight: 2,
    /** @param {string} url @param {any} init */
    fetch: async (url, { method }) => {
      const [, id = ""] = /\/order\/certificate\/(\d+)/.exec(url) ?? [];
      seen.push(`${method} ${id}`);
      if (method === "PUT" && waiting.length < 2)
        await new Promise((resolve) => waiting.push(() => resolve(undefined)));
      if (method === "PUT") return new Response(null, { status: 204 });
      const order = { id: Number(id), status: "revoked", requests: [] };
      return Response.json(id ? order : { orders: [], page: { total: 0 } });
    },
  });
  const plan = await planFrom((await client().plan(await readList("7\n8\n9\n"))).text);
  const run = await mass.start(plan, { journal: memoryJournal(), confirm: 3 });
  while (waiting.length < 2) await pause(1);
  await crash();
  await pause(30);
  assert.deepEqual(seen, ["PUT 7", "PUT 8"]);
  for (const respond of waiting) respond();
  const { counts } = await run.finished;
  assert.equal(counts.revoked.revoked + counts.revoked.accepted, 3);
  assert.deepEqual(
    seen.filter((call) => call.startsWith("PUT")),
    ["PUT 7", "PUT 8", "PUT 9"],
  );
  assert.deepEqual(uncaught, []);
});

test("handles of a crashed core are collected without an error", async () => {
  const journal = memoryJournal();
  await (async () => {
    const mass = client();
    const list = await readList("7\n8\n");
    const plan = await mass.plan(list);
    const run = await mass.start(plan, { journal, confirm: 2, byTicks: true });
    await mass.planByTicks(list);
    const rehearsed = await mass.rehearse(plan);
    const view = await readJournal(journal.lines);
    const csv = view.reportCsv();
    await csv.next();
    assert.ok((await whole(rehearsed.reportJson())).length > 0);
    await crash();
    for (const act of [() => run.snapshot(), () => view.report(), () => csv.next()])
      assert.ok((await errorFrom(async () => (await act()) ?? act())) !== undefined);
  })().catch((error) => assert.ok(error instanceof Error));
  for (let round = 0; round < 5; round++) {
    collect();
    await pause(5);
  }
  assert.deepEqual(uncaught, []);
  assert.equal((await readList("7")).orders, 1);
});
