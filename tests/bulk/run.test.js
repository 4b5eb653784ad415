// Runs of many orders in Node: what is sent, what an acknowledgement is worth, what is done when something fails.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { inspect } from "node:util";
import { JournalError, MassRevocation, memoryJournal, readList } from "../../pkg/dist/mass/node.js";
import { runningMemory } from "../../pkg/mass/core.js";
import { ORDERS } from "../../www/sandbox/seed.js";
import { BRISK, CANARY, errorFrom, plainIds, startAccount, sum, whole } from "../support/bulk.js";

/** @param {{ url: string }} account @param {object} [settings] */
const client = ({ url }, settings) =>
  new MassRevocation({ apiKey: CANARY, baseUrl: url, ...BRISK, ...settings });

/** @param {MassRevocation} mass @param {readonly (number | string)[]} ids @param {object} [options] */
const planned = async (mass, ids, options = { skipApproval: true }) =>
  mass.plan(await readList(ids.join("\n")), options);

/** @param {MassRevocation} mass @param {readonly (number | string)[]} ids @param {object} [options] of the start */
async function started(mass, ids, options = {}) {
  const plan = await planned(mass, ids);
  const journal = memoryJournal();
  const run = await mass.start(plan, { journal, confirm: plan.totals.send, ...options });
  return { run, journal };
}

/** @param {() => boolean} holds */
async function until(holds) {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2));
}

/** A CertCentral that is told what to answer to a revoke. @param {(sent: number, order: string) => Promise<{ status: number, body?: string }>} revoke */
async function serve(revoke) {
  const seen = { revokes: 0 };
  const server = createServer(async (request, response) => {
    const [, order = ""] = /\/order\/certificate\/(\d+)/.exec(request.url ?? "") ?? [];
    if (request.method === "PUT") {
      seen.revokes += 1;
      const { status, body = "" } = await revoke(seen.revokes, order);
      response.writeHead(status, { "content-type": "application/json" }).end(body);
    } else if (order) {
      response.end(JSON.stringify({ id: Number(order), status: "issued", requests: [] }));
    } else response.end('{"orders":[],"page":{"total":0}}');
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}`, seen, close };
}

test("a run revokes what the plan says, tells of each order, and its report adds up", async () => {
  const account = await startAccount(300);
  const mass = client(account);
  const { reissuePending, revoked } = ORDERS;
  const plan = await planned(mass, [...plainIds(300), reissuePending, revoked], {
    skipApproval: true,
    revocationReason: "superseded",
    deadline: 24,
    holds: { 300000007: "=court" },
  });
  const journal = memoryJournal();
  const run = await mass.start(plan, { journal, confirm: 300, name: "July" });
  /** @type {Map<string, string>} */
  const last = new Map();
  for await (const { orderId, to } of run) last.set(orderId, to);
  const { counts, status, total } = await run.finished;
  assert.deepEqual(status, { is: "over", cancelled: false });
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

  // It is over: the journal gives the same report, and nothing is sent.
  const again = await client(account).resume(journal);
  assert.deepEqual((await again.finished).counts, counts);
  assert.equal((await account.revokes()).sent, 300);
  const begun = errorFrom(() => mass.start(plan, { journal, confirm: 300 }));
  assert.match((await begun).message, /there is a run in this journal already/);
  await account.close();
});

test("without skipApproval requests wait, and nobody calls them revoked", async () => {
  const account = await startAccount(10);
  const mass = client(account);
  const plan = await planned(mass, plainIds(10), { comment: "INC-1" });
  const run = await mass.start(plan, { journal: memoryJournal(), confirm: 10 });
  const { counts } = await run.finished;
  assert.deepEqual([counts.requested, counts.revoked.accepted, counts.revoked.revoked], [10, 0, 0]);
  assert.ok(run.orders().rows.every(({ requestId }) => Number(requestId) > 90000));
  await account.close();
});

test("after pause or cancel is acknowledged no revoke leaves", async () => {
  for (const act of /** @type {const} */ (["pause", "cancel"])) {
    for (let round = 0; round < 5; round++) {
      const server = await serve(async () => {
        await new Promise((resolve) => setTimeout(resolve, 3));
        return { status: 204 };
      });
      const { run, journal } = await started(client(server), plainIds(400));
      await until(() => server.seen.revokes > 20 * round);
      let sent = 0;
      await run[act]();
      const acknowledged = journal.lines.length;
      // What has left our hands may still be on its way over the loopback.
      await until(() => run.snapshot().inFlight === 0 || act === "cancel");
      sent = server.seen.revokes;
      await new Promise((resolve) => setTimeout(resolve, 30));
      const later = journal.lines.slice(acknowledged).filter((line) => line.includes('"sending"'));
      assert.deepEqual([later, server.seen.revokes <= sent + 6], [[], true]);
      if (act === "pause") {
        assert.equal(server.seen.revokes, sent);
        assert.deepEqual(run.snapshot().status, { is: "paused", why: "asked" });
        await run.cancel();
      }
      const { counts, status } = await run.finished;
      assert.deepEqual(status, { is: "over", cancelled: true });
      assert.equal(counts.waiting, 400 - server.seen.revokes);
      server.close();
    }
  }
});

test("an intent that is not yet durable when a pause is asked for does not leave", async () => {
  const server = await serve(async () => ({ status: 204 }));
  const journal = memoryJournal();
  const append = journal.append;
  /** @type {() => void} */
  let letGo = () => {};
  let hold = false;
  journal.append = async (lines) => {
    if (hold) await new Promise((resolve) => (letGo = () => resolve(undefined)));
    return append(lines);
  };
  const mass = client(server);
  const plan = await planned(mass, plainIds(50));
  const run = await mass.start(plan, { journal, confirm: 50 });
  await until(() => server.seen.revokes >= 10);
  hold = true;
  await until(() => letGo.length === 0 && run.snapshot().inFlight > 0);
  await new Promise((resolve) => setTimeout(resolve, 20));
  const before = server.seen.revokes;
  const paused = run.pause();
  hold = false;
  letGo();
  await paused;
  await until(() => run.snapshot().inFlight === 0);
  assert.equal(server.seen.revokes, before);
  await until(() => journal.lines.some((line) => line.startsWith('{"returned"')));
  await run.resume();
  assert.equal((await run.finished).counts.waiting, 0);
  server.close();
});

test("a hold while it runs is kept, and a release is revoked", async () => {
  const account = await startAccount(200);
  const { run } = await started(client(account, { connections: 1 }), plainIds(200));
  await run.hold("300000200", "the hospital");
  await run.hold(300000199n, "the airport");
  await run.release(300000199);
  const error = await errorFrom(() => run.hold("1", "x"));
  assert.match(error.message, /order 1 is not in the list/);
  assert.match((await errorFrom(() => run.hold("300000198", ""))).message, /why is missing/);
  const { counts } = await run.finished;
  assert.deepEqual([counts.held, counts.revoked.revoked], [1, 199]);
  assert.match((await errorFrom(() => run.pause())).message, /check its status/);
  await account.close();
});

test("lost answers are read about, and no order is revoked twice without that", async () => {
  const account = await startAccount(60);
  const { run } = await started(client(account, { breaker: 100 }), plainIds(60));
  await account.fault({ method: "PUT", times: 10, lost: "after" });
  await account.fault({ method: "PUT", times: 10, lost: "before" });
  const { counts } = await run.finished;
  assert.deepEqual([counts.revoked.revoked, counts.unknown], [60, 0]);
  await assertReadBetween(account);
  await account.close();
});

test("403 stops it; somebody sees to the key, and it goes on", async () => {
  let denied = true;
  const server = await serve(async (sent) =>
    denied && sent > 5
      ? { status: 403, body: '{"errors":[{"code":"access_denied","message":"no"}]}' }
      : { status: 204 },
  );
  const { run } = await started(client(server, { looks: 1 }), plainIds(30));
  const stopped = await run.finished;
  assert.deepEqual(stopped.status, { is: "stopped", code: "access_denied", message: "no" });
  const sent = server.seen.revokes;
  await new Promise((resolve) => setTimeout(resolve, 30));
  assert.equal(server.seen.revokes, sent, "nothing is sent");
  denied = false;
  await run.resume();
  assert.equal((await run.finished).counts.waiting, 0);
  server.close();
});

test("too much that nobody can tell pauses it by itself", async () => {
  const server = await serve(async () => ({ status: 502, body: "<html>" }));
  const mass = client(server, { breaker: 3 });
  const { run } = await started(mass, plainIds(100));
  const { status, counts } = await run.finished;
  assert.deepEqual(status, { is: "paused", why: "unknowns" });
  assert.ok(counts.unknown >= 3 && counts.waiting > 50, JSON.stringify(counts));
  await run.close();
  server.close();
});

test("a journal that cannot be written: nothing is sent, and nothing is lost", async () => {
  const account = await startAccount(100);
  const journal = memoryJournal();
  const append = journal.append;
  let written = 0;
  journal.append = async (lines) => {
    written += lines.length;
    if (written > 60) throw new Error("no space left on device");
    return append(lines);
  };
  const { run } = await started(client(account), plainIds(100), { journal });
  const error = await errorFrom(() => run.finished);
  assert.ok(error instanceof JournalError);
  assert.match(String(error.cause), /no space left on device/);
  const intents = journal.lines.filter((line) => line.startsWith('{"sending"')).length;
  assert.ok((await account.revokes()).sent <= intents, "each revoke has its intent in the journal");
  assert.ok((await errorFrom(() => run.pause())) instanceof Error);
  /** @type {any} */
  const iterated = await errorFrom(async () => {
    for await (const _ of run);
  });
  assert.equal(iterated, error);

  const rest = await client(account).resume(memoryJournal(journal.lines));
  assert.equal((await rest.finished).counts.revoked.revoked, 100);
  await assertReadBetween(account);
  await account.close();
});

test("a crash of the core is taken up from the journal, on a fresh instance", async () => {
  const account = await startAccount(300);
  const { run, journal } = await started(client(account), plainIds(300));
  const wreck = () => new Uint8Array(runningMemory().buffer).fill(0xff);
  await until(() => journal.lines.length > 100);
  wreck();
  await until(() => journal.lines.length > 300);
  wreck();
  await run.pause();
  assert.equal(run.snapshot().status.is, "paused");
  await run.resume();
  const { counts } = await run.finished;
  assert.equal(counts.revoked.revoked, 300);
  await assertReadBetween(account);
  await account.close();
});

test("a run is left and taken up again, and two of one journal are refused", async () => {
  const account = await startAccount(200);
  const controller = new AbortController();
  const { run, journal } = await started(client(account), plainIds(200), {
    signal: controller.signal,
  });
  await until(() => journal.lines.length > 60);
  assert.ok((await errorFrom(() => client(account).resume(journal))) instanceof JournalError);
  controller.abort();
  const left = await run.finished;
  assert.deepEqual([left.status, left.inFlight], [{ is: "running" }, 0]);
  assert.ok(left.counts.waiting > 0);
  const rest = await client(account).resume(journal);
  assert.equal((await rest.finished).counts.revoked.revoked, 200);
  assert.deepEqual((await account.revokes()).more_than_once, {});
  const damaged = memoryJournal([...journal.lines.slice(0, 3), "{}"]);
  const error = await errorFrom(() => client(account).resume(damaged));
  assert.match(error.message, /line 4 of the journal: this is not a journal entry/);
  assert.equal(
    (await errorFrom(() => client(account).resume(memoryJournal()))).name,
    "JournalError",
  );
  await account.close();
});

test("a host drives it by ticks, with a gate and a way of sending of its own", async () => {
  const account = await startAccount(100);
  let taken = 0;
  /** @type {unknown[]} */
  const refused = [];
  /** @type {string[]} */
  const keys = [];
  let limits = 2;
  const gate = {
    async take() {
      taken += 1;
    },
    refused: (/** @type {number | undefined} */ ms) => refused.push(ms),
    outlook: (/** @type {number} */ calls) => ({ ms: calls * 1000, pausedMs: 0, windows: [] }),
  };
  const mass = new MassRevocation({
    ...BRISK,
    baseUrl: account.url,
    gate,
    /** @param {import("../../pkg/mass/index.js").Sending} sending */
    send: async ({ send, url }) => {
      keys.push(...Object.keys(send.headers));
      if (send.method === "PUT" && limits-- > 0) {
        const body = new TextEncoder().encode('{"errors":[{"code":"request_limit_exceeded"}]}');
        return { event: "answered", status: 429, retryAfter: "0", body };
      }
      const headers = { ...send.headers, "X-DC-DEVKEY": CANARY };
      const answer = await fetch(url, { method: send.method, headers, body: send.body ?? null });
      return {
        event: "answered",
        status: answer.status,
        body: new Uint8Array(await answer.arrayBuffer()),
      };
    },
  });
  const plan = await planned(mass, plainIds(100));
  const journal = memoryJournal();
  const run = await mass.start(plan, { journal, confirm: 100, byTicks: true });
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal((await account.revokes()).sent, 0, "nothing is done but within a tick");
  assert.ok(run.snapshot().etaUnixMs ?? 0 > Date.now() + 90_000);
  for (let ticks = 0, sent = 0; ; ticks++) {
    const before = taken;
    const { over, againMs, stands } = await run.tick({ mostCalls: 30, patienceMs: 0 });
    assert.ok(taken - before <= 30 && !stands && ticks < 50);
    sent = (await account.revokes()).sent;
    assert.equal(run.snapshot().inFlight, 0);
    if (over) break;
    assert.notEqual(againMs, undefined, `${sent} were sent`);
    await new Promise((resolve) => setTimeout(resolve, againMs));
  }
  assert.equal((await run.finished).counts.revoked.revoked, 100);
  assert.deepEqual(refused, [0, 0]);
  assert.ok(!keys.includes("X-DC-DEVKEY"));
  await account.close();
});

test("the key is in no journal, report, error, progress, and not in the memory of the core", async () => {
  const echo = `{"errors":[{"code":"no","message":"key ${CANARY} may not"}]}`;
  const escaped = echo.replace("canary", "\\u0063anary");
  const server = await serve(async (sent) => ({ status: 400, body: sent % 2 ? echo : escaped }));
  const mass = client(server, { breaker: 100 });
  const plan = await planned(mass, plainIds(20));
  const journal = memoryJournal();
  const run = await mass.start(plan, { journal, confirm: 20 });
  const told = [];
  for await (const progress of run) told.push(progress);
  const { counts } = await run.finished;
  assert.ok(counts.refused > 0 && counts.unknown > 0, JSON.stringify(counts));
  const shown = [
    journal.lines.join(),
    await whole(run.reportCsv()),
    await whole(run.reportJson()),
    JSON.stringify([told, run.snapshot(), run.orders({ limit: 100 }), plan]),
    inspect([mass, run, plan], { depth: 10, showHidden: true }),
    inspect(await errorFrom(() => run.pause()), { depth: 10 }),
    new TextDecoder("latin1").decode(runningMemory().buffer),
  ];
  for (const text of shown) assert.ok(!text.includes(CANARY), text.slice(0, 200));
  assert.ok(shown[1]?.includes("key [key] may not"));
  server.close();
});

/** Between two revokes of one order there is a read of it. @param {Awaited<ReturnType<typeof startAccount>>} account */
async function assertReadBetween(account) {
  const { more_than_once } = await account.revokes();
  const log = await account.log();
  for (const order of Object.keys(more_than_once)) {
    const path = `/order/certificate/${order}`;
    const calls = log.filter(
      (call) => call.path.endsWith(path) || call.path.endsWith(`${path}/revoke`),
    );
    const methods = calls.map(({ method }) => method).join(" ");
    assert.doesNotMatch(methods, /PUT PUT/, order);
  }
}
