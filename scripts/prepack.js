// Before `npm pack` and `npm publish`: builds the package unless it is newer than all of its sources. A tarball without the
// WebAssembly modules cannot be made: a build that fails ends the command. Prints to stderr, because `npm pack --json` owns stdout.

import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./run.js";

const SOURCES = [
  "src",
  "xtask",
  "pkg",
  "scripts/build.js",
  "Cargo.toml",
  "Cargo.lock",
  "package-lock.json",
];
const DIST = join(ROOT, "pkg/dist/");
/** The build writes this file last. */
const LAST = join(DIST, "sbom.json");
if (!isUpToDate()) {
  const { status } = spawnSync(process.execPath, [join(ROOT, "scripts/build.js")], {
    stdio: ["ignore", 2, 2],
  });
  // Not up to date either: the next attempt builds again.
  if (status !== 0) rmSync(LAST, { force: true });
  process.exitCode = status ?? 1;
}

function isUpToDate() {
  const modules = filesOf(JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).exports);
  if (![LAST, ...modules].every((file) => existsSync(file))) return false;
  const built = statSync(LAST).mtimeMs;
  return SOURCES.flatMap(within).every((file) => statSync(file).mtimeMs <= built);
}

/** Every file that an entry point names. @param {unknown} exports @returns {string[]} */
function filesOf(exports) {
  if (typeof exports === "string") return [join(ROOT, exports)];
  return Object.values(/** @type {object} */ (exports)).flatMap(filesOf);
}

/** @param {string} source @returns {string[]} */
function within(source) {
  const path = join(ROOT, source);
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => !file.startsWith(DIST));
}
