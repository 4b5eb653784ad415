// Builds the package: the WebAssembly modules, their glue, the entries, their types and the bill of materials; then
// prints whose bytes the modules are and what a browser downloads, and fails over a budget.

import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { NAMED, printCrates } from "./breakdown.js";
import { entrySources, wrapperOf } from "./entries.js";
import { MANY_ORDERS, SINGLE_CALLS, wasmOpt } from "./optimize.js";
import { CARGO_TARGET, fail, ROOT, step } from "./run.js";
import { writeSbom } from "./sbom.js";
import { dependencies, wasmTarget } from "./setup.js";

const TARGET = "wasm32-unknown-unknown";
const DIST = join(ROOT, "pkg/dist");
const WASM = join(DIST, "wasm");
/**
 * What a browser downloads, compressed: module and entry. A build over the budget fails; one over the aim says so.
 * Many orders: version 0.1.0 has 216,545 bytes, and a later version may have 5 % more.
 */
const DOWNLOADED = [
  {
    what: "single calls",
    files: ["wasm/core.wasm", "browser.min.js"],
    aim: 80 * 1024,
    budget: 84 * 1024,
  },
  {
    what: "many orders",
    files: ["wasm/mass/mass.wasm", "mass/browser.min.js"],
    aim: 216_545,
    budget: 227_372,
  },
];
/** The typed modules whose declarations `require` also needs, as CommonJS. */
const DECLARATIONS = ["index", "types", "mass/index", "mass/types", "mass/file", "pacing/index"];

await dependencies();
await wasmTarget();
// Files of an earlier build must not ship.
rmSync(DIST, { recursive: true, force: true });
// Panic messages carry the paths of source files; what ships must not tell of the machine it was built on.
const registry = join(process.env.CARGO_HOME ?? join(homedir(), ".cargo"), "registry/src");
await step("fetch the crates", "cargo", ["fetch", "--quiet", "--locked"]);
// Each folder below is named after the place the crates came from, which may differ from one machine to the next.
const sources = readdirSync(registry).map((folder) => `${join(registry, folder)}=crates`);
const remap = [...sources, `${ROOT.replace(/\/$/, "")}=.`];
await makeModule(
  "the core for many orders",
  join(WASM, "mass"),
  ["--features", "mass"],
  MANY_ORDERS,
);
// Last, so that what the compiler leaves is the module that everybody downloads: `npm run bench` takes it apart.
await makeModule("the core", WASM, [], SINGLE_CALLS);
await packJavaScript();
writeSbom();
printCrates("single calls", NAMED.core);
printCrates("many orders", NAMED.mass);
for (const download of DOWNLOADED) weigh(download);

/**
 * One module with its glue.
 * @param {string} title @param {string} folder @param {string[]} features @param {import("./optimize.js").Profile} profile
 */
async function makeModule(title, folder, features, profile) {
  mkdirSync(folder, { recursive: true });
  // `Cargo.toml` declares an rlib only, so that a native dependent links no shared library.
  const build = ["rustc", "--lib", "--crate-type", "cdylib", "--package", "certcentral-revoke"];
  const release = ["--release", "--target", TARGET];
  const flags = [
    ...remap.map((pair) => `--remap-path-prefix=${pair}`),
    ...profile.llvmArgs.map((option) => `-Cllvm-args=${option}`),
  ];
  await step(`compile ${title} to WebAssembly`, "cargo", [...build, ...release, ...features], {
    env: {
      CARGO_ENCODED_RUSTFLAGS: flags.join("\x1f"),
      CARGO_PROFILE_RELEASE_OPT_LEVEL: profile.optLevel,
    },
  });
  const compiled = join(CARGO_TARGET, TARGET, "release/certcentral_revoke.wasm");
  const glue = ["run", "--quiet", "--package", "xtask", "--bin", "wasm-glue"];
  await step("bind it to JavaScript", "cargo", [...glue, compiled, folder]);
  const isMass = features.length > 0;
  const named = isMass ? NAMED.mass : NAMED.core;
  await step("bind it with the names of its functions, to know whose bytes it has", "cargo", [
    ...glue,
    compiled,
    dirname(named),
    "--names",
  ]);
  const module = join(folder, "core.wasm");
  const optimized = join(folder, "optimized.wasm");
  await step("optimize for size", "npx", wasmOpt(profile, module, optimized), { quiet: true });
  rmSync(module);
  // Bundlers put modules side by side: each has a name of its own.
  renameSync(optimized, isMass ? join(folder, "mass.wasm") : module);
}

/**
 * Writes the entries and bundles each into one file: a minified ES module with a source map, or CommonJS for Node, with
 * declarations that say so. The module and its base64 text stay separate files.
 */
async function packJavaScript() {
  const { build } = await import("esbuild");
  for (const name of ["core", "mass/mass"]) {
    const base64 = readFileSync(join(WASM, `${name}.wasm`)).toString("base64");
    writeFileSync(join(WASM, `${name}.base64.js`), `export default "${base64}";\n`);
  }
  const sources = entrySources();
  for (const [path, source] of sources) write(path, source);
  const isForNode = (/** @type {string} */ path) => /(^|\/)(node|file)\.js$/.test(path);
  const shared = { outdir: DIST, outbase: DIST, bundle: true };
  await build({
    ...shared,
    entryPoints: [...sources.keys()]
      .filter((path) => !isForNode(path))
      .map((path) => join(DIST, path)),
    outExtension: { ".js": ".min.js" },
    minify: true,
    sourcemap: true,
    format: "esm",
    target: "es2022",
    external: ["*.wasm", "*.wasm?module", "*.base64.js"],
  });
  const forNode = [...sources.keys()].filter(isForNode);
  await build({
    ...shared,
    entryPoints: forNode.map((path) => join(DIST, path)),
    outExtension: { ".js": ".cjs" },
    format: "cjs",
    platform: "node",
    target: "node20",
    define: { "import.meta.url": "moduleUrl" },
    banner: { js: 'const moduleUrl = require("node:url").pathToFileURL(__filename).href;' },
  });
  for (const path of forNode) {
    const name = path.replace(/\.js$/, "");
    write(`${name}.mjs`, wrapperOf(name));
  }
  for (const name of DECLARATIONS) {
    const types = readFileSync(join(ROOT, `pkg/${name}.d.ts`), "utf8");
    write(`${name}.d.cts`, types.replace(/"(\.[^"]+)\.js"/g, '"$1.cjs"'));
  }
}

/** @param {string} path below `pkg/dist` @param {string} text */
function write(path, text) {
  const file = join(DIST, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Prints what each file of a download weighs and fails over its budget. @param {(typeof DOWNLOADED)[number]} download */
function weigh({ what, files, aim, budget }) {
  const rows = files.map((name) => {
    const bytes = readFileSync(join(DIST, name));
    const gzip = gzipSync(bytes, { level: 9 }).length;
    return { name, sizes: [bytes.length, gzip, brotliCompressSync(bytes).length] };
  });
  const total = [0, 1, 2].map((at) => rows.reduce((sum, { sizes }) => sum + (sizes[at] ?? 0), 0));
  console.log(`\n  ${what.padEnd(19)}      raw     gzip   brotli`);
  for (const { name, sizes } of [...rows, { name: "together", sizes: total }]) {
    console.log(`  ${name.padEnd(19)} ${sizes.map((size) => String(size).padStart(8)).join(" ")}`);
  }
  const [, gzip = 0] = total;
  const above = gzip > aim ? `; ${gzip - aim} above the aim of ${aim}` : "";
  console.log(`  ${gzip} bytes gzip of ${budget} allowed${above}\n`);
  if (gzip > budget) fail(`the package for ${what} is ${gzip - budget} bytes over its budget`);
}
