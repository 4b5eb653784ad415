// Checks the types of every example at once, the way somebody's project would.

import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./examples.js";

/** Inside the project, so that `certcentral-revoke` is found as it is packed; git and every linter pass it by. */
export const FOLDER = join(ROOT, "dist/docs");

/** What bundlers and runtimes know and no type checker does. */
const AMBIENT = `declare module "*.wasm" { const url: string; export default url; }
declare module "*.wasm?module" { const module: WebAssembly.Module; export default module; }
declare module "*.wasm?url" { const url: string; export default url; }
declare module "cloudflare:workers" { export class DurableObject<Env = any> { env: Env; ctx: any; constructor(ctx: any, env: Env); } }
`;

export function freshFolder() {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, "ambient.d.ts"), AMBIENT);
  const compilerOptions = {
    // Examples in JavaScript do not annotate what a runtime hands them.
    noImplicitAny: false,
    exactOptionalPropertyTypes: false,
    noUncheckedIndexedAccess: false,
    noImplicitOverride: false,
    types: ["node"],
    typeRoots: [join(ROOT, "node_modules/@types")],
  };
  writeFileSync(
    join(FOLDER, "tsconfig.json"),
    JSON.stringify({
      extends: "../../tsconfig.json",
      compilerOptions,
      include: ["*"],
      exclude: [],
    }),
  );
}

/** What is wrong with the types; empty if nothing is. */
export function typeFaults() {
  try {
    execFileSync(process.execPath, [join(ROOT, "node_modules/typescript/bin/tsc"), "-p", FOLDER], {
      cwd: ROOT,
      encoding: "utf8",
    });
    return "";
  } catch (error) {
    return String(/** @type {any} */ (error).stdout || error);
  }
}
