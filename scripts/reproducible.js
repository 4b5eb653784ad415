// Builds the package twice, in two clean folders with different paths, and compares the tarballs byte by byte.
// `npm run reproducible`; some minutes, because nothing is kept between the two.

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
const [first, second] = ["first", "second/at/a/longer/path"].map(tarballBuiltIn);
if (first !== second) fail(`two builds differ: sha256 ${first} and ${second}`);
console.log(`✓ two clean builds gave the same bytes: sha256 ${first}`);

/** @param {string} name of the folder */
function tarballBuiltIn(name) {
  const folder = join(place, name);
  const listed = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const files = execFileSync("git", listed, { cwd: ROOT, encoding: "utf8" }).split("\0");
  for (const file of files.filter(Boolean)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(ROOT, file), join(folder, file));
  }
  console.log(`▸ build in ${folder}`);
  execFileSync(process.execPath, ["scripts/build.js"], { cwd: folder, env, stdio: "inherit" });
  const pack = ["pack", "--silent"];
  const tarball = execFileSync("npm", pack, { cwd: folder, env, encoding: "utf8" }).trim();
  return createHash("sha256")
    .update(readFileSync(join(folder, tarball)))
    .digest("hex");
}
