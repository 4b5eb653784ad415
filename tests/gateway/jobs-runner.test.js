// One alarm of the runner with runs that are made up: how many calls it makes, who joins it, and what becomes of a run that
// fails. Real runs: jobs.test.js.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Runner } from "../../www/gateway/jobs/runner.js";

/** @typedef {(limits: { mostCalls: number }) => Promise<{ over: boolean, againMs?: number }>} Tick */

/** @param {Record<string, Tick>} ticks of the runs, by job @param {() => void} [left] told when a run is left */
function runnerOf(ticks, left = () => {}) {
  /** @type {Map<string, number>} */
  const schedule = new Map();
  /** @type {string[]} */
  const told = [];
  const runs = Object.fromEntries(
    Object.entries(ticks).map(([id, tick]) => [
      id,
      { tick, snapshot: () => ({}), report: () => ({ summary: { counts: {} } }) },
    ]),
  );
  const jobs = {
    store: {
      get: (/** @type {string} */ id) => ({ id, phase: "started" }),
      set: (/** @type {string} */ id, /** @type {{ phase?: string }} */ { phase }) => {
        if (phase) told.push(`${id} ${phase}`);
      },
    },
    planning: {},
    runs: {
      open: async (/** @type {{ id: string }} */ { id }) => runs[id],
      current: (/** @type {string} */ id) => runs[id],
      forget: (/** @type {string} */ id) => told.push(`${id} forgotten`),
      close: async (/** @type {string} */ id) => {
        told.push(`${id} left`);
        delete runs[id];
        left();
      },
    },
    jobLog: {
      logDigests: async (/** @type {string} */ id) => void told.push(`${id} digested`),
      logEvent: async (/** @type {string} */ what, /** @type {string} */ id) =>
        void told.push(`${id} ${what}`),
    },
    schedule: {
      set: async (/** @type {string} */ what, /** @type {number} */ at) =>
        void schedule.set(what, at - Date.now()),
      remove: (/** @type {string} */ what) => schedule.delete(what),
    },
  };
  return { runner: new Runner(/** @type {any} */ (jobs)), schedule, told };
}

test("an alarm makes 900 calls at most, whatever jobs there are, and what is left comes with the next", async () => {
  /** @type {Record<string, number>} */
  const calls = { a: 0, b: 0 };
  const endless = (/** @type {string} */ id) => async (/** @type {{ mostCalls: number }} */ by) => {
    await new Promise((resolve) => setImmediate(resolve));
    calls[id] = (calls[id] ?? 0) + by.mostCalls;
    return { over: false, againMs: 0 };
  };
  const { runner, schedule, told } = runnerOf({ a: endless("a"), b: endless("b") });
  await runner.tick(["a", "b"]);
  const { a = 0, b = 0 } = calls;
  assert.equal(a + b, 900);
  assert.ok(Math.abs(a - b) <= 100, "in turns");
  assert.deepEqual([...schedule.keys()].sort(), ["job a", "job b"]);
  for (const ms of schedule.values()) assert.ok(ms <= 0, "at once");
  assert.deepEqual(told.sort(), ["a digested", "b digested"]);
});

test("a run that fails is taken up again from its journal, and holds nobody else up", async () => {
  const { runner, schedule, told } = runnerOf({
    a: async () => {
      throw new Error("the disk is full");
    },
    b: async () => ({ over: true }),
  });
  await runner.tick(["a", "b"]);
  assert.ok(told.includes("a forgotten") && !told.includes("b forgotten"));
  assert.ok(told.includes("b ended"));
  assert.deepEqual([...schedule.keys()], ["job a"]);
  assert.ok((schedule.get("job a") ?? 0) > 0, "not at once");
});

test("a run that stands is not asked again; who is woken meanwhile joins, or comes with the next alarm", async () => {
  /** @type {any} */
  const gate = {};
  gate.promise = new Promise((resolve) => {
    gate.resolve = resolve;
  });
  const { runner, schedule } = runnerOf({
    a: async () => {
      await gate.promise;
      return { over: false };
    },
    b: async () => {
      gate.resolve();
      return { over: false };
    },
  });
  const ticking = runner.tick(["a"]);
  await runner.wake("b");
  await ticking;
  assert.deepEqual([...schedule.keys()], [], "both stand");
  await runner.wake("b");
  assert.deepEqual([...schedule.keys()], ["job b"]);
});

test("a run that waits for long is left before an alarm may take no longer, and comes with the next", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  /** @type {(left: { over: boolean }) => void} */
  let leave = () => {};
  const waits = () => new Promise((resolve) => (leave = resolve));
  const { runner, schedule, told } = runnerOf({ a: waits }, () => leave({ over: false }));
  const ticking = runner.tick(["a"]);
  for (let turns = 0; turns < 10; turns += 1) await Promise.resolve();
  t.mock.timers.tick(299_999);
  assert.deepEqual(told, []);
  t.mock.timers.tick(1);
  await ticking;
  assert.deepEqual(told, ["a left", "a digested"]);
  assert.deepEqual([...schedule], [["job a", 0]], "at once");
});
