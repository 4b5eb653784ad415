// A process with a run is killed at random points, again and again: nothing is lost, nothing is revoked twice without a read
// in between. In long form: `npm run kill`.

import assert from "node:assert/strict";
import { test } from "node:test";
import { killTest } from "./kill.js";

test("16 kills: nothing lost, nothing doubled without a read", async () => {
  const kills = Number(process.env.KILLS ?? 16);
  const told = await killTest({ kills, orders: 2000, seed: 7 });
  assert.deepEqual(told, { kills, lost: 0, unknown: 0, doubled: 0, wrong: [] });
});
