// A hostile server on bare sockets against the client in each runtime: right error class and effect, no hang, no leaked key.
// `npm run matrix` prints the table.

import assert from "node:assert/strict";
import { test } from "node:test";
import { HOSTS } from "./hosts.js";
import { matrix } from "./run.js";

for (const host of Object.keys(HOSTS)) {
  test(`${host} handles every hostile response`, async () => {
    const { cells, faults } = await matrix(host);
    assert.ok(cells >= 60, `${cells} cells`);
    assert.deepEqual(faults, []);
  });
}
