// The scheduler of `npm test`: order, resources, output of failed steps, costs.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { ROOT } from "../../scripts/run.js";

const SCHEDULE = pathToFileURL(join(ROOT, "scripts/schedule.js")).href;

test("steps run at the same time and print their output as blocks", () => {
  const print = (/** @type {string} */ name) =>
    `for (let n = 0; n < 3; n++) { console.log("${name} line " + n); await new Promise((end) => setTimeout(end, 100)); }`;
  const { status, stdout } = run([
    { title: "first", run: node(print("first")), shows: "line" },
    { title: "second", run: node(print("second")), shows: "line" },
  ]);
  assert.equal(status, 0, stdout);
  assert.match(stdout, /▸ first\n▸ second\n/);
  for (const name of ["first", "second"])
    assert.match(stdout, new RegExp(`${name} line 0\\s+${name} line 1\\s+${name} line 2`));
  assert.match(stdout, /seconds {2}step[\s\S]+first[\s\S]+in total/);
});

test("a step waits for the steps and the resource that it needs", () => {
  const { status, stdout } = run([
    { title: "package", run: node("await new Promise((end) => setTimeout(end, 200))") },
    { title: "tests", run: node(""), after: ["package"] },
    {
      title: "compile",
      run: node("await new Promise((end) => setTimeout(end, 100))"),
      uses: "cargo",
    },
    { title: "lint", run: node(""), uses: "cargo" },
  ]);
  assert.equal(status, 0, stdout);
  assert.ok(stdout.indexOf("✓ package") < stdout.indexOf("▸ tests"), stdout);
  assert.ok(stdout.indexOf("✓ compile") < stdout.indexOf("▸ lint"), stdout);
});

test("a failed step prints its output and ends the run", () => {
  const started = performance.now();
  const { status, stdout } = run([
    { title: "slow", run: node("setTimeout(() => {}, 60_000)") },
    { title: "broken", run: node('console.log("the reason"); process.exit(3)') },
    { title: "never", run: node("") },
  ]);
  assert.equal(status, 1);
  assert.match(stdout, /the reason\s+✗ broken: failed with exit code 3\. Run it alone: /);
  assert.ok(!stdout.includes("▸ never"), stdout);
  assert.ok(!stdout.includes("✓ slow"), stdout);
  assert.ok(performance.now() - started < 30_000);
});

test("a command that does not exist is named", () => {
  const { status, stdout } = run([{ title: "missing", run: ["no-such-command"] }]);
  assert.equal(status, 1);
  assert.match(stdout, /the command `no-such-command` cannot be started: install it/);
});

/** @param {string} code */
const node = (code) => [process.execPath, "--input-type=module", "--eval", code];

/** @param {Array<{ title: string, run: string[], after?: string[], uses?: string, shows?: string }>} steps */
function run(steps) {
  const code = `import { runSteps } from ${JSON.stringify(SCHEDULE)};
    const steps = ${JSON.stringify(steps)};
    await runSteps(steps.map(({ shows, ...step }) => (shows ? { ...step, shows: new RegExp(shows) } : step)), 2);`;
  return spawnSync(process.execPath, ["--input-type=module", "--eval", code], {
    encoding: "utf8",
    timeout: 50_000,
  });
}
