// Builds the package: the WebAssembly modules, their glue, the entries, their types and the bill of materials; then
// prints whose bytes the modules are and what a browser downloads, and fails over a budget.

import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { NAMED, printCrates } from "./breakdown.js";
import { MANY_ORDERS, SINGLE_CALLS, wasmOpt } from "./optimize.js";
import { CARGO_TARGET, fail, ROOT, step } from "./run.js";
import { writeSbom } from "./sbom.js";
import { dependencies, wasmTarget } from "./setup.js";

const TARGET = "wasm32-unknown-unknown";
const WASM = join(ROOT, "pkg/wasm");
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
/** Each becomes one file, with the glue in it; only the module stays apart. */
const ENTRIES = ["browser", "development", "edge-light", "inline", "workerd"];

await dependencies();
await wasmTarget();
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

/** One small file for each entry, with a source map; the Node entry as CommonJS, with types that say so. */
async function packJavaScript() {
  const { build } = await import("esbuild");
  for (const name of ["core", "mass/mass"]) {
    const base64 = readFileSync(join(WASM, `${name}.wasm`)).toString("base64");
    writeFileSync(join(WASM, `${name}.base64.js`), `export default "${base64}";\n`);
  }
  const entries = ENTRIES.flatMap((name) => [name, `mass/${name}`, `pacing/${name}`]);
  await build({
    entryPoints: entries.map((name) => join(ROOT, `pkg/${name}.js`)),
    outdir: join(ROOT, "pkg"),
    outbase: join(ROOT, "pkg"),
    outExtension: { ".js": ".min.js" },
    bundle: true,
    minify: true,
    sourcemap: true,
    format: "esm",
    target: "es2022",
    external: ["*.wasm", "*.wasm?module", "*.base64.js"],
  });
  await build({
    entryPoints: ["node", "mass/node", "mass/file", "pacing/node"].map((name) =>
      join(ROOT, `pkg/${name}.js`),
    ),
    outdir: join(ROOT, "pkg"),
    outbase: join(ROOT, "pkg"),
    outExtension: { ".js": ".cjs" },
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node20",
    define: { "import.meta.url": "moduleUrl" },
    banner: { js: 'const moduleUrl = require("node:url").pathToFileURL(__filename).href;' },
  });
  for (const name of ["index", "types", "mass/index", "mass/types", "mass/file", "pacing/index"]) {
    const types = readFileSync(join(ROOT, `pkg/${name}.d.ts`), "utf8");
    writeFileSync(join(ROOT, `pkg/${name}.d.cts`), types.replace(/"(\.[^"]+)\.js"/g, '"$1.cjs"'));
  }
}

/** Prints what each file of a download weighs and fails over its budget. @param {(typeof DOWNLOADED)[number]} download */
function weigh({ what, files, aim, budget }) {
  const rows = files.map((name) => {
    const bytes = readFileSync(join(ROOT, "pkg", name));
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
