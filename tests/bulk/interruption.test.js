// Bulk runs that are interrupted: pause and cancel, lost responses, a rejected key, the circuit breaker, a journal that cannot be
// written, a crash of the core, and resume.

import assert from "node:assert/strict";
import { test } from "node:test";
import { JournalError, memoryJournal } from "../../pkg/dist/mass/node.js";
import { runningMemory } from "../../pkg/mass/core.js";
import { plainIds, startAccount } from "../support/bulk.js";
import { assertReadBetween, client, planned, serve, started, until } from "../support/bulk-runs.js";
import { errorFrom } from "../support/errors.js";

test("no revoke is sent after pause or cancel resolves", async () => {
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
      // A request that was sent before may still be in transit on the loopback.
      await until(() => run.snapshot().inFlight === 0 || act === "cancel");
      sent = server.seen.revokes;
      await new Promise((resolve) => setTimeout(resolve, 30));
      const later = journal.lines.slice(acknowledged).filter((line) => line.includes('"sending"'));
      assert.deepEqual([later, server.seen.revokes <= sent + 6], [[], true]);
      if (act === "pause") {
        assert.equal(server.seen.revokes, sent);
        assert.deepEqual(run.snapshot().status, { state: "paused", reason: "manual" });
        await run.cancel();
      }
      const { counts, status } = await run.finished;
      assert.deepEqual(status, { state: "finished", canceled: true });
      assert.equal(counts.waiting, 400 - server.seen.revokes);
      server.close();
    }
  }
});

test("an intent that is not durable at a pause is not sent", async () => {
  const server = await serve(async () => ({ status: 204 }));
  const journal = memoryJournal();
  const append = journal.append;
  /** @type {() => void} */
  let release = () => {};
  let hold = false;
  journal.append = async (lines) => {
    if (hold) await new Promise((resolve) => (release = () => resolve(undefined)));
    return append(lines);
  };
  const mass = client(server);
  const plan = await planned(mass, plainIds(50));
  const run = await mass.start(plan, { journal, confirm: 50 });
  await until(() => server.seen.revokes >= 10);
  hold = true;
  await until(() => release.length === 0 && run.snapshot().inFlight > 0);
  await new Promise((resolve) => setTimeout(resolve, 20));
  const before = server.seen.revokes;
  const paused = run.pause();
  hold = false;
  release();
  await paused;
  await until(() => run.snapshot().inFlight === 0);
  assert.equal(server.seen.revokes, before);
  await until(() => journal.lines.some((line) => line.startsWith('{"returned"')));
  await run.resume();
  assert.equal((await run.finished).counts.waiting, 0);
  server.close();
});

test("lost responses are read before a second revoke", async () => {
  const account = await startAccount(60);
  const { run } = await started(client(account, { breaker: 100 }), plainIds(60));
  await account.fault({ method: "PUT", times: 10, lost: "after" });
  await account.fault({ method: "PUT", times: 10, lost: "before" });
  const { counts } = await run.finished;
  assert.deepEqual([counts.revoked.revoked, counts.unknown], [60, 0]);
  await assertReadBetween(account);
  await account.close();
});

test("a run stops at 403 and continues after resume", async () => {
  let denied = true;
  const server = await serve(async (sent) =>
    denied && sent > 5
      ? { status: 403, body: '{"errors":[{"code":"access_denied","message":"no"}]}' }
      : { status: 204 },
  );
  const { run } = await started(client(server, { confirmRounds: 1 }), plainIds(30));
  const stopped = await run.finished;
  assert.deepEqual(stopped.status, { state: "stopped", code: "access_denied", message: "no" });
  const sent = server.seen.revokes;
  await new Promise((resolve) => setTimeout(resolve, 30));
  assert.equal(server.seen.revokes, sent, "nothing is sent");
  denied = false;
  await run.resume();
  assert.equal((await run.finished).counts.waiting, 0);
  server.close();
});

test("the circuit breaker pauses a run after unknown outcomes", async () => {
  const server = await serve(async () => ({ status: 502, body: "<html>" }));
  const mass = client(server, { breaker: 3 });
  const { run } = await started(mass, plainIds(100));
  const { status, counts } = await run.finished;
  assert.deepEqual(status, { state: "paused", reason: "unknown-outcomes" });
  assert.ok(counts.unknown >= 3 && counts.waiting > 50, JSON.stringify(counts));
  await run.close();
  server.close();
});

test("a run whose journal cannot be written sends nothing", async () => {
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

test("a run resumes from its journal after a core crash", async () => {
  const account = await startAccount(300);
  const { run, journal } = await started(client(account), plainIds(300));
  const corruptMemory = () => new Uint8Array(runningMemory().buffer).fill(0xff);
  await until(() => journal.lines.length > 100);
  corruptMemory();
  await until(() => journal.lines.length > 300);
  corruptMemory();
  await run.pause();
  assert.equal(run.snapshot().status.state, "paused");
  await run.resume();
  const { counts } = await run.finished;
  assert.equal(counts.revoked.revoked, 300);
  await assertReadBetween(account);
  await account.close();
});

test("a run can be left and resumed; a journal has one run", async () => {
  const account = await startAccount(200);
  const controller = new AbortController();
  const { run, journal } = await started(client(account), plainIds(200), {
    signal: controller.signal,
  });
  await until(() => journal.lines.length > 60);
  assert.ok((await errorFrom(() => client(account).resume(journal))) instanceof JournalError);
  controller.abort();
  const left = await run.finished;
  assert.deepEqual([left.status, left.inFlight], [{ state: "running" }, 0]);
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
