// Lists from every kind of source, and plans and rehearsals, which send no changes.

import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { after, before, describe, test } from "node:test";
import {
  CertCentralError,
  InvalidInputError,
  InvalidListError,
  MassRevocation,
  memoryJournal,
  PlanRefusedError,
  planFrom,
  planOrders,
  readList,
} from "../../pkg/dist/mass/node.js";
import { AbortedError } from "../../pkg/dist/node.js";
import { ORDERS } from "../../www/sandbox/seed.js";
import { BRISK, plainIds, startAccount, sum, whole } from "../support/bulk.js";
import { CANARY } from "../support/client.js";
import { errorFrom } from "../support/errors.js";

const CSV = "order_id,reason\n7,superseded\n8,\n7,superseded\n";

test("readList accepts text, bytes, a blob, a stream and pieces", async () => {
  const bytes = new TextEncoder().encode(CSV);
  async function* pieces() {
    for (const byte of bytes) yield Uint8Array.of(byte);
  }
  const sources = [
    CSV,
    bytes,
    bytes.buffer,
    new DataView(bytes.buffer),
    new Blob([CSV]),
    new Blob([CSV]).stream(),
    pieces(),
    Readable.from([Buffer.from(CSV)]),
    [CSV.slice(0, 20), bytes.subarray(20)],
    "7\n8\r\n7",
    '{"order_id":"7","reason":"superseded"}\n{"order_id":8}\n{"order_id":7}',
  ];
  for (const source of sources) {
    const { orders, mergedRows } = await readList(/** @type {any} */ (source));
    assert.deepEqual([orders, mergedRows], [2, 1], String(source));
  }
  assert.equal((await readList("#7, 8; 9", { format: "ids" })).orders, 3);
  for (const source of [undefined, null, 7, {}, [7], new Date()]) {
    const error = await errorFrom(() => readList(/** @type {any} */ (source)));
    assert.ok(error instanceof InvalidInputError);
    assert.equal(error.issues[0]?.field, "source");
  }
  const format = /** @type {any} */ ({ format: "xlsx" });
  assert.match((await errorFrom(() => readList("7", format))).message, /known are csv/);
});

test("readList rejects with the error of its source", async () => {
  async function* broken() {
    yield "7\n";
    throw new Error("the disk is gone");
  }
  assert.equal((await errorFrom(() => readList(broken()))).message, "the disk is gone");
  assert.equal((await readList("7")).orders, 1);
});

test("readList rejects a list and names every bad row", async () => {
  const text = "order_id,priority\n1.2E+08,1\n8,99\n9,2\n";
  const error = await errorFrom(() => readList(text));
  assert.ok(error instanceof InvalidListError && error instanceof CertCentralError);
  assert.equal(error.effect, "none");
  assert.deepEqual(
    error.rows.map(({ line, column, field }) => [line, column, field]),
    [
      [2, 1, "order_id"],
      [3, 2, "priority"],
    ],
  );
  assert.match(error.message, /a spreadsheet has rounded it/);
  assert.deepEqual(JSON.parse(JSON.stringify(error)).rows, error.rows);
});

test("readList reads 100,000 rows", async () => {
  const rows = plainIds(100_000).map((id) => `${id},superseded`);
  const list = await readList(`order_id,reason\n${rows.join("\n")}`);
  assert.equal(list.orders, 100_000);
});

describe("plans", () => {
  /** @type {Awaited<ReturnType<typeof startAccount>>} */
  let account;
  /** @type {MassRevocation} */
  let mass;
  before(async () => {
    account = await startAccount(12_000);
    mass = new MassRevocation({ apiKey: CANARY, baseUrl: account.url, ...BRISK });
  });
  after(() => account.close());

  test("a plan of 12,000 orders reads pages, and its totals add up", async () => {
    const { pending, revoked, reissuePending } = ORDERS;
    const ids = [...plainIds(11_990), pending, revoked, reissuePending, 999];
    const list = await readList(ids.join("\n"));
    /** @type {any[]} */
    const seen = [];
    const options = {
      revocationReason: /** @type {const} */ ("superseded"),
      deadline: new Date(Date.now() + 24 * 3_600_000),
    };
    const holds = { 300000001: "court", 42: "typo" };
    const plan = await mass.plan(
      list,
      { ...options, holds },
      { onProgress: (progress) => seen.push(progress) },
    );
    const { send, held, alreadyRevoked, notIssued, notFound, orders } = plan.totals;
    assert.deepEqual(
      [send, held, alreadyRevoked, notIssued, notFound, orders],
      [11_990, 1, 1, 1, 1, 11_994],
    );
    assert.deepEqual(plan.unmatchedHolds, ["42"]);
    assert.equal(plan.meetsDeadline, true);
    assert.match(plan.digest, /^[0-9a-f]{64}$/);
    assert.ok(seen.length < 20 && seen.at(-1).orders > 11_000, JSON.stringify(seen.at(-1)));
    assert.equal((await account.revokes()).sent, 0);

    const kept = await planFrom(plan.text);
    assert.deepEqual(kept, plan);
    const map = new Map(Object.entries(holds));
    assert.equal((await mass.plan(list, { ...options, holds: map })).totals.held, 1);
  });

  test("planOrders names what happens to each order, in pages", async () => {
    const [first, second, third] = plainIds(3);
    const rows = [`${first},keyCompromise,mine,9`, `${second},,,`, `${third},,,`];
    const ends = [`${ORDERS.revoked},,,`, `${ORDERS.pending},,,`, "999,,,"];
    const list = await readList(["order_id,reason,comment,priority", ...rows, ...ends].join("\n"));
    const options = { revocationReason: /** @type {const} */ ("superseded"), comment: "all" };
    const plan = await mass.plan(list, { ...options, holds: { [String(third)]: "court" } });
    const all = await planOrders(plan.text);
    assert.equal(all.total, 6);
    assert.deepEqual(
      all.rows.map(({ disposition }) => disposition),
      ["send", "send", "held", "already-revoked", "not-issued", "not-found"],
    );
    assert.deepEqual(all.rows[0], {
      ...{ orderId: String(first), disposition: "send", revocationReason: "keyCompromise" },
      ...{ comment: "mine", hasOwnComment: true, priority: 9 },
    });
    const [, own, held] = all.rows;
    assert.deepEqual(
      [own?.comment, own?.hasOwnComment, own?.revocationReason],
      ["all", false, "superseded"],
    );
    assert.equal(held?.detail, "court");
    const sent = await planOrders(plan.text, { onlySent: true, offset: 1, limit: 5 });
    assert.deepEqual([sent.total, sent.rows.map(({ orderId }) => orderId)], [2, [String(second)]]);
    for (const which of [{ limit: -1 }, { states: [] }, { onlySent: "yes" }])
      await assert.rejects(planOrders(plan.text, /** @type {any} */ (which)), InvalidInputError);
    await assert.rejects(planOrders("{}"), InvalidInputError);
  });

  test("a rehearsal gives a full report and sends nothing", async () => {
    const before = (await account.log()).length;
    const list = await readList([...plainIds(3000), ORDERS.revoked].join("\n"));
    const plan = await mass.plan(list, {
      skipApproval: true,
      deadline: new Date(Date.now() + 24 * 3_600_000),
    });
    const planned = (await account.log()).length;
    const rehearsal = await mass.rehearse(plan);
    const { counts, status, total } = rehearsal.snapshot();
    assert.deepEqual([counts.revoked.revoked, counts.skipped, total], [3000, 1, 3001]);
    assert.deepEqual(status, { state: "finished", canceled: false });
    assert.equal(rehearsal.report().rehearsal, true);
    assert.equal(rehearsal.report().digest, plan.digest);
    assert.equal(JSON.parse(await whole(rehearsal.reportJson())).orders.length, 3001);
    assert.equal(rehearsal.orders({ states: ["skipped"] }).rows[0]?.skipReason, "already-revoked");
    assert.equal((await account.log()).length, planned);
    assert.ok(planned > before);
    const aborted = errorFrom(() => mass.rehearse(plan, { signal: AbortSignal.abort() }));
    assert.equal((await aborted).name, "AbortError");
  });

  test("start refuses a plan that misses its deadline, with remedies", async () => {
    const slow = new MassRevocation({ apiKey: CANARY, baseUrl: account.url });
    const list = await readList(plainIds(2000).join("\n"));
    const plan = await slow.plan(list, {
      skipApproval: true,
      deadline: new Date(Date.now() + 60_000),
    });
    assert.equal(plan.meetsDeadline, false);
    const journal = memoryJournal();
    const error = await errorFrom(() => slow.start(plan, { journal, confirm: 2000 }));
    assert.ok(error instanceof PlanRefusedError);
    assert.equal(error.effect, "none");
    assert.ok(error.shortfall.ordersInTime < 2000 && error.shortfall.neededUnixMs > Date.now());
    assert.match(error.message, /set it to .* or later/);
    assert.deepEqual(journal.lines, []);
    const { deadline, counts } = (await slow.rehearse(plan)).report().summary;
    assert.ok(deadline.missed > 0 && deadline.met > 0);
    assert.equal(sum(counts), 2000);
  });

  test("start requires the exact number of orders to revoke", async () => {
    const plan = await mass.plan(await readList("300000001\n300000002"));
    for (const confirm of [1, 3, "2", undefined, Number.NaN, -2, 2.5]) {
      const journal = memoryJournal();
      const error = await errorFrom(() =>
        mass.start(plan, /** @type {any} */ ({ journal, confirm })),
      );
      assert.ok(error instanceof InvalidInputError, String(confirm));
      assert.equal(error.issues[0]?.field, "confirm");
      assert.deepEqual(journal.lines, []);
    }
    const noJournal = /** @type {any} */ ({ confirm: 2, journal: {} });
    assert.match(
      (await errorFrom(() => mass.start(plan, noJournal))).message,
      /journal must be one/,
    );
    const noPlan = /** @type {any} */ ({ text: "x" });
    const journal = memoryJournal();
    const error = await errorFrom(() => mass.start(noPlan, { journal, confirm: 2 }));
    assert.match(error.message, /plan must be the result of plan\(\)/);
  });

  test("invalid settings and options are all reported by name", async () => {
    const wrong = /** @type {any} */ ({ limits: { windows: [] }, retry: false, onRequest() {} });
    const error = await errorFrom(() => new MassRevocation({ apiKey: CANARY, ...wrong }));
    assert.ok(error instanceof InvalidInputError);
    assert.deepEqual(error.issues.map(({ field }) => field).sort(), [
      "onRequest",
      "retry",
      "windows",
    ]);
    const list = await readList("7");
    const options = /** @type {any} */ ({ deadline: "soon", skipAproval: true, holds: ["7"] });
    const { issues } = await errorFrom(() => mass.plan(list, options));
    assert.deepEqual(issues.map((/** @type {any} */ issue) => issue.field).sort(), [
      "deadline",
      "holds",
      "skipAproval",
    ]);
    const never = { deadline: new Date(Number.NaN) };
    assert.match((await errorFrom(() => mass.plan(list, never))).message, /a valid date/);
    assert.match((await errorFrom(() => mass.plan(/** @type {any} */ ("7")))).message, /readList/);
  });

  test("a plan made in ticks with a call limit equals a plain plan", async () => {
    const list = await readList(Array.from({ length: 40 }, (_, nth) => 42 + nth).join("\n"));
    /** @type {any} */
    const reported = [];
    const onProgress = (/** @type {any} */ progress) => reported.push(progress.calls);
    const making = await mass.planByTicks(list, {}, { onProgress });
    const before = (await account.log()).length;
    const ticks = [];
    let plan;
    while (plan === undefined) {
      const tick = await making.tick({ maxCalls: 10 });
      ({ plan } = tick);
      if (!plan) assert.deepEqual(tick, { nextTickMs: 0 });
      ticks.push((await account.log()).length - before);
    }
    // No page lists these orders, so each is read on its own.
    const all = ticks.at(-1) ?? 0;
    assert.ok(all > 40, `${all}`);
    const tens = Array.from({ length: Math.ceil(all / 10) }, (_, nth) => (nth + 1) * 10);
    assert.deepEqual(ticks, [...tens.slice(0, -1), all]);
    assert.deepEqual(
      reported,
      Array.from({ length: all }, (_, nth) => nth),
    );
    assert.equal(plan.totals.notFound, 40);
    assert.equal(plan.digest, (await mass.plan(list)).digest);
    making.close();
  });

  test("a tick ends at maxWaitMs, and the next tick continues", async () => {
    const list = await readList("300000001\n300000002");
    /** @type {Array<(admit?: unknown) => void>} */
    const waiting = [];
    const rateLimiter = {
      acquire: (/** @type {AbortSignal | undefined} */ signal) =>
        new Promise((resolve, reject) => {
          waiting.push(resolve);
          signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
        }),
      onRejected() {},
    };
    /** Admits the last request that waits, as soon as there is one. */
    const admit = async () => {
      while (waiting.length === 0) await new Promise((resolve) => setTimeout(resolve));
      waiting.pop()?.();
    };
    const statuses = [429, 200];
    const send = async () => ({
      ...{ event: /** @type {const} */ ("response"), status: statuses.shift() ?? 200 },
      retryAfter: "1",
      body: new TextEncoder().encode('{"orders":[],"page":{"total":0}}'),
    });
    const slow = new MassRevocation({ baseUrl: account.url, rateLimiter, send, ...BRISK });
    const making = await slow.planByTicks(list);
    const leave = new AbortController();
    const leftTick = making.tick({ signal: leave.signal });
    while (waiting.length === 0) await new Promise((resolve) => setTimeout(resolve));
    leave.abort();
    assert.deepEqual(await leftTick, { nextTickMs: 0 });
    assert.deepEqual(statuses, [429, 200], "no request was sent");
    // The request is admitted and rejected with 429. Another tick waits before the retry.
    waiting.length = 0;
    const second = making.tick({ maxWaitMs: 10 });
    await admit();
    const { nextTickMs = 0, plan } = await /** @type {Promise<any>} */ (second);
    assert.ok(plan === undefined && nextTickMs > 500 && nextTickMs <= 2000, `${nextTickMs}`);
    const third = making.tick({ maxCalls: 1 });
    await admit();
    assert.deepEqual(await third, { nextTickMs: 0 });
    // After close(), a request that is still admitted reports nothing.
    const last = making.tick();
    making.close();
    waiting.pop()?.();
    assert.deepEqual(await last, { nextTickMs: 0 });
  });

  test("a plan rejects when aborted, and when the key is rejected", async () => {
    const list = await readList(plainIds(5000).join("\n"));
    const controller = new AbortController();
    const aborted = errorFrom(() =>
      mass.plan(list, {}, { signal: controller.signal, onProgress: () => controller.abort() }),
    );
    assert.ok((await aborted) instanceof AbortedError);
    const otherKey = new MassRevocation({ apiKey: "another-key-123", baseUrl: account.url });
    assert.equal((await errorFrom(() => otherKey.plan(list))).name, "AccessDeniedError");
  });
});
