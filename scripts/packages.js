// Lists the crates that the design requires: version, kind of dependency, files that use it, and bytes in each module. Fails if
// one is not used. `npm run packages`

import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { bytesByCrate, NAMED } from "./breakdown.js";
import { buildPackage } from "./build.js";
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

// A forced build also writes the modules with function names, which an up-to-date package can lack.
if (!Object.values(NAMED).every((module) => existsSync(module)))
  await buildPackage({ force: true });
const modules = [NAMED.core, NAMED.mass, NAMED.gateway].map(bytesByCrate);
const sources = ["src", "tests"].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".rs"))
    .map((name) => join(folder, name))
    .sort(),
);
const { packages: crates } = metadata();
const own = crates.find(({ name }) => name === "certcentral-revoke");

console.log(
  `${"package".padEnd(21)} ${"version".padEnd(8)} ${"dependency".padEnd(24)} ${["core.wasm", "mass.wasm", "gateway.wasm", "files"].map((title) => title.padStart(12)).join(" ")}`,
);
const unused = [];
for (const name of PACKAGES) {
  const crate = name.replaceAll("-", "_");
  const files = sources.filter((file) => uses(crate, readFileSync(join(ROOT, file), "utf8")));
  const version = crates.find((each) => each.name === name)?.version ?? "none";
  const bytes = modules.map((module) => module.get(crate) ?? 0);
  const numbers = [...bytes, files.length].map((number) => String(number).padStart(12));
  console.log(
    `${name.padEnd(21)} ${version.padEnd(8)} ${kind(name).padEnd(24)} ${numbers.join(" ")}`,
  );
  for (const file of files) console.log(`  ${file}`);
  if (files.length === 0) unused.push(name);
}
console.log(
  "\nBytes of code before wasm-opt. Inlined code counts for the crate that it is inlined into.",
);
if (unused.length > 0)
  fail(
    `no file in src/ or tests/ uses ${unused.join(", ")}: use it, or remove it from Cargo.toml and from scripts/packages.js`,
  );

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

/** The dependencies as the lockfile resolves them. @returns {{ packages: Crate[] }} */
function metadata() {
  const args = ["metadata", "--format-version", "1", "--locked"];
  return JSON.parse(
    execFileSync("cargo", args, { cwd: ROOT, encoding: "utf8", maxBuffer: 2 ** 28 }),
  );
}
