// The rate limiter of a key on workerd, with its real storage: the stored times keep every window, also after a restart. No
// arrival is timed, because a busy machine delays calls. The order of admission is tested in `tests/core/policy/pacing/lanes.rs`.

import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { startWorker } from "../support/workerd.js";

const WINDOWS = [
  [4, 300],
  [10, 3000],
];
const LIMITS = { windows: WINDOWS, guardMs: 20 };

/** A Durable Object for each path, which executes the posted command. */
const SCRIPT = `
import { RateLimiter } from "./www/gateway/account/rate-limiter.js";

export class Account {
  constructor(ctx, env) {
    this.ctx = ctx;
    this.sql = ctx.storage.sql;
    this.rateLimiter = new RateLimiter(this.sql, env.LIMITS, env.LANES);
  }
  async fetch(request) {
    const { take = [], refused, leave, calls, restart } = await request.json();
    if (restart) this.ctx.abort("restart");
    const pauseMs = refused === undefined ? 0 : this.rateLimiter.onRejected(refused);
    const order = [];
    const taken = take.map(async (sender) => {
      const leave = await this.rateLimiter.acquire(sender);
      if (leave.isAdmitted) order.push(sender.job ?? sender.person);
      return leave;
    });
    if (leave) this.rateLimiter.cancelJob(leave);
    const leaves = await Promise.all(taken);
    const rows = this.sql.exec("SELECT at, lane, person FROM sent_requests ORDER BY nth").toArray();
    const sent = rows.map(({ at }) => at);
    const estimate = calls && this.rateLimiter.estimate("ada", "a", calls).durationMs;
    const { issue, bulkLimits } = this.rateLimiter;
    return Response.json({ order, leaves, sent, rows, pauseMs, estimate, issue, bulkLimits });
  }
}

export default {
  fetch: (request, { ACCOUNT }) => ACCOUNT.get(ACCOUNT.idFromName(request.url)).fetch(request),
};`;

/** @type {import("miniflare").Miniflare} */
let worker;
let accounts = 0;
before(async () => {
  const resolveDir = new URL("../..", import.meta.url).pathname;
  worker = await startWorker(
    { stdin: { contents: SCRIPT, resolveDir } },
    {
      bindings: { LIMITS: JSON.stringify(LIMITS), LANES: '{"maxWaitingPerPerson":3}' },
      durableObjects: { ACCOUNT: { className: "Account", useSQLite: true } },
    },
  );
});
after(() => worker.dispose());
beforeEach(() => {
  accounts++;
});

/** @param {object} command @returns {Promise<any>} */
async function execute(command) {
  const body = JSON.stringify(command);
  const init = { method: "POST", body };
  const response = await worker.dispatchFetch(`http://account/${accounts}`, init);
  return response.json();
}

/** Discards the memory of the Durable Object. */
async function restart() {
  await assert.rejects(execute({ restart: true }));
}

/** @param {number[]} sent */
function keepsWindows(sent) {
  for (const [calls = 0, ms = 0] of WINDOWS)
    for (let nth = calls; nth < sent.length; nth++) {
      const span = Number(sent[nth]) - Number(sent[nth - calls]);
      assert.ok(span >= ms + LIMITS.guardMs, `${calls + 1} sends within ${span} ms`);
    }
}

/** A write of another person each. @param {number} count */
const writes = (count) =>
  Array.from({ length: count }, (_, nth) => ({ lane: "write", person: `writer ${nth}` }));
const reads = (/** @type {number} */ count, person = "vera") =>
  Array(count).fill({ lane: "interactive", person });
const bulk = (/** @type {string[]} */ ...jobs) =>
  jobs.map((job) => ({ lane: "bulk", person: "ada", job }));

test("stored times keep every window, also after a restart", async () => {
  const { leaves, sent } = await execute({ take: writes(8) });
  assert.deepEqual(leaves, Array(8).fill({ isAdmitted: true, waitMs: 0 }));
  assert.equal(sent.length, 8);
  await restart();
  const { sent: kept } = await execute({ take: writes(6) });
  assert.equal(kept.length, 10);
  assert.deepEqual(kept.slice(0, 4), sent.slice(4));
  keepsWindows([...sent, ...kept.slice(4)]);
});

test("lanes are admitted in their order, and jobs alternate", async () => {
  const take = [...bulk("a", "a", "a", "b"), ...reads(2), ...writes(2), ...bulk("b")];
  // A pause that ends while all of them wait.
  const { order, sent } = await execute({ refused: "1", take });
  assert.deepEqual(order, ["writer 0", "writer 1", "vera", "vera", "a", "b", "a", "b", "a"]);
  keepsWindows(sent);
});

test("lane and person of what was sent survive a restart", async () => {
  const { leaves, rows } = await execute({ take: [...reads(1), ...reads(1, "ada")] });
  assert.ok(leaves.every((/** @type {any} */ { isAdmitted }) => isAdmitted));
  assert.deepEqual(
    rows.map((/** @type {any} */ { lane, person }) => `${lane} ${person}`),
    ["interactive vera", "interactive ada"],
  );
  await restart();
  // Vera's own calls count twice: with her second call, as much as reads may use of the window.
  const kept = await execute({ take: reads(1) });
  assert.ok(kept.sent[2] - kept.sent[0] >= 300 + LIMITS.guardMs);
});

test("a person's calls beyond the maximum are rejected with a wait", async () => {
  const { leaves } = await execute({ refused: "2", take: [...reads(5), ...reads(1, "ada")] });
  const [first, second, third, fourth, fifth, ada] = leaves;
  for (const admitted of [first, second, third, ada])
    assert.deepEqual(admitted, { isAdmitted: true, waitMs: 0 });
  for (const rejected of [fourth, fifth]) {
    assert.equal(rejected.isAdmitted, false);
    assert.ok(rejected.waitMs > 0 && rejected.waitMs <= 2000);
  }
});

test("jobs know the limits without the reserve for writes", async () => {
  const { bulkLimits, issue } = await execute({});
  const windows = [
    [3, 300],
    [8, 3000],
  ];
  assert.deepEqual(bulkLimits, { windows, guardMs: LIMITS.guardMs });
  assert.equal(issue, undefined);
});

test("a pause survives a restart; people get a wait, jobs stay", async () => {
  const { leaves, pauseMs } = await execute({ refused: "60", take: reads(1) });
  assert.equal(leaves[0].isAdmitted, false);
  assert.ok(leaves[0].waitMs > 20_000 && leaves[0].waitMs <= pauseMs);
  await restart();
  const paused = await execute({
    ...{ take: [...reads(1), ...bulk("a", "a")], leave: "a", calls: 10 },
  });
  const [person, ...job] = paused.leaves;
  assert.equal(person.isAdmitted, false);
  assert.ok(person.waitMs > 20_000);
  assert.deepEqual(job, Array(2).fill({ isAdmitted: false, waitMs: 0 }));
  assert.ok(paused.estimate > person.waitMs);
  assert.deepEqual(paused.sent, []);
});
