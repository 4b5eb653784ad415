// Builds the package into `pkg/dist`: WebAssembly modules, entries, types and bill of materials. Stages whose inputs have not
// changed are skipped. `npm run build`, or `npm run build -- --force` for everything.

import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { NAMED, printCrates } from "./breakdown.js";
import { bundlePackage, packageStage } from "./bundle.js";
import { isCurrent, runStage } from "./fingerprint.js";
import { makeModules, modulesStage } from "./modules.js";
import { isMain, ROOT } from "./run.js";
import { dependencies, wasmTarget } from "./setup.js";
import { checkSizes } from "./sizes.js";

/** Whether `pkg/dist` belongs to the sources. */
export function isBuilt() {
  return isCurrent(modulesStage()) && isCurrent(packageStage());
}

/** @param {{ force?: boolean }} [options] `force`: also builds what is up to date */
export async function buildPackage({ force = false } = {}) {
  if (!force && isBuilt()) {
    console.log("▸ the package is up to date");
    return;
  }
  await dependencies();
  await wasmTarget();
  const dist = join(ROOT, "pkg/dist");
  if (force) rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  if (isCurrent(modulesStage())) console.log("▸ the WebAssembly modules are up to date");
  else {
    await runStage(modulesStage(), makeModules);
    printCrates("single calls", NAMED.core);
    printCrates("bulk revocation", NAMED.mass);
    printCrates("gateways", NAMED.gateway);
  }
  console.log("▸ bundle the JavaScript");
  await runStage(packageStage(), bundlePackage);
}

if (isMain(import.meta)) {
  await buildPackage({ force: process.argv.includes("--force") });
  checkSizes();
}
