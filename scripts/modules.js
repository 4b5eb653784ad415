// Compiles the WebAssembly modules and their glue into `pkg/dist/wasm`.

import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { NAMED } from "./breakdown.js";
import { SINGLE_CALLS, SIZE_FIRST, wasmOpt } from "./optimize.js";
import { CARGO_TARGET, ROOT, step } from "./run.js";

const TARGET = "wasm32-unknown-unknown";
const WASM = "pkg/dist/wasm";
/** A second build can use the tools of the first: `reproducible.js` sets it. */
const TOOLS = process.env.BUILD_TOOLS_TARGET_DIR ?? CARGO_TARGET;

/** @typedef {import("./optimize.js").Profile} Profile */
/** @typedef {{ title: string, folder: string, file: string, named: string, features: string[], profile: Profile }} Module */

/**
 * The module for single calls is the last one, so that the compiler's output is the one that `npm run bench` takes apart.
 * @type {readonly Module[]}
 */
const MODULES = [
  {
    title: "for bulk revocation",
    folder: join(ROOT, WASM, "mass"),
    file: "mass.wasm",
    named: NAMED.mass,
    features: ["--features", "mass"],
    profile: SIZE_FIRST,
  },
  {
    title: "for gateways",
    folder: join(ROOT, WASM, "gateway"),
    file: "gateway.wasm",
    named: NAMED.gateway,
    features: ["--features", "gateway"],
    profile: SIZE_FIRST,
  },
  {
    title: "for single calls",
    folder: join(ROOT, WASM),
    file: "core.wasm",
    named: NAMED.core,
    features: [],
    profile: SINGLE_CALLS,
  },
];

/** @returns {import("./fingerprint.js").Stage} */
export function modulesStage() {
  return {
    name: "modules",
    inputs: [
      ...["src", "xtask", "Cargo.toml", "Cargo.lock", "package-lock.json"],
      ...["scripts/modules.js", "scripts/optimize.js"],
    ],
    facts: [execFileSync("rustc", ["-vV"], { encoding: "utf8" })],
    outputs: WASM,
    // The base64 texts are of the package stage.
    owns: (path) => !path.endsWith(".base64.js"),
  };
}

export async function makeModules() {
  rmSync(join(ROOT, WASM), { recursive: true, force: true });
  await step("fetch the crates", "cargo", ["fetch", "--quiet", "--locked"]);
  const tools = ["--package", "xtask", "--bin", "wasm-glue", "--target-dir", TOOLS];
  await step("compile the glue generator", "cargo", ["build", "--quiet", "--locked", ...tools]);
  for (const module of MODULES) await makeModule(module);
}

/** @param {Module} module */
async function makeModule({ title, folder, file, named, features, profile }) {
  mkdirSync(folder, { recursive: true });
  // `Cargo.toml` declares an rlib only, so that a native dependent links no shared library.
  const build = ["rustc", "--lib", "--crate-type", "cdylib", "--package", "certcentral-revoke"];
  await step(
    `compile the module ${title}`,
    "cargo",
    [...build, "--release", "--locked", "--target", TARGET, ...features],
    {
      env: {
        CARGO_ENCODED_RUSTFLAGS: compilerFlags(profile).join("\x1f"),
        CARGO_PROFILE_RELEASE_OPT_LEVEL: profile.optLevel,
      },
    },
  );
  const compiled = join(CARGO_TARGET, TARGET, "release/certcentral_revoke.wasm");
  const glue = join(TOOLS, "debug", process.platform === "win32" ? "wasm-glue.exe" : "wasm-glue");
  await step(`generate the glue ${title}`, glue, [compiled, folder]);
  await step(`keep a copy with function names, ${title}`, glue, [
    compiled,
    dirname(named),
    "--names",
  ]);
  const bound = join(folder, "core.wasm");
  const optimized = join(folder, "optimized.wasm");
  await step(`optimize the module ${title}`, "npx", wasmOpt(profile, bound, optimized), {
    quiet: true,
  });
  rmSync(bound);
  // Bundlers put modules side by side, so each has its own name.
  renameSync(optimized, join(folder, file));
}

/** @param {Profile} profile */
function compilerFlags({ llvmArgs }) {
  // Panic messages contain the paths of source files. A shipped module must not reveal the machine that built it.
  const registry = join(process.env.CARGO_HOME ?? join(homedir(), ".cargo"), "registry/src");
  // Each folder below is named after the source of the crates, which differs between machines.
  const sources = readdirSync(registry).map((folder) => `${join(registry, folder)}=crates`);
  return [
    ...[...sources, `${ROOT.replace(/\/$/, "")}=.`].map((pair) => `--remap-path-prefix=${pair}`),
    ...llvmArgs.map((option) => `-Cllvm-args=${option}`),
  ];
}
