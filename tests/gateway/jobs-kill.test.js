// A run survives SIGKILL of the gateway's whole process group, including workerd, at random moments. `npm run kill:gateway`
// kills it more often.

import assert from "node:assert/strict";
import { test } from "node:test";
import { killTest, lineOf } from "./jobs-kill.js";

const KILLS = Number(process.env.KILLS ?? 10);

test(`${KILLS} kills lose no order and repeat none without a read`, async (t) => {
  const result = await killTest(KILLS, Math.random);
  t.diagnostic(lineOf(result));
  assert.ok(result.kills >= KILLS, "the runs were killed often enough");
  assert.deepEqual([result.lost, result.doubled], [0, 0]);
  assert.ok(result.reads > 0, "orders in doubt were read");
});
