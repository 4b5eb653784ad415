// Lists the owner's eight packages: the version of each, the kind of dependency, the files that use it, and its bytes in
// each module. Ends with 1 if a package is not used. `npm run packages`

import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { bytesByCrate, NAMED } from "./breakdown.js";
import { fail, ROOT } from "./run.js";

/** @typedef {{ name: string, version: string, dependencies: Array<{ name: string, kind: string | null, target: string | null }> }} Crate */

const PACKAGES = [
  "wasm-bindgen",
  "wasm-bindgen-futures",
  "web-sys",
  "js-sys",
  "serde",
  "serde-wasm-bindgen",
  "gloo-net",
  "wasm-bindgen-test",
];

// The build leaves what is needed to count the bytes of each crate.
if (!existsSync(NAMED.core) || !existsSync(NAMED.mass)) await import("./build.js");
const modules = [bytesByCrate(NAMED.core), bytesByCrate(NAMED.mass)];
const sources = ["src", "tests"].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".rs"))
    .map((name) => join(folder, name))
    .sort(),
);
const { packages: crates } = metadata();
const own = crates.find(({ name }) => name === "certcentral-revoke");

console.log(
  `${"package".padEnd(21)} ${"version".padEnd(8)} ${"dependency".padEnd(24)} ${["core.wasm", "mass.wasm", "files"].map((title) => title.padStart(9)).join(" ")}`,
);
const unused = [];
for (const name of PACKAGES) {
  const crate = name.replaceAll("-", "_");
  const files = sources.filter((file) => uses(crate, readFileSync(join(ROOT, file), "utf8")));
  const version = crates.find((each) => each.name === name)?.version ?? "none";
  const bytes = modules.map((module) => module.get(crate) ?? 0);
  const numbers = [...bytes, files.length].map((number) => String(number).padStart(9));
  console.log(
    `${name.padEnd(21)} ${version.padEnd(8)} ${kind(name).padEnd(24)} ${numbers.join(" ")}`,
  );
  for (const file of files) console.log(`  ${file}`);
  if (files.length === 0) unused.push(name);
}
console.log(
  "\nBytes of code before wasm-opt; what was inlined into another crate counts as that one's.",
);
if (unused.length > 0) fail(`not used in src/ or tests/: ${unused.join(", ")}`);

/** Whether a source names the crate in a path. @param {string} crate @param {string} source */
function uses(crate, source) {
  const code = source.replace(/^\s*\/\/.*$/gm, "");
  return new RegExp(`(?<!\\w)${crate}::`).test(code);
}

/** How `Cargo.toml` depends on a package. @param {string} name */
function kind(name) {
  const dependency = own?.dependencies.find((each) => each.name === name);
  if (!dependency) return "none";
  const place = dependency.target?.includes("wasm32") ? ", wasm32 only" : "";
  return `${dependency.kind ?? "normal"}${place}`;
}

/** What cargo resolved from the lockfile. @returns {{ packages: Crate[] }} */
function metadata() {
  const args = ["metadata", "--format-version", "1", "--locked"];
  return JSON.parse(
    execFileSync("cargo", args, { cwd: ROOT, encoding: "utf8", maxBuffer: 2 ** 28 }),
  );
}
