// Before `npm pack` and `npm publish`: builds the package unless it is up to date, so that no tarball lacks its WebAssembly
// modules. Prints to stderr, because `npm pack --json` owns stdout.

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "./run.js";

const build = [join(ROOT, "scripts/build.js")];
process.exitCode = spawnSync(process.execPath, build, { stdio: ["ignore", 2, 2] }).status ?? 1;
