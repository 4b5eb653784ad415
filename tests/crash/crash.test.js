// Crashes the core at random points in every host: every call ends with its true effect, and the next call works. 50 rounds;
// `npm run crash` runs 1,000.

import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { test } from "node:test";
import { playAll, seedsFrom } from "./run.js";

/** Node has the most rounds: only Node ends at an unhandled error. The last three are bulk rounds. */
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
  test(`calls survive ${rounds} rounds of core crashes in ${host}`, async () => {
    const seeds = seedsFrom(randomInt(1 << 30), rounds);
    const { faults, ...sum } = await playAll([{ host, seeds }]);
    assert.equal(faults.join("\n"), "");
    assert.equal(sum.rounds, rounds);
  });
}
