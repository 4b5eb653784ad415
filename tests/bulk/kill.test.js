// Kills the process of a run repeatedly: no order is lost or revoked twice without a read. The long form is `npm run kill`.

import assert from "node:assert/strict";
import { test } from "node:test";
import { killTest } from "./kill.js";

test("16 kills lose no order and repeat no revoke without a read", async () => {
  const kills = Number(process.env.KILLS ?? 16);
  const result = await killTest({ kills, orders: 2000, seed: 7 });
  assert.deepEqual(result, { kills, lost: 0, unknown: 0, doubled: 0, wrong: [] });
});
