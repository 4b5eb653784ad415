// The check for import cycles, on a small project with one.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { ROOT } from "../../scripts/run.js";

const folder = mkdtempSync(join(tmpdir(), "certcentral-cycles-"));
after(() => rmSync(folder, { recursive: true }));

const OPTIONS = { allowJs: true, module: "esnext", moduleResolution: "bundler", types: [] };
const FILES = {
  "tsconfig.json": JSON.stringify({ compilerOptions: OPTIONS, include: ["*.js", "*.ts"] }),
  "order.js": '/** @import { Plan } from "./plan.ts" */\nexport const order = 1;\n',
  "plan.ts": 'import type { Run } from "./run.js";\nexport interface Plan { run: Run }\n',
  "run.js":
    'import { order } from "./order.js";\n/** @typedef {{ of: typeof order }} Run */\nexport {};\n',
};

test("a cycle of imports and type imports fails with its path", () => {
  const { status, stderr } = check(FILES);
  assert.equal(status, 1);
  assert.match(stderr, /1 import cycle/);
  assert.match(stderr, /order\.js\s+→ \S+plan\.ts\s+→ \S+run\.js\s+→ \S+order\.js/);
});

test("imports without a cycle pass", () => {
  const { status, stderr } = check({ ...FILES, "order.js": "export const order = 1;\n" });
  assert.equal(status, 0, stderr);
});

test("a project without imports fails", () => {
  const { status, stderr } = check({ ...FILES, "plan.ts": "", "run.js": "", "order.js": "" });
  assert.equal(status, 1);
  assert.match(stderr, /lists no imports/);
});

/** @param {Record<string, string>} files */
function check(files) {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const script = [join(ROOT, "scripts/cycles.js"), join(folder, "tsconfig.json")];
  return spawnSync(process.execPath, script, { cwd: ROOT, encoding: "utf8" });
}
