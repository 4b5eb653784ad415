// Checks the types of all examples at once, as the project of a user does.

import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./examples.js";

/** Inside the project, so that `certcentral-revoke` resolves to the package. Git and the linters ignore the folder. */
export const FOLDER = join(ROOT, "dist/docs");

/** Modules that only bundlers and runtimes resolve. */
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
    // Examples in JavaScript do not annotate the arguments of a runtime.
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

/** The type errors, or an empty string. */
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
