// Builds the package once more, in a clean folder with another path, and compares the tarball byte by byte with that of the
// build that is here. `npm run reproducible`; some minutes, because nothing is kept of the build that is here.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fail, ROOT } from "./run.js";

const place = mkdtempSync(join(tmpdir(), "certcentral-reproducible-"));
const env = { ...process.env };
delete env.CARGO_TARGET_DIR; // a target folder outside would be one for both
process.once("exit", () => rmSync(place, { recursive: true, force: true }));
const [here, elsewhere] = [packed(ROOT), packed(builtIn("at/a/longer/path"))];
if (here !== elsewhere) fail(`two builds differ: sha256 ${here} and ${elsewhere}`);
console.log(`✓ two builds gave the same bytes: sha256 ${here}`);

/** @param {string} name of the folder */
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

/** The SHA-256 of what would be published. @param {string} folder */
function packed(folder) {
  const pack = ["pack", "--silent", "--ignore-scripts", "--pack-destination", place];
  const tarball = execFileSync("npm", pack, { cwd: folder, env, encoding: "utf8" }).trim();
  return createHash("sha256")
    .update(readFileSync(join(place, tarball)))
    .digest("hex");
}
