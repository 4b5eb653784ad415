// Installs what a fresh machine with rustup's Rust and Node 20 still lacks. Run twice, it does nothing the second time.

import { existsSync, lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fail, has, ROOT, step } from "./run.js";

const [major] = process.versions.node.split(".").map(Number);
if ((major ?? 0) < 20) fail(`Node 20 or newer is needed; this is ${process.version}`);
if (!has("cargo"))
  fail("Rust is missing: install it with rustup (https://rustup.rs), then run this again");

/** Installs the dependencies of `package-lock.json`, unless exactly these are installed. */
export async function dependencies() {
  if (areInstalled()) return;
  // `npm ci` empties the folder first: through a link, that is the folder of another checkout.
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
  if (
    has("rustc", ["--print", "target-libdir", "--target", target]) &&
    (await targetIsThere(target))
  )
    return;
  if (!has("rustup")) fail(`the Rust target ${target} is missing and there is no rustup to add it`);
  await step(`add the Rust target ${target}`, "rustup", ["target", "add", target], { quiet: true });
}

/** @param {string} target */
async function targetIsThere(target) {
  const { spawnSync } = await import("node:child_process");
  const { stdout } = spawnSync("rustc", ["--print", "target-libdir", "--target", target], {
    encoding: "utf8",
  });
  return existsSync(stdout.trim());
}

/** Chromium, for the tests in a browser. */
export async function chromium() {
  if (has("chromium")) return;
  await debian("Chromium", "chromium", "it");
}

/** ChromeDriver, for the `wasm-bindgen-test` suites: of Chromium's own version, because each refuses any other. */
export async function chromedriver() {
  await chromium();
  if (has("chromedriver")) return;
  await debian("ChromeDriver", "chromium-driver", "it in the version of Chromium");
}

/** Firefox, for the table of hosts. */
export async function firefox() {
  if (process.env.FIREFOX || has("firefox-esr")) return;
  await debian("Firefox", "firefox-esr", "it, and name its command in FIREFOX");
}

/** @param {string} title @param {string} name of Debian's package @param {string} elsewhere what to install where there is no Debian */
async function debian(title, name, elsewhere) {
  const how = `install ${elsewhere} (Debian: apt-get install ${name})`;
  if (!has("apt-get")) fail(`the tests in browsers need ${title}: ${how}`);
  const sudo = process.getuid?.() === 0 ? [] : ["sudo"];
  const [command = "", ...args] = [...sudo, "apt-get"];
  await step("update the package lists", command, [...args, "update"], { quiet: true });
  const install = [...args, "install", "-y", name];
  await step(`install ${title}`, command, install, { quiet: true });
}
