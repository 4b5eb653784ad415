// Bulk runs in Node: what they send and report, holds, ticks, and where the key never appears.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { MassRevocation, memoryJournal } from "../../pkg/dist/mass/node.js";
import { runningMemory } from "../../pkg/mass/core.js";
import { ORDERS } from "../../www/sandbox/seed.js";
import { BRISK, plainIds, startAccount, sum, whole } from "../support/bulk.js";
import { client, planned, serve, started } from "../support/bulk-runs.js";
import { CANARY } from "../support/client.js";
import { errorFrom } from "../support/errors.js";

test("a run revokes the planned orders, and its report adds up", async () => {
  const account = await startAccount(300);
  const mass = client(account);
  const { reissuePending, revoked } = ORDERS;
  const plan = await planned(mass, [...plainIds(300), reissuePending, revoked], {
    skipApproval: true,
    revocationReason: "superseded",
    deadline: new Date(Date.now() + 24 * 3_600_000),
    holds: { 300000007: "=court" },
  });
  const journal = memoryJournal();
  const run = await mass.start(plan, { journal, confirm: 300, name: "July" });
  /** @type {Map<string, string>} */
  const last = new Map();
  for await (const { orderId, to } of run) last.set(orderId, to);
  const { counts, status, total } = await run.finished;
  assert.deepEqual(status, { state: "finished", canceled: false });
  assert.deepEqual(
    [counts.revoked.revoked, counts.refused, counts.held, counts.skipped],
    [299, 1, 1, 1],
  );
  assert.equal(sum(counts), total);
  assert.deepEqual(
    [last.size, last.get("300000001"), last.get("123456790")],
    [300, "revoked", "refused"],
  );
  assert.deepEqual(await account.revokes(), { orders: 300, sent: 300, more_than_once: {} });

  const { name, digest, rehearsal, summary } = run.report();
  assert.deepEqual([name, digest, rehearsal], ["July", plan.digest, false]);
  assert.equal(sum(summary.counts), 302);
  assert.equal(summary.deadline.met, 299);
  const csv = (await whole(run.reportCsv())).trim().split("\r\n");
  assert.equal(csv.length, 303);
  assert.ok(csv.some((row) => row.startsWith('300000007,held,,"\'=court"')));
  assert.equal(JSON.parse(await whole(run.reportJson())).orders.length, 302);
  const { rows, total: refused } = run.orders({ states: ["refused"] });
  assert.deepEqual([refused, rows[0]?.code], [1, "reissue_pending"]);
  assert.equal(run.orders({ offset: 300, limit: 10 }).rows.length, 2);

  // The run is over: resuming its journal gives the same report and sends nothing.
  const again = await client(account).resume(journal);
  assert.deepEqual((await again.finished).counts, counts);
  assert.equal((await account.revokes()).sent, 300);
  const second = errorFrom(() => mass.start(plan, { journal, confirm: 300 }));
  assert.match((await second).message, /the journal already contains a run/);
  await account.close();
});

test("without skipApproval every order is requested, none revoked", async () => {
  const account = await startAccount(10);
  const mass = client(account);
  const plan = await planned(mass, plainIds(10), { comment: "INC-1" });
  const run = await mass.start(plan, { journal: memoryJournal(), confirm: 10 });
  const { counts } = await run.finished;
  assert.deepEqual([counts.requested, counts.revoked.accepted, counts.revoked.revoked], [10, 0, 0]);
  assert.ok(run.orders().rows.every(({ requestId }) => Number(requestId) > 90000));
  await account.close();
});

test("an order held during a run is kept, a released one revoked", async () => {
  const account = await startAccount(200);
  const { run } = await started(client(account, { maxInFlight: 1 }), plainIds(200));
  await run.hold("300000200", "the hospital");
  await run.hold(300000199n, "the airport");
  await run.release(300000199);
  const error = await errorFrom(() => run.hold("1", "x"));
  assert.match(error.message, /order 1 is not in the list/);
  assert.match((await errorFrom(() => run.hold("300000198", ""))).message, /reason is missing/);
  const { counts } = await run.finished;
  assert.deepEqual([counts.held, counts.revoked.revoked], [1, 199]);
  assert.match((await errorFrom(() => run.pause())).message, /check its status/);
  await account.close();
});

test("a host drives a run by ticks, with its own limiter and send", async () => {
  const account = await startAccount(100);
  let taken = 0;
  /** @type {unknown[]} */
  const refused = [];
  /** @type {string[]} */
  const keys = [];
  let limits = 2;
  const rateLimiter = {
    async acquire() {
      taken += 1;
    },
    onRejected: (/** @type {number | undefined} */ ms) => refused.push(ms),
    estimate: (/** @type {number} */ calls) => ({
      durationMs: calls * 1000,
      pausedMs: 0,
      windows: [],
    }),
  };
  const mass = new MassRevocation({
    ...BRISK,
    baseUrl: account.url,
    rateLimiter,
    /** @param {import("../../pkg/mass/index.js").TransportRequest} sending */
    send: async ({ request, url }) => {
      keys.push(...Object.keys(request.headers));
      if (request.method === "PUT" && limits-- > 0) {
        const body = new TextEncoder().encode('{"errors":[{"code":"request_limit_exceeded"}]}');
        return { event: "response", status: 429, retryAfter: "0", body };
      }
      const headers = { ...request.headers, "X-DC-DEVKEY": CANARY };
      const response = await fetch(url, {
        method: request.method,
        headers,
        body: request.body ?? null,
      });
      return {
        event: "response",
        status: response.status,
        body: new Uint8Array(await response.arrayBuffer()),
      };
    },
  });
  const plan = await planned(mass, plainIds(100));
  const journal = memoryJournal();
  const run = await mass.start(plan, { journal, confirm: 100, byTicks: true });
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal((await account.revokes()).sent, 0, "a run works only within a tick");
  assert.ok(run.snapshot().etaUnixMs ?? 0 > Date.now() + 90_000);
  for (let ticks = 0, sent = 0; ; ticks++) {
    const before = taken;
    const { finished, nextTickMs, blocked } = await run.tick({ maxCalls: 30, maxWaitMs: 0 });
    assert.ok(taken - before <= 30 && !blocked && ticks < 50);
    sent = (await account.revokes()).sent;
    assert.equal(run.snapshot().inFlight, 0);
    if (finished) break;
    assert.notEqual(nextTickMs, undefined, `${sent} were sent`);
    await new Promise((resolve) => setTimeout(resolve, nextTickMs));
  }
  assert.equal((await run.finished).counts.revoked.revoked, 100);
  assert.deepEqual(refused, [0, 0]);
  assert.ok(!keys.includes("X-DC-DEVKEY"));
  await account.close();
});

test("the key is in no journal, report, error, progress or memory", async () => {
  const echo = `{"errors":[{"code":"no","message":"key ${CANARY} may not"}]}`;
  const escaped = echo.replace("canary", "\\u0063anary");
  const server = await serve(async (sent) => ({ status: 400, body: sent % 2 ? echo : escaped }));
  const mass = client(server, { breaker: 100 });
  const plan = await planned(mass, plainIds(20));
  const journal = memoryJournal();
  const run = await mass.start(plan, { journal, confirm: 20 });
  const changes = [];
  for await (const progress of run) changes.push(progress);
  const { counts } = await run.finished;
  assert.ok(counts.refused > 0 && counts.unknown > 0, JSON.stringify(counts));
  const shown = [
    journal.lines.join(),
    await whole(run.reportCsv()),
    await whole(run.reportJson()),
    JSON.stringify([changes, run.snapshot(), run.orders({ limit: 100 }), plan]),
    inspect([mass, run, plan], { depth: 10, showHidden: true }),
    inspect(await errorFrom(() => run.pause()), { depth: 10 }),
    new TextDecoder("latin1").decode(runningMemory().buffer),
  ];
  for (const text of shown) assert.ok(!text.includes(CANARY), text.slice(0, 200));
  assert.ok(shown[1]?.includes("key [key] may not"));
  server.close();
});

test("confirmSoon brings the next confirming read forward", async () => {
  const account = await startAccount(40);
  const mass = client(account, { confirmIntervalMs: 3_600_000 });
  const plan = await planned(mass, plainIds(40), { skipApproval: true });
  const journal = memoryJournal();
  const run = await mass.start(plan, { journal, confirm: 40, byTicks: true });
  const { revoked } = run.snapshot().counts;
  assert.equal(revoked.accepted, 0);
  while (run.snapshot().counts.revoked.accepted === 0) await run.tick({ maxCalls: 5 });
  await run.pause();
  await run.tick({ maxCalls: 5 });
  assert.equal(run.snapshot().counts.revoked.revoked, 0, "the read is due in an hour");
  run.confirmSoon();
  await run.tick({ maxCalls: 5 });
  assert.ok(run.snapshot().counts.revoked.revoked > 0);
  await run.close();
  run.confirmSoon();
  await account.close();
});
