// A crash of the core at a random point, in every host: every call ends, tells the truth about its effect, and the next one
// works. 50 rounds; `npm run crash` plays 1,000.

import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { test } from "node:test";
import { playAll, seedsFrom } from "./crash/run.js";

/** Node has the most: it alone ends over what nobody handles. */
const ROUNDS = { node: 20, "node-cjs": 8, workerd: 10, chromium: 12 };

for (const [host, rounds] of Object.entries(ROUNDS)) {
  test(`${rounds} crashes in ${host}`, async () => {
    const seeds = seedsFrom(randomInt(1 << 30), rounds);
    const { faults, ...sum } = await playAll([{ host, seeds }]);
    assert.equal(faults.join("\n"), "");
    assert.equal(sum.rounds, rounds);
  });
}
