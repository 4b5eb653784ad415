// One alarm of the runner with fake runs: its calls, the jobs that join it, and a run that fails. Real runs: jobs.test.js.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Runner } from "../../www/gateway/jobs/runner.js";

/** @typedef {(limits: { maxCalls: number }) => Promise<{ finished: boolean, nextTickMs?: number }>} Tick */

/** @param {Record<string, Tick>} ticks of the runs, by job @param {() => void} [onLeave] called when the runner leaves a run */
function runnerOf(ticks, onLeave = () => {}) {
  /** @type {Map<string, number>} */
  const schedule = new Map();
  /** @type {string[]} */
  const events = [];
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
        if (phase) events.push(`${id} ${phase}`);
      },
    },
    planning: {},
    runs: {
      open: async (/** @type {{ id: string }} */ { id }) => runs[id],
      current: (/** @type {string} */ id) => runs[id],
      close: async (/** @type {string} */ id) => {
        events.push(`${id} left`);
        delete runs[id];
        onLeave();
      },
    },
    jobLog: {
      logDigests: async (/** @type {string} */ id) => void events.push(`${id} digested`),
      logEvent: async (/** @type {string} */ what, /** @type {string} */ id) =>
        void events.push(`${id} ${what}`),
    },
    schedule: {
      set: async (/** @type {string} */ what, /** @type {number} */ at) =>
        void schedule.set(what, at - Date.now()),
      remove: (/** @type {string} */ what) => schedule.delete(what),
    },
  };
  return { runner: new Runner(/** @type {any} */ (jobs)), schedule, events };
}

test("an alarm makes 900 calls at most and schedules the next", async () => {
  /** @type {Record<string, number>} */
  const calls = { a: 0, b: 0 };
  const endless = (/** @type {string} */ id) => async (/** @type {{ maxCalls: number }} */ by) => {
    await new Promise((resolve) => setImmediate(resolve));
    calls[id] = (calls[id] ?? 0) + by.maxCalls;
    return { finished: false, nextTickMs: 0 };
  };
  const { runner, schedule, events } = runnerOf({ a: endless("a"), b: endless("b") });
  await runner.tick(["a", "b"]);
  const { a = 0, b = 0 } = calls;
  assert.equal(a + b, 900);
  assert.ok(Math.abs(a - b) <= 100, "in turns");
  assert.deepEqual([...schedule.keys()].sort(), ["job a", "job b"]);
  for (const ms of schedule.values()) assert.ok(ms <= 0, "at once");
  assert.deepEqual(events.sort(), ["a digested", "b digested"]);
});

test("a run that fails is closed, reopened later; others continue", async () => {
  const { runner, schedule, events } = runnerOf({
    a: async () => {
      throw new Error("the disk is full");
    },
    b: async () => ({ finished: true }),
  });
  await runner.tick(["a", "b"]);
  assert.ok(events.includes("a left"), "its journal is not locked any more");
  assert.ok(events.indexOf("b ended") < events.indexOf("b left"), "an ended run leaves the memory");
  assert.deepEqual([...schedule.keys()], ["job a"]);
  assert.ok((schedule.get("job a") ?? 0) > 0, "not at once");
});

test("a blocked run is not rescheduled; a woken job joins in", async () => {
  /** @type {any} */
  const gate = {};
  gate.promise = new Promise((resolve) => {
    gate.resolve = resolve;
  });
  const { runner, schedule } = runnerOf({
    a: async () => {
      await gate.promise;
      return { finished: false };
    },
    b: async () => {
      gate.resolve();
      return { finished: false };
    },
  });
  const ticking = runner.tick(["a"]);
  await runner.wake("b");
  await ticking;
  assert.deepEqual([...schedule.keys()], [], "both are blocked");
  await runner.wake("b");
  assert.deepEqual([...schedule.keys()], ["job b"]);
});

test("a run that wait is left when the alarm's time is over", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  /** @type {(left: { finished: boolean }) => void} */
  let leave = () => {};
  const wait = () => new Promise((resolve) => (leave = resolve));
  const { runner, schedule, events } = runnerOf({ a: wait }, () => leave({ finished: false }));
  const ticking = runner.tick(["a"]);
  for (let turns = 0; turns < 10; turns += 1) await Promise.resolve();
  t.mock.timers.tick(299_999);
  assert.deepEqual(events, []);
  t.mock.timers.tick(1);
  await ticking;
  assert.deepEqual(events, ["a left", "a digested"]);
  assert.deepEqual([...schedule], [["job a", 0]], "at once");
});
