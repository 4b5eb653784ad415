// Bundles the JavaScript of the package into `pkg/dist`: the entries, their CommonJS declarations and the modules as text.

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { entrySources, wrapperOf } from "./entries.js";
import { ROOT } from "./run.js";
import { writeSbom } from "./sbom.js";

const DIST = join(ROOT, "pkg/dist");
/** Declarations that `require` needs as CommonJS, too. */
const DECLARATIONS = [
  ...["index", "types", "mass/index", "mass/types", "mass/file"],
  ...["pacing/index", "guard/index", "guard/types"],
];

/** @returns {import("./fingerprint.js").Stage} */
export function packageStage() {
  return {
    name: "package",
    inputs: [
      ...["pkg", "package.json", "package-lock.json", "Cargo.toml", "Cargo.lock"],
      ...["scripts/bundle.js", "scripts/entries.js", "scripts/sbom.js"],
    ],
    facts: [process.env.SOURCE_DATE_EPOCH ?? ""],
    // With the modules, which are an input, too.
    outputs: "pkg/dist",
  };
}

/** Each entry becomes one file: a minified ES module with a source map, or CommonJS for Node. */
export async function bundlePackage() {
  const { build } = await import("esbuild");
  removeOldFiles();
  for (const name of ["core", "mass/mass", "gateway/gateway"]) {
    const base64 = readFileSync(join(DIST, `wasm/${name}.wasm`)).toString("base64");
    write(`wasm/${name}.base64.js`, `export default "${base64}";\n`);
  }
  const sources = entrySources();
  for (const [path, source] of sources) write(path, source);
  const paths = [...sources.keys()];
  const shared = { outdir: DIST, outbase: DIST, bundle: true };
  await build({
    ...shared,
    entryPoints: paths.filter((path) => !isForNode(path)).map((path) => join(DIST, path)),
    outExtension: { ".js": ".min.js" },
    minify: true,
    sourcemap: true,
    format: "esm",
    target: "es2022",
    external: ["*.wasm", "*.wasm?module", "*.base64.js"],
  });
  const forNode = paths.filter(isForNode);
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
  writeSbom();
}

/** Only Node has file URLs of modules and a file system. @param {string} path */
const isForNode = (path) => /(^|\/)(node|file)\.js$/.test(path);

/** Files of an earlier build must not ship. The modules and the record of the build stay. */
function removeOldFiles() {
  for (const name of readdirSync(DIST))
    if (name !== "wasm" && name !== "build.json") rmSync(join(DIST, name), { recursive: true });
}

/** @param {string} path below `pkg/dist` @param {string} text */
function write(path, text) {
  const file = join(DIST, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
