// The packed tarball: its files, entries without Node or eval, the verifier, and the bill of materials.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { transform } from "esbuild";
import { CANARY } from "../support/client.js";
import { installPackage } from "../support/installed-package.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** All files of the tarball without the documentation, which links.test.js checks. @type {string[]} */
const FILES = JSON.parse(
  readFileSync(new URL("../fixtures/package-files.json", import.meta.url), "utf8"),
);

/** @type {string} */
let project;
/** @type {string} */
let installed;
/** @type {() => void} */
let remove = () => {};
before(() => {
  ({ project, installed, remove } = installPackage());
});
after(() => remove());

test("the tarball has the listed files and no trace of the machine", () => {
  const files = readdirSync(installed, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const names = files
    .map(({ parentPath, name }) => join(parentPath, name).slice(installed.length + 1))
    .sort();
  const code = names.filter((name) => !/^docs\/.+\.(md|png)$/.test(name));
  assert.deepEqual(code, FILES);
  for (const name of names) {
    const text = readFileSync(join(installed, name), "latin1");
    // The guides contain the sandbox's key.
    const keys = name.startsWith("docs/") ? [CANARY] : [CANARY, 'sandbox-admin-key"'];
    for (const trace of [ROOT, join(homedir(), ".cargo"), ...keys]) {
      assert.ok(!text.includes(trace), `${name} contains ${trace}`);
    }
  }
  const manifest = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
  assert.equal(manifest.dependencies, undefined);
  assert.ok(!Object.keys(manifest.scripts).some((name) => /install|prepare/.test(name)));
  const conditions = Object.keys(manifest.exports["."]);
  assert.deepEqual(conditions, ["workerd", "edge-light", "browser", "node", "default"]);
});

test("the verifier of the installed package loads the core", () => {
  writeFileSync(
    join(project, "verify.mjs"),
    `
    import { verifyReport } from "./node_modules/certcentral-revoke/pkg/verify/report.js";
    const line = JSON.stringify({ started: { version: 3, at: 1, total: 1, job: {} } });
    const report = { journalLines: 1, orders: [] };
    verifyReport(report, [line], { digests: [], first: 1 }).catch(({ message }) => console.log(message));
  `,
  );
  const options = { cwd: project, encoding: /** @type {const} */ ("utf8"), timeout: 30_000 };
  const text = execFileSync(process.execPath, ["verify.mjs"], options);
  assert.match(text, /line 1 of the journal: this is not a journal entry/);
});

test("entries of browsers and workers use neither Node nor eval", async () => {
  const names = ["process", "Buffer", "require", "eval", "Function"];
  // esbuild replaces a defined name only where no scope of the file declares it, and never a property of that name.
  const define = Object.fromEntries(names.map((name) => [name, `FREE_${name}`]));
  const free = async (/** @type {string} */ code) =>
    new Set((await transform(code, { define })).code.match(/FREE_\w+/g));
  for (const name of ["browser", "development", "edge-light", "inline", "workerd"]) {
    const code = readFileSync(join(installed, `pkg/dist/${name}.min.js`), "utf8");
    assert.deepEqual(await free(code), new Set(), name);
  }
  const each =
    "process.env; Buffer.of(1); require('x'); eval('1'); new Function('1'); host.process";
  assert.deepEqual([...(await free(each))].sort(), names.map((name) => `FREE_${name}`).sort());
});

test("the bill of materials names the crates of the module", () => {
  const { metadata, components } = JSON.parse(
    readFileSync(join(installed, "pkg/dist/sbom.json"), "utf8"),
  );
  assert.match(metadata.component.purl, /^pkg:npm\/certcentral-revoke@/);
  const names = components.map((/** @type {{ name: string }} */ { name }) => name);
  for (const name of ["certcentral-revoke", "rlsf", "serde_json", "wasm-bindgen", "rust-std"])
    assert.ok(names.includes(name), name);
  // Crates of macros and tests are not part of the module.
  for (const name of ["serde_derive", "syn", "proptest", "wasm-bindgen-cli"])
    assert.ok(!names.includes(name), name);
  const module = readFileSync(join(installed, "pkg/dist/wasm/core.wasm"));
  assert.equal(components[0].hashes[0].content, createHash("sha256").update(module).digest("hex"));
  // Source paths in panic messages: each of their crates must be named.
  const paths = module.toString("latin1").matchAll(/crates\/([a-z\d_-]+?)-\d+\.\d+\.\d+\//g);
  const crates = new Set([...paths].map(([, name]) => name));
  assert.ok(crates.size > 0);
  for (const name of crates) assert.ok(names.includes(name), name);
});
