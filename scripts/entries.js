// The entry files of the package. Each API has one entry for each way to load its WebAssembly module; the build writes them
// into `pkg/dist`, and `package.json` exports them as `exportsOf` says.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isMain, ROOT } from "./run.js";

/**
 * @typedef {object} Api
 * @property {string} folder below `pkg` and `pkg/dist`; empty for single calls
 * @property {string} loader the file in that folder that exports `useLoader`
 * @property {string} wasm the module below `pkg/dist`, without its extension
 */

/** @type {readonly Api[]} */
export const APIS = [
  { folder: "", loader: "core.js", wasm: "wasm/core" },
  { folder: "mass", loader: "core.js", wasm: "wasm/mass/mass" },
  { folder: "pacing", loader: "rate-limiter.js", wasm: "wasm/gateway/gateway" },
  { folder: "guard", loader: "rules.js", wasm: "wasm/gateway/gateway" },
];

/**
 * How an entry loads the module. `now` loads it at the first use, synchronously; `later` loads it with the first call.
 * @typedef {{ about: string, imports: string[], loader: string }} Host
 * @type {Record<string, (wasm: string) => Host>}
 */
export const HOSTS = {
  browser: (wasm) => ({
    about: "Browsers and unknown hosts: the first call loads the module over the network.",
    imports: ['import { compile } from "ROOT/load.js";'],
    loader: `later: () => compile(new URL("${wasm}.wasm", import.meta.url))`,
  }),
  // Some development servers, for example Vite up to version 7, move the entry away from the module. The loader is
  // asynchronous as in `browser`, so that what works in development works in production.
  development: (wasm) => ({
    about: "Development servers for pages: the entry contains the module.",
    imports: [
      'import { bytesOf, compile } from "ROOT/load.js";',
      `import base64 from "${wasm}.base64.js";`,
    ],
    loader: "later: () => compile(bytesOf(base64))",
  }),
  "edge-light": (wasm) => ({
    about: "Vercel's edge runtime and Next.js: they import compiled modules with `?module`.",
    imports: [`import module from "${wasm}.wasm?module";`],
    loader: "now: () => module",
  }),
  inline: (wasm) => ({
    about:
      "Bundlers that lose files: the entry contains the module, which is a third larger as base64.",
    imports: ['import { bytesOf } from "ROOT/load.js";', `import base64 from "${wasm}.base64.js";`],
    loader: "now: () => new WebAssembly.Module(bytesOf(base64))",
  }),
  workerd: (wasm) => ({
    about: "Cloudflare Workers: they import compiled modules and refuse to compile bytes.",
    imports: [`import module from "${wasm}.wasm";`],
    loader: "now: () => module",
  }),
  node: (wasm) => ({
    about: "Node, Deno and Bun: the module is a file of the package.",
    imports: ['import { readFileSync } from "node:fs";'],
    loader: `now: () => new WebAssembly.Module(readFileSync(new URL("${wasm}.wasm", import.meta.url)))`,
  }),
};

/** The name of an entry below `pkg/dist`, without its extension. @param {Api} api @param {string} host */
export const nameOf = ({ folder }, host) => (folder ? `${folder}/${host}` : host);

/** The source of every entry, by its path below `pkg/dist`. @returns {Map<string, string>} */
export function entrySources() {
  const entries = new Map([
    ["mass/file.js", 'export { fileJournal } from "../../mass/journals/file.js";\n'],
  ]);
  for (const api of APIS)
    for (const host of Object.keys(HOSTS))
      entries.set(`${nameOf(api, host)}.js`, source(api, host));
  return entries;
}

/** @param {Api} api @param {string} host */
function source(api, host) {
  const up = api.folder ? ".." : ".";
  const root = api.folder ? "../.." : "..";
  const folder = api.folder ? `${root}/${api.folder}` : root;
  const { about, imports, loader } = definition(host)(`${up}/${api.wasm}`);
  return [
    `// ${about}`,
    ...imports.map((line) => line.replace("ROOT", root)),
    `import { useLoader } from "${folder}/${api.loader}";`,
    `useLoader({ ${loader} });`,
    `export * from "${folder}/public.js";`,
    "",
  ].join("\n");
}

/** @param {string} host */
function definition(host) {
  const found = HOSTS[host];
  if (!found) throw new Error(`unknown host: ${host}`);
  return found;
}

/** `import` and `require` load the same file, so that a program never has two copies of the error classes. */
export const wrapperOf = (/** @type {string} */ name) =>
  `export * from "./${name.split("/").at(-1)}.cjs";\n`;

/** The field `sideEffects` of `package.json`: an entry sets the loader of the module, so bundlers must keep it. */
export function packageSideEffects() {
  return APIS.flatMap((api) =>
    ["*.min.js", "node.mjs", "node.cjs"].map((file) => `./pkg/dist/${nameOf(api, file)}`),
  );
}

/** The field `exports` of `package.json`. */
export function packageExports() {
  /** @type {Record<string, unknown>} */
  const entries = {};
  for (const api of APIS) {
    const subpath = api.folder ? `./${api.folder}` : ".";
    const types = `./pkg/${nameOf(api, "index")}.d.ts`;
    const bundle = (/** @type {string} */ host) => `./pkg/dist/${nameOf(api, host)}.min.js`;
    const typed = (/** @type {string} */ host) => ({ types, default: bundle(host) });
    entries[subpath] = {
      workerd: typed("workerd"),
      "edge-light": typed("edge-light"),
      browser: { types, development: bundle("development"), default: bundle("browser") },
      // Bundlers for Node know the condition `module`; Node does not.
      node: { module: typed("inline"), ...importAndRequire(nameOf(api, "node"), types) },
      default: typed("browser"),
    };
    entries[api.folder ? `./${api.folder}/inline` : "./inline"] = typed("inline");
  }
  entries["./mass/file"] = importAndRequire("mass/file", "./pkg/mass/file.d.ts");
  entries["./core.wasm"] = "./pkg/dist/wasm/core.wasm";
  entries["./mass.wasm"] = "./pkg/dist/wasm/mass/mass.wasm";
  entries["./gateway.wasm"] = "./pkg/dist/wasm/gateway/gateway.wasm";
  entries["./package.json"] = "./package.json";
  return entries;
}

/** @param {string} name below `pkg/dist` @param {string} types */
function importAndRequire(name, types) {
  const required = types.replace("./pkg/", "./pkg/dist/").replace(".d.ts", ".d.cts");
  return {
    import: { types, default: `./pkg/dist/${name}.mjs` },
    require: { types: required, default: `./pkg/dist/${name}.cjs` },
  };
}

/** Writes both fields into `package.json`: `node scripts/entries.js`. */
function updateManifest() {
  const path = join(ROOT, "package.json");
  const manifest = JSON.parse(readFileSync(path, "utf8"));
  manifest.exports = packageExports();
  manifest.sideEffects = packageSideEffects();
  writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
}

if (isMain(import.meta)) updateManifest();
