// The documentation is correct: every example runs, is type-checked, or says why not; the reference matches the types; every
// link has a target.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { startSandbox } from "../../www/sandbox/node.js";
import { examplesIn, examplesOf, moduleOf, pages, ROOT } from "./examples.js";
import { wrongLinks } from "./links.js";
import { NAMES } from "./prepare.js";
import { RUNNERS } from "./run.js";
import { SETUPS } from "./setups/index.js";
import { FOLDER, freshFolder, typeFaults } from "./types.js";

/** @typedef {import("./examples.js").Example} Example */

const ENTRIES = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).exports;
const examples = pages().flatMap(examplesOf);
const counts = { run: 0, "type-checked only": 0, "not run": 0, waiting: 0 };
/** @type {string[]} */
const reasons = [];

/** @type {Awaited<ReturnType<typeof startSandbox>>} */
let sandbox;
before(freshFolder);
// Each example has its own sandbox: an abandoned call may still take effect while the next example runs.
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox?.close());

/** @param {Example} example */
function setupOf({ word, where, mark }) {
  const setup = mark === "example" ? SETUPS[word] : SETUPS[""];
  assert.ok(setup, `${where}: there is no setup ${word}`);
  return setup;
}

/** Whether the package has the entry that the example needs. @param {Example} example */
function isAvailable(example) {
  const { needs } = setupOf(example);
  return needs === undefined || needs in ENTRIES;
}

/** Writes an example to its own file, in JavaScript or TypeScript. @param {Example} example */
function fileOf(example) {
  const { runs } = setupOf(example);
  const whole = runs !== "statements" || example.mark !== "example";
  const name = example.where.replace(/[^\w]+/g, "-");
  const file = join(FOLDER, `${name}.${example.lang === "ts" ? "ts" : "js"}`);
  writeFileSync(file, `${whole ? example.code : moduleOf(example, NAMES)}\nexport {};\n`);
  return file;
}

/** Compiles TypeScript to JavaScript for Node. @param {string} file */
async function inJavaScript(file) {
  if (!file.endsWith(".ts")) return file;
  const { build } = await import("esbuild");
  const outfile = file.replace(/\.ts$/, ".run.mjs");
  await build({ entryPoints: [file], outfile, format: "esm" });
  return outfile;
}

/** @param {Example} example */
async function run(example) {
  const setup = setupOf(example);
  const file = example.lang === "sh" ? "" : await inJavaScript(fileOf(example));
  await RUNNERS[setup.runs](example, file, setup, sandbox);
}

describe("every example runs", { concurrency: 1 }, () => {
  for (const example of examples) {
    const { where, mark, word } = example;
    if (mark !== "example") {
      counts[mark === "not run" ? "not run" : "type-checked only"] += 1;
      reasons.push(`${where}: ${mark}: ${word}`);
      continue;
    }
    if (!isAvailable(example)) {
      counts.waiting += 1;
      reasons.push(`${where}: waits for the entry ${setupOf(example).needs}`);
      continue;
    }
    test(`${where} ${word}`, async () => {
      await run(example);
      counts.run += 1;
    });
  }
  after(() => {
    const summary = Object.entries(counts).map(([what, count]) => `${count} ${what}`);
    console.log([`examples of the documentation: ${summary.join(", ")}`, ...reasons].join("\n  "));
  });
});

test("every code example type-checks", () => {
  freshFolder();
  for (const example of examples) {
    if (example.lang === "sh" || example.mark === "not run") continue;
    if (isAvailable(example) && !setupOf(example).wrongOnPurpose) fileOf(example);
  }
  assert.equal(typeFaults(), "");
});

test("every setup is used, and every example has a language", () => {
  assert.ok(examples.length > 30, `${examples.length} examples`);
  const named = new Set(examples.map(({ mark, word }) => (mark === "example" ? word : "")));
  assert.deepEqual(
    Object.keys(SETUPS).filter((name) => !named.has(name)),
    [],
  );
  for (const { lang, where } of examples) assert.match(lang, /^(js|ts|sh)$/, where);
});

describe("a wrong example fails", { concurrency: 1 }, () => {
  const guide = "docs/guide/revoke.md";
  /** @type {Array<[name: string, page: string, right: string, wrong: string, message: RegExp]>} */
  const mistakes = [
    ["a wrong name", guide, "certcentral.me()", "certcentral.whoami()", /whoami is not a function/],
    ["a wrong claim", guide, "seen.reached; // true", "seen.reached; // false", /true !== false/],
    ["a wrong message", guide, "did you mean skipApproval?", "did you mean skipOver?", /skipOver/],
    [
      "a wrong field in a Worker",
      "README.md",
      "(orderId, { revoc",
      "(orderId, { r: 0, revoc",
      /400/,
    ],
  ];
  for (const [name, page, right, wrong, message] of mistakes) {
    test(name, async () => {
      const text = readFileSync(join(ROOT, page), "utf8");
      assert.ok(text.includes(right), right);
      const changed = examplesIn(text.replace(right, wrong), "broken.md");
      const broken = changed.filter(({ code }) => code.includes(wrong));
      assert.equal(broken.length, 1);
      await assert.rejects(run(/** @type {Example} */ (broken[0])), message);
    });
  }
  test("a wrong type", () => {
    const file = join(FOLDER, "wrong.ts");
    writeFileSync(
      file,
      'import { CertCentral } from "certcentral-revoke";\nnew CertCentral({ key: "" });',
    );
    assert.match(typeFaults(), /'key' does not exist/);
    rmSync(file);
  });
});

test("the reference matches the types", () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, "scripts/reference.js"), "--check"],
    { encoding: "utf8" },
  );
  assert.equal(status, 0, stdout + stderr);
});

test("every link of every page has a target", () => {
  const files = execFileSync("git", ["ls-files", "*.md"], { cwd: ROOT, encoding: "utf8" });
  const wrong = files.trim().split("\n").flatMap(wrongLinks);
  assert.deepEqual(wrong, []);
});

test("every cell of the comparison has a source or a test", () => {
  const text = readFileSync(join(ROOT, "docs/compare.md"), "utf8");
  const tables = text.split(/\n\n/).filter((part) => part.startsWith("| | certcentral-revoke"));
  const cells = tables.flatMap((table) =>
    table
      .split("\n")
      .slice(2)
      .flatMap((row) => row.split(" | ").slice(1)),
  );
  assert.ok(cells.length > 100, `${cells.length} cells`);
  const sourced = /\[[^\]]+\](\[|\()|^not known|^this repository/;
  assert.deepEqual(
    cells.filter((cell) => !sourced.test(cell)),
    [],
  );
  const ours = [...text.matchAll(/^\[t-\w+\]: (\S+) "(.+)"$/gm)];
  assert.ok(ours.length > 10);
  for (const [, path = "", title = ""] of ours)
    assert.ok(readFileSync(join(ROOT, "docs", path), "utf8").includes(title), title);
});
