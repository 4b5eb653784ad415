// Installs what a fresh machine with rustup's Rust and Node 20 lacks. What is installed already is left alone.

import { spawnSync } from "node:child_process";
import { existsSync, lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fail, has, ROOT, step } from "./run.js";

const [major] = process.versions.node.split(".").map(Number);
if ((major ?? 0) < 20)
  fail(
    `Node ${process.version} is too old: install Node 20 or newer (https://nodejs.org), then run this again`,
  );
if (!has("cargo"))
  fail("cargo is missing: install Rust with rustup (https://rustup.rs), then run this again");

/** Installs the dependencies of `package-lock.json`, unless exactly these are installed. */
export async function dependencies() {
  if (areInstalled()) return;
  // `npm ci` first empties the folder, which behind a link is the folder of another checkout.
  const folder = lstatSync(join(ROOT, "node_modules"), { throwIfNoEntry: false });
  if (folder?.isSymbolicLink())
    fail(
      "node_modules is a link, and its packages are not those of package-lock.json: run `npm ci` where it leads, or remove the link",
    );
  await step("install npm dependencies", "npm", ["ci", "--no-audit", "--no-fund"], { quiet: true });
}

/** Whether npm's record of `node_modules` has the packages of the lockfile. Optional ones can be for another platform. */
function areInstalled() {
  const record = join(ROOT, "node_modules/.package-lock.json");
  if (!existsSync(record)) return false;
  const installed = packagesOf(record);
  const { "": _, ...locked } = packagesOf(join(ROOT, "package-lock.json"));
  return Object.entries(locked).every(([path, { version, integrity, optional, devOptional }]) => {
    const found = installed[path];
    if (!found) return Boolean(optional ?? devOptional);
    return found.version === version && found.integrity === integrity;
  });
}

/** @param {string} lockfile @returns {Record<string, { version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }>} */
function packagesOf(lockfile) {
  return JSON.parse(readFileSync(lockfile, "utf8")).packages;
}

/** The compiler's WebAssembly target. */
export async function wasmTarget() {
  const target = "wasm32-unknown-unknown";
  if (hasTarget(target)) return;
  if (!has("rustup"))
    fail(
      `the Rust target ${target} is missing: install it, or install Rust with rustup (https://rustup.rs)`,
    );
  await step(`add the Rust target ${target}`, "rustup", ["target", "add", target], { quiet: true });
}

/** @param {string} target */
function hasTarget(target) {
  const args = ["--print", "target-libdir", "--target", target];
  const { status, stdout } = spawnSync("rustc", args, { encoding: "utf8" });
  return status === 0 && existsSync(stdout.trim());
}

/** Chromium, for the tests in a browser. */
export async function chromium() {
  if (has("chromium")) return;
  await debian("Chromium", "chromium");
}

/** ChromeDriver, for the `wasm-bindgen-test` suites. It only works with a Chromium of the same version. */
export async function chromedriver() {
  await chromium();
  if (has("chromedriver")) return;
  await debian("ChromeDriver", "chromium-driver", " in the version of Chromium");
}

/** Firefox, for the host tests. */
export async function firefox() {
  if (process.env.FIREFOX || has("firefox-esr")) return;
  await debian("Firefox", "firefox-esr", " and set FIREFOX to its command");
}

/** @param {string} title @param {string} name of Debian's package @param {string} [hint] for other systems */
async function debian(title, name, hint = "") {
  if (!has("apt-get"))
    fail(
      `${title} is missing, which the tests in browsers need: install it${hint} (Debian: ${name})`,
    );
  const sudo = process.getuid?.() === 0 ? [] : ["sudo"];
  const [command = "", ...args] = [...sudo, "apt-get"];
  // `sudo` may ask for a password.
  const options = { quiet: true, interactive: true };
  await step("update the package lists", command, [...args, "update"], options);
  await step(`install ${title}`, command, [...args, "install", "-y", name], options);
}
