// The rate limiter of a key on workerd, with its real storage: the stored times keep every window, also after a restart. No
// arrival is timed, because a busy machine delays calls. The order of admission is tested in `tests/core/policy/pacing.rs`.

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
    this.rateLimiter = new RateLimiter(this.sql, env.LIMITS);
  }
  async fetch(request) {
    const { take = [], refused, leave, until, restart } = await request.json();
    if (restart) this.ctx.abort("restart");
    if (refused !== undefined) this.rateLimiter.onRejected(refused);
    const order = [];
    const taken = take.map(async (job) => {
      const leave = await this.rateLimiter.acquire(job ? "bulk" : "interactive", job ?? undefined);
      order.push(job);
      return leave;
    });
    if (leave) this.rateLimiter.cancelJob(leave);
    const leaves = await Promise.all(taken);
    const sent = this.sql.exec("SELECT at FROM sent ORDER BY nth").toArray().map(({ at }) => at);
    return Response.json({ order, leaves, sent, until: until && this.rateLimiter.msUntil(until, 10) });
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
      bindings: { LIMITS: JSON.stringify(LIMITS) },
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

const people = (/** @type {number} */ count) => Array(count).fill(null);

test("stored times keep every window, also after a restart", async () => {
  const { leaves, sent } = await execute({ take: people(8) });
  assert.deepEqual(leaves, Array(8).fill({ isAdmitted: true, waitMs: 0 }));
  assert.equal(sent.length, 8);
  await restart();
  const { sent: kept } = await execute({ take: people(6) });
  assert.equal(kept.length, 10);
  assert.deepEqual(kept.slice(0, 4), sent.slice(4));
  keepsWindows([...sent, ...kept.slice(4)]);
});

test("people are admitted before jobs, and jobs alternate", async () => {
  const { order, sent } = await execute({ take: [...people(4), "a", "a", "a", "b", null, "b"] });
  assert.deepEqual(order, [...people(5), "a", "b", "a", "b", "a"]);
  keepsWindows(sent);
});

test("a pause survives a restart; people get a wait, jobs stay", async () => {
  const { leaves } = await execute({ refused: "60", take: people(1) });
  assert.equal(leaves[0].isAdmitted, false);
  assert.ok(leaves[0].waitMs > 20_000);
  await restart();
  const paused = await execute({ take: [null, "a", "a"], leave: "a", until: "a" });
  const [person, ...job] = paused.leaves;
  assert.equal(person.isAdmitted, false);
  assert.ok(person.waitMs > 20_000);
  assert.deepEqual(job, Array(2).fill({ isAdmitted: false, waitMs: 0 }));
  assert.ok(paused.until > person.waitMs);
  assert.deepEqual(paused.sent, []);
});
