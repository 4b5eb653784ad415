// Lists that were never started, and lists that ended long ago, are removed. A fake store records the calls.

import assert from "node:assert/strict";
import { test } from "node:test";
import { JobService } from "../../www/gateway/jobs/service.js";

const DAY_MS = 86_400_000;

test("old drafts and old ended lists expire, others do not", async () => {
  const now = 1_000 * DAY_MS;
  const jobs = [
    { id: "new draft", phase: "draft", changed: now - 13 * DAY_MS },
    { id: "old draft", phase: "draft", changed: now - 15 * DAY_MS },
    { id: "old plan", phase: "planned", changed: now - 15 * DAY_MS },
    { id: "paused run", phase: "started", changed: now - 500 * DAY_MS },
    { id: "new report", phase: "ended", changed: now - 399 * DAY_MS },
    { id: "old report", phase: "ended", changed: now - 401 * DAY_MS },
  ].map((job) => ({ ...job, name: "", by: { id: "sam" } }));
  /** @type {string[]} */
  const events = [];
  const service = new JobService(
    /** @type {any} */ ({
      store: {
        inPhases: (/** @type {string[]} */ phases, /** @type {number} */ before) =>
          jobs.filter(({ phase, changed }) => phases.includes(phase) && changed < before),
        remove: (/** @type {string} */ id) => events.push(`removed ${id}`),
      },
      jobLog: {
        logEvent: async (/** @type {string} */ what, /** @type {string} */ id) =>
          events.push(`${what} ${id}`),
      },
      starter: { void: async (/** @type {string} */ id) => events.push(`voided ${id}`) },
      planning: { forget: () => {} },
    }),
  );
  await service.removeExpired(now);
  assert.deepEqual(
    events,
    ["old draft", "old plan", "old report"].flatMap((id) => [
      ...[`expired ${id}`, `voided ${id}`, `removed ${id}`],
    ]),
  );
});
