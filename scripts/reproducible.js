// Builds the package a second time, in a clean folder with another path, and compares its tarball byte by byte with that of
// this repository. `npm run reproducible`. Takes minutes, because it compiles every crate of the modules again.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { CARGO_TARGET, fail, ROOT } from "./run.js";

const place = mkdtempSync(join(tmpdir(), "certcentral-reproducible-"));
// The third-party crates of the build tools are compiled once. All of the package is compiled again: without
// `CARGO_TARGET_DIR`, its target folder is in the clean folder.
const { CARGO_TARGET_DIR: _, ...inherited } = process.env;
const env = { ...inherited, BUILD_TOOLS_TARGET_DIR: CARGO_TARGET };
process.once("exit", () => rmSync(place, { recursive: true, force: true }));
const [here, elsewhere] = [packed(ROOT), packed(builtIn("at/a/longer/path"))];
if (here !== elsewhere)
  fail(
    `two builds of the same sources differ: sha256 ${here} here and ${elsewhere} in another folder. Look for paths, times and random values in pkg/dist`,
  );
console.log(`✓ two builds gave the same bytes: sha256 ${here}`);

/** Copies all sources and builds them. @param {string} name of the folder below a temporary one */
function builtIn(name) {
  const folder = join(place, name);
  const listed = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const files = execFileSync("git", listed, { cwd: ROOT, encoding: "utf8" }).split("\0");
  for (const file of files.filter(Boolean)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(ROOT, file), join(folder, file));
  }
  console.log(`▸ build in ${folder}`);
  execFileSync(process.execPath, ["scripts/build.js"], { cwd: folder, env, stdio: "inherit" });
  return folder;
}

/** The SHA-256 of the tarball that would be published. @param {string} folder */
function packed(folder) {
  const pack = ["pack", "--silent", "--ignore-scripts", "--pack-destination", place];
  const tarball = execFileSync("npm", pack, { cwd: folder, env, encoding: "utf8" }).trim();
  return createHash("sha256")
    .update(readFileSync(join(place, tarball)))
    .digest("hex");
}
