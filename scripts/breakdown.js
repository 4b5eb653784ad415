// The code size of a module by crate. Reads the copies with function names that `scripts/modules.js` keeps. They are not
// optimized by `wasm-opt`, which makes the code about a tenth smaller and inlines more.

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { CARGO_TARGET, ROOT } from "./run.js";

/** The modules with function names. */
export const NAMED = {
  core: join(CARGO_TARGET, "named/core.wasm"),
  mass: join(CARGO_TARGET, "named/mass/core.wasm"),
  gateway: join(CARGO_TARGET, "named/gateway/core.wasm"),
};

/** Returns the bytes of functions by crate, largest first. @param {string} module */
export function bytesByCrate(module) {
  const sizes = ["run", "--quiet", "--package", "xtask", "--bin", "wasm-sizes", module];
  const output = execFileSync("cargo", sizes, {
    cwd: ROOT,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  /** @type {Map<string, number>} */
  const crates = new Map();
  for (const line of output.trim().split("\n")) {
    const [kind, size, crate = ""] = line.split("\t");
    if (kind === "function") crates.set(crate, (crates.get(crate) ?? 0) + Number(size));
  }
  return new Map([...crates].sort(([, a], [, b]) => b - a));
}

/** Prints the table of one module. @param {string} title @param {string} module */
export function printCrates(title, module) {
  const crates = bytesByCrate(module);
  const total = [...crates.values()].reduce((sum, bytes) => sum + bytes, 0);
  console.log(`\n  ${`${title}: code by crate, before wasm-opt`.padEnd(48)} bytes   share`);
  for (const [crate, bytes] of [...crates, ["total", total]]) {
    const share = `${((100 * Number(bytes)) / total).toFixed(1)} %`;
    console.log(`  ${String(crate).padEnd(46)} ${String(bytes).padStart(7)} ${share.padStart(7)}`);
  }
}
