// `package.json` exports what the table of entries in `scripts/entries.js` says, and every path in it exists after a build.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { packageExports, packageSideEffects } from "../../scripts/entries.js";
import { ROOT } from "../../scripts/run.js";

const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));

test("exports in package.json match the table of entries", () => {
  // As text, because the order of conditions decides which one applies.
  assert.equal(
    JSON.stringify(manifest.exports, null, 2),
    JSON.stringify(packageExports(), null, 2),
    "run: node scripts/entries.js",
  );
});

test("sideEffects in package.json match the table of entries", () => {
  assert.deepEqual(manifest.sideEffects, packageSideEffects(), "run: node scripts/entries.js");
});

test("every file that package.json names exists", () => {
  const paths = [manifest.main, manifest.types, ...Object.values(manifest.bin)];
  const missing = [...paths, ...leaves(manifest.exports)].filter(
    (path) => !existsSync(join(ROOT, path)),
  );
  assert.deepEqual(missing, []);
});

/** @param {unknown} exports @returns {string[]} */
function leaves(exports) {
  if (typeof exports === "string") return [exports];
  return Object.values(/** @type {object} */ (exports)).flatMap(leaves);
}
