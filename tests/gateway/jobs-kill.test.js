// A run outlives being killed: SIGKILL of the gateway's whole process group, workerd in it, at random moments.
// `npm run kill:gateway` does it more often.

import assert from "node:assert/strict";
import { test } from "node:test";
import { killed, lineOf } from "./jobs-kill.js";

const KILLS = Number(process.env.KILLS ?? 10);

test(`${KILLS} kills lose nothing, and nothing is sent twice without a look`, async (t) => {
  const told = await killed(KILLS, Math.random);
  t.diagnostic(lineOf(told));
  assert.ok(told.kills >= KILLS, "the runs were killed so often");
  assert.deepEqual([told.lost, told.doubled], [0, 0]);
  assert.ok(told.reads > 0, "what was in doubt was read");
});
