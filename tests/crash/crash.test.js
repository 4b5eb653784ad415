// A crash of the core at a random point, in every host: every call ends, tells the truth about its effect, and the next one
// works. 50 rounds; `npm run crash` plays 1,000.

import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { test } from "node:test";
import { playAll, seedsFrom } from "./run.js";

/** Node has the most: it alone ends over an error without a handler. The last three play bulk runs. */
const ROUNDS = {
  node: 14,
  "node-cjs": 6,
  workerd: 7,
  chromium: 8,
  bulk: 8,
  "bulk-workerd": 3,
  "bulk-chromium": 4,
};

for (const [host, rounds] of Object.entries(ROUNDS)) {
  test(`${rounds} crashes in ${host}`, async () => {
    const seeds = seedsFrom(randomInt(1 << 30), rounds);
    const { faults, ...sum } = await playAll([{ host, seeds }]);
    assert.equal(faults.join("\n"), "");
    assert.equal(sum.rounds, rounds);
  });
}
