// Prepares a bench: builds the package, installs the peers, and makes a module that keeps its names. The output of these steps
// goes to stderr; stdout is for the tables.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { SINGLE_CALLS, wasmOpt } from "../scripts/optimize.js";
import { fail, ROOT } from "../scripts/run.js";
import { chromium } from "../scripts/setup.js";

export const BENCHES = join(ROOT, "benches");
/** The output folder of the benches. */
export const OUTPUT = join(ROOT, "target/benches");
const TARGET = process.env.CARGO_TARGET_DIR ?? join(ROOT, "target");

/** Builds each time, so that the figures belong to the current sources. */
export async function prepare() {
  mkdirSync(OUTPUT, { recursive: true });
  run("build the package", process.execPath, ["scripts/build.js", "--force"], ROOT);
  installPeers();
  await chromium();
}

/** Installs the peers in their own folder once for each list: the package itself never depends on them. */
function installPeers() {
  if (isNewer(join(BENCHES, "node_modules/.package-lock.json"), join(BENCHES, "package.json")))
    return;
  const flags = ["--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund"];
  run("install the peers", "npm", ["install", ...flags], BENCHES);
}

/** The published module with the names of its functions. */
export function namedModule() {
  const compiled = join(TARGET, "wasm32-unknown-unknown/release/certcentral_revoke.wasm");
  const named = join(OUTPUT, "named.wasm");
  if (isNewer(named, compiled)) return named;
  xtask("wasm-glue", [compiled, OUTPUT, "--names"]);
  const optimize = wasmOpt(SINGLE_CALLS, join(OUTPUT, "core.wasm"), named, ["-g"]);
  run("optimize a module with names", "npx", optimize, ROOT);
  return named;
}

/** The module of `boundary.wat`. */
export function boundaryModule() {
  const module = join(OUTPUT, "boundary.wasm");
  const source = join(BENCHES, "boundary.wat");
  if (isNewer(module, source)) return module;
  const flags = ["--enable-bulk-memory", source, "-o", module];
  run("assemble the boundary's module", "npx", ["wasm-as", ...flags], ROOT);
  return module;
}

/** Whether a file exists and is not older than its source. @param {string} made @param {string} from */
function isNewer(made, from) {
  return existsSync(made) && statSync(made).mtimeMs >= statSync(from).mtimeMs;
}

/** @param {string} bin @param {string[]} args */
export function xtask(bin, args) {
  return run(bin, "cargo", ["run", "--quiet", "--package", "xtask", "--bin", bin, ...args], ROOT);
}

/** The version of a peer or tool, as installed. @param {string} name */
export function versionOf(name) {
  const folder = [BENCHES, ROOT].find((at) => existsSync(join(at, "node_modules", name)));
  return JSON.parse(
    readFileSync(join(folder ?? ROOT, "node_modules", name, "package.json"), "utf8"),
  ).version;
}

/** @param {string} title @param {string} command @param {string[]} args @param {string} cwd */
function run(title, command, args, cwd) {
  console.error(`▸ ${title}`);
  const { status, stdout } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) {
    console.error(stdout);
    fail(`${title}: \`${command} ${args.join(" ")}\` ended with ${status}`);
  }
  return stdout;
}
